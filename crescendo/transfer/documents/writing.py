"""Writing blocks: a document as a body in our dialect."""

import re
from collections.abc import Sequence

from ...journal.markup.bounds import MAX_TABLE_CELLS
from .escaping import escape_attribute, escape_label
from .inline_writing import write_inlines, write_picture
from .model import (
    Block,
    Break,
    Code,
    Container,
    Figure,
    Footnote,
    Heading,
    Inline,
    Leaf,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Run,
    Table,
)

_DEEPEST = 12  # levels of blocks within blocks; the parser stops at 20
_TICKS = re.compile("`{3,}")
_COLONS = re.compile(r"^\s*(:{3,})", re.MULTILINE)


def write_body(blocks: Sequence[Block]) -> str:
    """The body that holds `blocks`, with a line end when it holds anything."""
    body = _Writer().write(blocks, 0)
    return f"{body}\n" if body else ""


class _Writer:
    """Writes blocks, counting the cells of all tables, of which the parser reads so many."""

    def __init__(self) -> None:
        self._cells = 0

    def write(self, blocks: Sequence[Block], level: int, *, between: str = "\n\n") -> str:
        written: list[str] = []
        marker = ""
        for block in blocks:
            marker = _other_marker(block, marker)
            if text := self._write(block, level, marker):
                written.append(text)
        return between.join(written)

    def _write(self, block: Block, level: int, marker: str) -> str:
        match block:
            case Paragraph():
                return write_inlines(block.content)
            case Heading():
                return _heading(block)
            case Listing():
                return self._listing(block, level, marker)
            case Quote():
                return self._quote(block, level)
            case Container():
                return self._container(block, level)
            case Table():
                return self._table(block)
            case Footnote():
                return self._footnote(block)
            case _:
                return _simple(block, level)

    def _listing(self, listing: Listing, level: int, marker: str) -> str:
        if level > _DEEPEST:
            return self.write([block for item in listing.items for block in item], level)
        items, number = list[str](), listing.start if listing.start is not None else 1
        is_tight = all(map(_is_tight, listing.items))
        for item in listing.items:
            content = self.write(_headed(item), level + 2, between="\n" if is_tight else "\n\n")
            if content:
                sign = marker if listing.start is None else f"{number}{marker}"
                items.append(f"{sign} {indented(content, len(sign) + 1)}")
                number += 1
        return ("\n" if is_tight else "\n\n").join(items)

    def _quote(self, quote: Quote, level: int) -> str:
        content = self.write(quote.blocks, level + 1)
        if level > _DEEPEST or not content:
            return content
        return "\n".join(f"> {line}" if line else ">" for line in content.split("\n"))

    def _container(self, container: Container, level: int) -> str:
        content = self.write(container.blocks, level + 1)
        if level > _DEEPEST or not content:
            return content
        return _fenced(container.name, container.label, container.attributes, content)

    def _table(self, table: Table) -> str:
        self._cells += sum(map(len, table.rows)) + len(table.rows[0])
        if self._cells > MAX_TABLE_CELLS:
            return "\n\n".join(filter(None, (_row_in_words(row) for row in table.rows)))
        lines = ["| " + " | ".join(map(_cell, row)) + " |" for row in table.rows]
        lines.insert(1, "|" + " --- |" * len(table.rows[0]))
        grid = "\n".join(lines)
        if not table.caption and not table.row_header:
            return grid
        return _fenced("table", table.caption, {"rowheader": "true"} if table.row_header else {}, grid)

    def _footnote(self, footnote: Footnote) -> str:
        content = self.write(footnote.blocks, _DEEPEST + 1)
        return f"[^{footnote.label}]: {indented(content, 4)}" if content else ""


def _simple(block: Block, level: int) -> str:
    match block:
        case Code():
            return _code(block.text)
        case Figure():
            return write_picture(Picture(block.key, block.alt, block.caption))
        case Leaf():
            return f"::{block.name}[{escape_label(block.label)}]"
        case Rule() if level == 0:
            return "---"
        case _:
            return ""


def _is_tight(item: Sequence[Block]) -> bool:
    """Whether the item is a line, with no more below it than a list that may follow at once."""
    if len(item) < 2:
        return True
    return len(item) == 2 and isinstance(item[1], Listing) and item[1].start in {None, 1}


def _headed(item: Sequence[Block]) -> Sequence[Block]:
    """At the head of an item a picture has no place for its caption, so that follows in words."""
    if item and isinstance(item[0], Figure) and item[0].caption:
        figure = item[0]
        return [Figure(figure.key, figure.alt), Paragraph([Run(figure.caption)]), *item[1:]]
    return item


def _heading(heading: Heading) -> str:
    line = [Run(" ") if isinstance(each, Break) else each for each in heading.content]
    text = write_inlines(line)
    if text.endswith("#") and not text.endswith("\\#"):
        text = f"{text[:-1]}\\#"
    return f"{'#' * heading.level} {text}" if text else ""


def _code(text: str) -> str:
    if not text.strip():
        return ""
    fence = "`" * max([3, *(len(ticks) + 1 for ticks in _TICKS.findall(text))])
    return f"{fence}\n{text}\n{fence}"


def _fenced(name: str, label: str, attributes: dict[str, str], content: str) -> str:
    colons = ":" * max([3, *(len(found[1]) + 1 for found in _COLONS.finditer(content))])
    words = f"[{escape_label(label)}]" if label.strip() else ""
    named = " ".join(f'{key}="{escape_attribute(value)}"' for key, value in attributes.items() if value.strip())
    return f"{colons}{name}{words}{f'{{{named}}}' if named else ''}\n{content}\n{colons}"


def _cell(content: Sequence[Inline]) -> str:
    line: list[Inline] = [Run(" ") if isinstance(each, Break) else each for each in content]
    written = write_inlines(line)
    bare = written[1:] if written.startswith("\\|") else written  # a bar at a line's start is escaped already
    return bare.replace("|", "\\|")


def _row_in_words(row: Sequence[Sequence[Inline]]) -> str:
    return write_inlines([inline for cell in row for inline in (*cell, Run(" "))])


def indented(text: str, width: int) -> str:
    """`text` with all but its first line and empty ones moved in by `width` blanks."""
    blank = " " * width
    return "\n".join(f"{blank}{line}" if line and number else line for number, line in enumerate(text.split("\n")))


def _other_marker(block: Block, last: str) -> str:
    """How the items of `block` are marked, so that a list right after another is not read as its end."""
    if not isinstance(block, Listing):
        return ""
    first, second = ("-", "*") if block.start is None else (".", ")")
    return second if last == first else first
