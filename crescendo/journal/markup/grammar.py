"""The parser: CommonMark without HTML, with tables, strikethrough, footnotes and directives."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from .addresses import is_picture, may_be_linked
from .bounds import bounds_plugin
from .dialect import Attempts, directives_plugin
from .directives import Refusal

MAX_NESTING = 20  # as in the editor: blocks within blocks
_NESTS = frozenset({"list_item", "blockquote", "directive", "footnote_reference"})
_NONCHARACTERS = "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_UNPRINTABLE = re.compile(rf"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]")
_OTHER_SPACES = re.compile(r"[\v\f\u2028\u2029]|&#(?:0*1[23]|[xX]0*[cCdD]);")  # written out, these reach the text too


@dataclass(frozen=True)
class Block:
    """A node of the tree: `kind` is the parser's name for it, `line` counts from 1."""

    kind: str
    token: Token
    line: int
    children: list["Block"]

    @property
    def inline(self) -> Sequence[Token]:
        """The inline content of a paragraph, heading or cell."""
        return self.token.children or () if self.kind == "inline" else self.children[0].inline if self.children else ()


@dataclass(frozen=True)
class Parsed:
    """A body as a tree. `refusals` are the lines (from 1) that look like a directive and stay text."""

    blocks: Sequence[Block]
    footnotes: Sequence[Block]
    refusals: Mapping[int, Refusal]


def parse(body: str) -> Parsed:
    """The tree of `body`; every text has one."""
    attempts = Attempts()
    tokens = parse_tokens(body, attempts)
    blocks, footnotes = _tree(tokens, body.split("\n"))
    return Parsed(blocks, footnotes, {line + 1: refusal for line, refusal in attempts.refusals.items()})


def parse_tokens(body: str, attempts: Attempts | None = None) -> list[Token]:
    """The tokens of `body`, in a row as the parser makes them; `attempts` gathers what it refused."""
    return _parser.parse(body, {"directives": attempts or Attempts()})


def tidy(body: str) -> str:
    """`body` with Unix line ends, and without characters that HTML, XML or a database refuses."""
    if body.isprintable() and "&#" not in body:  # as most single words and sentences are
        return body
    body = _UNPRINTABLE.sub("", body.replace("\r\n", "\n").replace("\r", "\n"))
    return _OTHER_SPACES.sub(" ", body)


def _tree(tokens: Sequence[Token], lines: Sequence[str]) -> tuple[list[Block], list[Block]]:
    root = Block("body", Token("body", "", 0), 1, [])
    open_blocks = [root]
    footnotes: list[Block] = []
    for place, token in enumerate(tokens):
        if token.nesting < 0:
            open_blocks.pop()
            continue
        parent = open_blocks[-1]
        kind = "figure" if _is_figure(tokens, place) else token.type.removesuffix("_open")
        block = Block(kind, token, token.map[0] + 1 if token.map else parent.line, [])
        (footnotes if block.kind == "footnote_reference" else parent.children).append(block)
        if token.nesting > 0:
            open_blocks.append(block)
            if block.kind in _NESTS and token.level >= MAX_NESTING - 1:
                block.children.append(_cut_off(block, lines))
    return root.children, footnotes


def _is_figure(tokens: Sequence[Token], place: int) -> bool:
    """Whether a paragraph is no more than a picture of ours, and not the head of a list item."""
    token = tokens[place]
    if token.type != "paragraph_open" or token.hidden or tokens[place - 1].type == "list_item_open":
        return False
    content = tokens[place + 1].children or ()
    return len(content) == 1 and content[0].type == "image" and is_picture(str(content[0].attrs["src"]))


def _cut_off(block: Block, lines: Sequence[str]) -> Block:
    """What the parser leaves out for being nested too deeply, as the author typed it."""
    start, end = block.token.map or (block.line - 1, block.line)
    token = Token("cut_off", "", 0, content="\n".join(lines[start:end]))
    return Block("cut_off", token, block.line, [])


_parser = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
_parser.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
_parser.use(directives_plugin).use(bounds_plugin)
_parser.validateLink = may_be_linked  # type: ignore[method-assign]
