"""Reading what is within an element, in order: its words, the elements in it, and the comments that mark blocks."""

import re
from collections.abc import Sequence

from ...journal.markup.grammar import tidy
from .context import Element, Reading, Style
from .escaping import collapsed
from .flow import Flow
from .wordpress_blocks import WordPressBlock, blocks_among, read_block

_PARTING = re.compile(r"\n[ \t\r]*\n\s*")
_HIDDEN = re.compile(r"(?:display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden)", re.IGNORECASE)
_BLOCK_TAGS = frozenset(
    [
        "address",
        "article",
        "aside",
        "body",
        "center",
        "dd",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "footer",
        "form",
        "header",
        "hgroup",
        "legend",
        "main",
        "nav",
        "noframes",
        "p",
        "search",
        "section",
        "x-part",
    ]
)


def read_children(reading: Reading, element: Element, flow: Flow, style: Style) -> None:
    """Read what is within `element` into `flow`."""
    read_words(reading, element.text, flow, style)
    children = list(element)
    blocks = blocks_among(children)
    _read_all(reading, children, 0, len(children), blocks, flow, style)


def _read_all(  # noqa: PLR0917 (a stretch of siblings, read once)
    reading: Reading,
    children: Sequence[Element],
    start: int,
    end: int,
    blocks: dict[int, WordPressBlock],
    flow: Flow,
    style: Style,
) -> None:
    place = start
    while place < end:
        child, block = children[place], blocks.get(place)
        if block is not None and block.end < end:
            inside = style._replace(is_typed=style.is_typed and block.is_classic)
            flow.end()
            if not read_block(reading, block, children[place + 1 : block.end], flow):
                read_words(reading, child.tail, flow, inside)
                _read_all(reading, children, place + 1, block.end, blocks, flow, inside)
            flow.end()
            place = block.end
        elif isinstance(child.tag, str):
            read_element(reading, child, flow, style)
        read_words(reading, children[place].tail, flow, style)
        place += 1


def read_words(reading: Reading, text: str | None, flow: Flow, style: Style) -> None:
    """Read words; where they were typed as they are, blank lines part paragraphs and line ends stay."""
    if not text:
        return
    words = collapsed(text)
    reading.hear(words)
    if not style.is_typed or "\n" not in text:
        flow.words(words, style.marks, style.link)
        return
    for number, part in enumerate(_PARTING.split(tidy(text))):
        if number:
            flow.end()
        for line_number, line in enumerate(part.split("\n")):
            if line_number:
                flow.new_line() if flow.open else None
            flow.words(collapsed(line), style.marks, style.link)


def read_element(reading: Reading, element: Element, flow: Flow, style: Style) -> None:
    """Read `element` by its own reader; one that has none is as if only what is within it were there."""
    if element in reading.hidden or _is_hidden(element):
        return
    tag = element.tag.lower()
    handler = reading.handlers.get(tag)
    if handler is not None:
        handler(reading, element, flow, style)
    elif tag in _BLOCK_TAGS:
        flow.end()
        reading.walk(element, flow, style)
        flow.end()
    else:
        reading.walk(element, flow, style)


def _is_hidden(element: Element) -> bool:
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style) is not None
