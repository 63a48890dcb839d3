"""Rules of Markdown that need a bound, so that no body takes long to read however it is made."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import table
from markdown_it.rules_inline import StateInline

from .directives import Refusal

MAX_TABLE_CELLS = 5_000  # of all tables of a body; a row of one character has as many cells as its header
_FOOTNOTE = re.compile(r"\[\^([^ \n\]]{1,100})\]")


def bounds_plugin(md: MarkdownIt) -> None:
    """Bound tables and footnote references. Their plugins must be in `md` already."""
    md.block.ruler.at("table", _bounded_table, {"alt": ["paragraph", "reference"]})
    md.inline.ruler.at("footnote_ref", _bounded_footnote)


def _bounded_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if start < state.env.get("table_refused_until", 0) or not table(state, start, end, True):
        return False
    if silent:
        return True
    cells = state.env.get("table_cells", 0)
    columns = state.src.count("|", state.bMarks[start], state.eMarks[start]) + 1
    line = start
    while line < end and not state.isEmpty(line):
        cells, line = cells + columns, line + 1
        if cells > MAX_TABLE_CELLS:
            state.env["table_refused_until"] = line
            state.env["directives"].refusals[start] = Refusal("table-too-large", "")
            return False
    state.env["table_cells"] = cells
    return table(state, start, end, False)


def _bounded_footnote(state: StateInline, silent: bool) -> bool:
    """A reference to a footnote, whether or not that exists: the writer tells the author."""
    match = _FOOTNOTE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("footnote_ref", "", 0).meta = {"label": match[1]}
    state.pos = match.end()
    return True
