"""Reading words: marks, links, breaks, code, and the signs that HTML writes with tags."""

import re

from ...journal.markup.addresses import MAX_LENGTH, read_typed_address
from .context import Element, Handler, Reading, Style
from .escaping import one_line
from .flow import Flow
from .model import CODE, DEL, EM, STRONG, Reference
from .results import LinkUse

_BOLD = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE)
_LIGHT = re.compile(r"font-weight\s*:\s*(normal|[1-4]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s*:\s*(italic|oblique)", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration[a-z-]*\s*:[^;]*line-through", re.IGNORECASE)
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_IS_RAISED, _IS_LOWERED = re.compile(r"[0-9+\-=()n]+"), re.compile(r"[0-9+\-=()]+")


def _marked(mark: int) -> Handler:
    def read(reading: Reading, element: Element, flow: Flow, style: Style) -> None:
        marks = style.marks | mark
        if mark == STRONG and _LIGHT.search(element.get("style", "")):
            marks = style.marks  # Google Docs wraps whole documents so
        reading.walk(element, flow, style._replace(marks=marks))

    return read


def _span(reading: Reading, element: Element, flow: Flow, style: Style) -> None:
    look, marks = element.get("style", ""), style.marks
    if "mso-list:ignore" in look.lower().replace(" ", ""):
        return
    for mark, sign in ((STRONG, _BOLD), (EM, _ITALIC), (DEL, _STRUCK)):
        marks |= mark if sign.search(look) else 0
    reading.walk(element, flow, style._replace(marks=marks))


def _code(reading: Reading, element: Element, flow: Flow, style: Style) -> None:
    """Code within words. One that holds a picture or a block is no code."""
    if any(isinstance(child.tag, str) and child.tag in {"img", "p", "div", "pre", "table"} for child in element.iter()):
        reading.walk(element, flow, style)
        return
    reading.walk(element, flow, style._replace(marks=style.marks | CODE, is_typed=False))


def _note(_reading: Reading, element: Element, flow: Flow, _style: Style) -> None:
    flow.add(Reference(element.get("label", "")))


def _link(reading: Reading, element: Element, flow: Flow, style: Style) -> None:
    if element in reading.notes:
        flow.add(Reference(reading.notes[element]))
        return
    target = "" if style.link else _target(reading, element.get("href", "").strip(), element)
    reading.walk(element, flow, style._replace(link=style.link or target))


def _target(reading: Reading, address: str, element: Element) -> str:
    """Where the link leads now; empty when readers could not follow it."""
    if not address:
        return ""
    if address.startswith("#"):
        return _anchor(reading, address)
    target = reading.resolve.link(address).strip()
    if not target or len(target) > MAX_LENGTH or read_typed_address(target).kind == "bad":
        if one_line("".join(element.itertext())):
            reading.lose("link", f"Readers could not follow a link to {address[:200]}; its words are kept.")
        return ""
    reading.links.append(LinkUse(address, target))
    return target


def _anchor(reading: Reading, address: str) -> str:
    if found := reading.anchors.get(address[1:]):
        return f"#{found}"
    if len(address) > 1:
        reading.lose("link", f"A link led to a place of the old page, {address[:200]}; its words are kept.")
    return ""


def _break(_reading: Reading, _element: Element, flow: Flow, _style: Style) -> None:
    flow.new_line()


def _soft_break(_reading: Reading, _element: Element, _flow: Flow, _style: Style) -> None:
    """A place where a word may be broken says nothing."""


def _raised(reading: Reading, element: Element, flow: Flow, style: Style) -> None:
    _shifted(reading, element, flow, style, is_up=True)


def _lowered(reading: Reading, element: Element, flow: Flow, style: Style) -> None:
    _shifted(reading, element, flow, style, is_up=False)


def _shifted(reading: Reading, element: Element, flow: Flow, style: Style, *, is_up: bool) -> None:
    """Raised and lowered numbers have letters of their own; other words stand as they are."""
    if element in reading.notes:
        flow.add(Reference(reading.notes[element]))
        return
    text = element.text or ""
    signs, table = (_IS_RAISED, _RAISED) if is_up else (_IS_LOWERED, _LOWERED)
    if len(element) == 0 and signs.fullmatch(text):
        flow.words(text.translate(table), style.marks, style.link)
        return
    if len(element) == 0 and text.strip() and text.strip().lower() not in {"st", "nd", "rd", "th", "®", "™"}:
        reading.lose("raised or lowered words", f"“{one_line(text)[:60]}” stands on the line now.")
    reading.walk(element, flow, style)


def _quotation(reading: Reading, element: Element, flow: Flow, style: Style) -> None:
    flow.words("“", style.marks, style.link)
    reading.walk(element, flow, style)
    flow.words("”", style.marks, style.link)


WORDS: dict[str, Handler] = {
    "a": _link,
    "span": _span,
    "br": _break,
    "wbr": _soft_break,
    "x-note": _note,
    "q": _quotation,
    "sup": _raised,
    "sub": _lowered,
    **dict.fromkeys(("b", "strong"), _marked(STRONG)),
    **dict.fromkeys(("i", "em", "var", "dfn", "cite"), _marked(EM)),
    **dict.fromkeys(("s", "del", "strike"), _marked(DEL)),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), _code),
}
