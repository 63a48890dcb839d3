"""The block rule of directives, which plugs into the Markdown parser."""

from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from .directives import Directive, Refusal, closing_colons, read_line
from .vocabulary import LEAVES


@dataclass(frozen=True)
class _Search:
    """A search for a closing line that found none: for how many colons, and between which lines."""

    colons: int
    start: int
    reached: int
    ends_there: bool  # the block that was searched ends where the search did

    def covers(self, start: int, end: int, colons: int) -> bool:
        """Whether a search from `start` to `end` cannot find more."""
        there = self.start <= start < self.reached and (self.ends_there or end <= self.reached)
        return there and colons >= self.colons


@dataclass
class Attempts:
    """What the rule remembers of one body: refused lines (from 0), and searches in vain."""

    refusals: dict[int, Refusal] = field(default_factory=dict)
    searches: dict[tuple[int, int, int, int], _Search] = field(default_factory=dict)


def directives_plugin(md: MarkdownIt) -> None:
    """Teach `md` the block rule. It expects `Attempts` in the environment as `directives`."""
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.before("fence", "directive", _rule, {"alt": interrupts})


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    line = _text(state, start)
    if not line.startswith("::") or state.is_code_block(start):
        return False
    attempts: Attempts = state.env["directives"]
    read = Refusal("stray-closing", "") if closing_colons(line) else read_line(line)
    closing = start
    if isinstance(read, Directive) and read.name not in LEAVES:
        closing = _closing_line(state, start, end, read.colons)
        read = read if closing > start else Refusal("unclosed-container", read.name)
    if isinstance(read, Refusal):
        attempts.refusals[start] = read
    if not isinstance(read, Directive):
        return False
    attempts.refusals.pop(start, None)
    if not silent:
        _push(state, start, closing, read)
    return True


def _closing_line(state: StateBlock, start: int, end: int, colons: int) -> int:
    """The first line below `start` that closes a container opened there; `start` when none does.

    A line less indented than the list around it may open a container outside, so its own indent counts.
    Searches in vain are remembered: otherwise thousands of unclosed containers would take minutes.
    """
    indent = min(state.blkIndent, state.sCount[start])
    searches = state.env["directives"].searches
    surroundings = (state.lineMax, state.level, state.blkIndent, indent)
    earlier: _Search | None = searches.get(surroundings)
    if earlier and earlier.covers(start, end, colons):
        return start
    line = start + 1
    while line < end and (state.isEmpty(line) or state.sCount[line] >= indent):
        if state.sCount[line] - indent < 4 and closing_colons(_text(state, line)) >= colons:
            return line
        line += 1
    searches[surroundings] = _Search(colons, start, line, ends_there=line < end)
    return start


def _push(state: StateBlock, start: int, closing: int, directive: Directive) -> None:
    token = state.push("directive", "", 0) if closing == start else state.push("directive_open", "", 1)
    token.meta, token.map, token.block = {"directive": directive}, [start, closing + 1], True
    if closing > start:
        parent_type, line_max = state.parentType, state.lineMax
        state.parentType, state.lineMax = "container", closing
        state.md.block.tokenize(state, start + 1, closing)
        state.parentType, state.lineMax = parent_type, line_max
        state.push("directive_close", "", -1).block = True
    state.line = closing + 1


def _text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
