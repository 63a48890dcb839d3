"""Reading blocks: headings, lists, quotations, code, and what has no place in a guide."""

import re

from .context import Element, Handler, Reading, Style
from .escaping import collapsed, one_line
from .flow import Flow
from .model import STRONG, Code, Container, Heading, Inline, Listing, Paragraph, Picture, Quote, Rule, Run

_LIST_LEVEL = re.compile(r"mso-list\s*:\s*l\d+\s+level(\d)", re.IGNORECASE)
_NUMBER = re.compile(r"\s*\(?(\d{1,4}|[a-zA-Z])[.)]")
_SPEAKER = re.compile(
    r"(?:[—–-]\s*)?(?P<name>(?:(?:Dr|Prof)\.? )?[A-Z][\w.'’-]*"
    r"(?: (?:[A-Z][\w.'’-]*|de|da|del|di|van|von|der|la|bin|al)){1,4})"
    r"(?:,\s+(?P<role>[^,].{1,80}))?"
)


def _heading(reading: Reading, element: Element, flow: Flow, style: Style) -> None:
    inner = reading.inner(element, style._replace(is_typed=False))
    words: list[Inline] = [each for each in inner.inlines() if not isinstance(each, Picture)]
    for each in words:
        if isinstance(each, Run):
            each.marks &= ~STRONG
    text = one_line("".join(each.text if isinstance(each, Run) else " " for each in words))
    if text:
        flow.put(Heading(int(element.tag[1]), words))
        reading.heading = text[:80]
    flow.end()
    flow.blocks += list(_pictures_of(inner))


def _pictures_of(inner: Flow) -> list[Paragraph]:
    pictures = [each for each in inner.inlines() if isinstance(each, Picture)]
    flow = Flow()
    for picture in pictures:
        flow.add(picture)
        flow.end()
    return flow.blocks  # type: ignore[return-value]


def _listing(reading: Reading, element: Element, flow: Flow, style: Style) -> None:
    listing = Listing([], _start(element) if element.tag == "ol" else None)
    _read_between(reading, element.text, listing, style)
    for child in element:
        if isinstance(child.tag, str) and child not in reading.hidden:
            _read_item(reading, child, listing, style)
        _read_between(reading, child.tail, listing, style)
    flow.put(listing)


def _read_item(reading: Reading, element: Element, listing: Listing, style: Style) -> None:
    """An item; a list right within a list belongs to the item before it."""
    if element.tag == "li":
        listing.items.append(reading.inner(element, style).blocks)
    elif element.tag in {"ul", "ol"} and listing.items:
        listing.items[-1] += _alone(reading, element, style)
    else:
        listing.items.append(_alone(reading, element, style))


def _read_between(reading: Reading, words: str | None, listing: Listing, style: Style) -> None:
    """Words that stand between items are an item."""
    if words and words.strip():
        reading.hear(words)
        listing.items.append([Paragraph([Run(collapsed(words), style.marks, style.link)])])


def _alone(reading: Reading, element: Element, style: Style) -> list:  # type: ignore[type-arg]
    """The blocks of `element` itself."""
    flow = Flow()
    if handler := reading.handlers.get(element.tag):
        handler(reading, element, flow, style)
    else:
        reading.walk(element, flow, style)
    flow.end()
    return flow.blocks


def _start(element: Element) -> int:
    start = element.get("start", "1").strip()
    return int(start) if start.isdigit() and start.isascii() and len(start) < 9 else 1


def _word_item(reading: Reading, element: Element, flow: Flow, style: Style) -> None:
    """A paragraph; in a list when Word says so in its style."""
    level = _LIST_LEVEL.search(element.get("style", ""))
    if level is None:
        flow.end()
        reading.walk(element, flow, style)
        flow.end()
        return
    sign = next((one_line("".join(s.itertext())) for s in element.iter("span") if "Ignore" in s.get("style", "")), "")
    number = _NUMBER.match(sign)
    flow.end()
    _put_item(flow, int(level[1]), reading.inner(element, style).blocks, is_ordered=number is not None)


def _put_item(flow: Flow, level: int, item: list, *, is_ordered: bool) -> None:  # type: ignore[type-arg]
    """Add an item to the list that stands last in `flow`, as deep in it as `level` says."""
    blocks = flow.blocks
    while level > 1 and blocks and isinstance(blocks[-1], Listing) and blocks[-1].items:
        blocks, level = blocks[-1].items[-1], level - 1
    last = blocks[-1] if blocks else None
    if isinstance(last, Listing) and (last.start is not None) == is_ordered:
        last.items.append(item)
    else:
        blocks.append(Listing([item], 1 if is_ordered else None))


def _definitions(reading: Reading, element: Element, flow: Flow, style: Style) -> None:
    marks = style.marks | STRONG if element.tag == "dt" else style.marks
    flow.end()
    reading.walk(element, flow, style._replace(marks=marks))
    flow.end()


def _quote(reading: Reading, element: Element, flow: Flow, style: Style) -> None:
    cites = list(element.iter("cite", "footer", "figcaption"))
    words = one_line("".join(cites[-1].itertext())) if cites else ""
    speaker = _SPEAKER.fullmatch(words)
    if speaker is None or cites[-1].getnext() is not None or (cites[-1].tail or "").strip():
        flow.put(Quote(reading.inner(element, style).blocks))
        return
    reading.hidden.add(cites[-1])
    blocks = reading.inner(element, style).blocks
    address = element.get("cite", "")
    source = address if address.startswith(("https://", "http://")) else ""
    named = {"role": speaker["role"] or "", "source": source}
    flow.put(Container("quote", speaker["name"], blocks, named) if blocks else Paragraph([Run(words)]))


def _preformatted(reading: Reading, element: Element, flow: Flow, style: Style) -> None:
    if "wp-block-verse" in element.get("class", ""):
        flow.end()
        reading.walk(element, flow, style._replace(is_typed=True))
        flow.end()
        return
    for line_break in element.iter("br"):
        line_break.text = "\n"
    flow.put(Code("".join(element.itertext()).strip("\n").replace("\r", "")))


def _rule(_reading: Reading, _element: Element, flow: Flow, _style: Style) -> None:
    flow.put(Rule())


def _dropped(_reading: Reading, _element: Element, flow: Flow, _style: Style) -> None:
    """Nothing of it is to be seen."""


def _refused(what: str, why: str) -> Handler:
    def read(reading: Reading, element: Element, _flow: Flow, _style: Style) -> None:
        words = one_line("".join(element.itertext()))[:80]
        reading.lose(what, f"{why}{f' It said “{words}”.' if words else ''}")

    return read


def _control(reading: Reading, element: Element, _flow: Flow, _style: Style) -> None:
    if element.get("type", "").lower() != "hidden":
        reading.lose("form field", "A guide has no forms.")


PARTS: dict[str, Handler] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), _listing),
    **dict.fromkeys(("dt", "dd"), _definitions),
    **dict.fromkeys(("pre", "xmp", "listing"), _preformatted),
    **dict.fromkeys(("script", "style", "template", "noscript", "title", "meta", "link", "head"), _dropped),
    **dict.fromkeys(("button", "select", "textarea"), _refused("form", "A guide has no forms.")),
    **dict.fromkeys(("svg", "canvas", "math"), _refused("drawing", "Drawings that are written as code are left out.")),
    "input": _control,
    "p": _word_item,
    "hr": _rule,
    "blockquote": _quote,
}
