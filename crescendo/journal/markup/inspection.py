"""What is wrong with a text though it can be read: prices typed by hand, HTML, links that lead nowhere."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from .addresses import may_be_linked
from .directives import Refusal
from .gathering import Gathered
from .vocabulary import EXAMPLES

_AMOUNT = r"\d(?:[\d.,]{0,12}\d)?"
_CODE = r"(?:AUD|CAD|CHF|CNY|CZK|DKK|EUR|GBP|HUF|INR|JPY|KRW|NOK|NZD|PLN|RON|SEK|USD)"
_SIGN = "[$€£¥₩₹]"
_BLANK = "[ \u00a0\u202f]?"  # signs stand apart from numbers by blanks that do not break, too
_TYPED_PRICE = re.compile(
    rf"(?:{_SIGN}|\b{_CODE}){_BLANK}{_AMOUNT}|\b{_AMOUNT}{_BLANK}(?:[€£¥₩₹]|\$(?![\d.,]*\d)|zł|{_CODE}\b)"
)
_NEARBY = 5  # lines between a price and the product that it may be of
_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
_LINK = re.compile(r"\]\(<?([a-z][a-z0-9+.-]*:[^)\s>]*)", re.IGNORECASE)
_CODE_SPAN = re.compile(r"(`{1,3})[^`]+\1(?!`)")
_SIGNS = {
    "typed-price": _TYPED_PRICE,
    "raw-html": re.compile(r"(?<!\\)<"),
    "unread-link": re.compile(r"(?<!\\)\]\("),
}


def suspicions(markdown: str) -> frozenset[str]:
    """The problems that the text of `markdown` may have. What is escaped or code was meant as it is."""
    prose = _CODE_SPAN.sub("", markdown)
    return frozenset(code for code, sign in _SIGNS.items() if sign.search(prose))


def inspect_text(text: str, suspected: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The code of each problem in `text`, and the words it is about."""
    if "typed-price" in suspected:
        yield from (("typed-price", price) for price in typed_prices(text))
    if "raw-html" in suspected and (html := _HTML.search(text)):
        yield "raw-html", html[0]
    if "unread-link" in suspected and (link := _LINK.search(text)):
        yield "unread-link" if may_be_linked(link[1]) else "bad-link", link[1]


def typed_prices(text: str) -> list[str]:
    """The prices in `text` as they were typed, each once."""
    return list(dict.fromkeys(price[0] for price in _TYPED_PRICE.finditer(text)))


def report_typed_prices(gathered: Gathered) -> None:
    """Tell of every price that was typed, with the product that it is probably of."""
    named: dict[int, set[str]] = {}
    for mention in gathered.mentions:
        named.setdefault(mention.line, set()).add(mention.slug)
    lines = sorted(named)
    for line, price in gathered.prices:
        slugs = named.get(_nearest(lines, line), set())
        product = next(iter(slugs)) if len(slugs) == 1 else "its-product"
        gathered.problem(line, "typed-price", value=price, product=product)


def _nearest(lines: Sequence[int], line: int) -> int:
    """That of `lines` which is nearest to `line`, rather above than below it; 0 when none is near."""
    below = bisect_right(lines, line)
    around = [place for place in lines[max(below - 1, 0) : below + 1] if abs(place - line) <= _NEARBY]
    return min(around, key=lambda place: (abs(place - line), place), default=0)


def report_refusals(refusals: Mapping[int, Refusal], gathered: Gathered) -> None:
    """Tell of every line that looks like a directive and stays text.

    A closing line that belongs to a refused opening line goes without saying.
    """
    waiting = 0
    for line, refusal in sorted(refusals.items()):
        if refusal.code == "stray-closing" and waiting:
            waiting -= 1
            continue
        waiting += refusal.opens
        gathered.problem(line, refusal.code, name=refusal.name, example=EXAMPLES.get(refusal.name, ""))


def report_lost_anchors(gathered: Gathered, sources: int) -> None:
    """Tell of links within the body that lead to no place in it."""
    there = {
        "#",
        *(f"#{anchor}" for anchor in gathered.anchors),
        *(f"#source-{n + 1}" for n in range(sources)),
    }
    for link in gathered.links:
        if link.kind == "internal" and link.target.startswith("#") and link.target not in there:
            gathered.problem(link.line, "unknown-anchor", value=link.target)
