"""From HTML to a body in our dialect."""

import re

from .children import read_children
from .context import Reading, Style
from .escaping import one_line
from .flow import Flow
from .levels import levelled
from .media import MEDIA
from .model import Block, Footnote, Heading, Paragraph, Rule, Run
from .notes import Places, places_in
from .parts import PARTS
from .products import PRODUCTS
from .questions import QUESTIONS
from .results import ConvertedBody, Flavour, LinkUse, Resolver
from .shortcodes import rewritten
from .tables import TABLES
from .tree import read_tree
from .words import WORDS
from .writing import write_body

_ADDRESS = re.compile(r"https?://[^\s<>]{1,1000}")
_HANDLERS = {**WORDS, **PARTS, **MEDIA, **QUESTIONS, **TABLES, **PRODUCTS}


def convert_html(html: str, *, resolve: Resolver, flavour: Flavour = Flavour.PLAIN) -> ConvertedBody:
    """The body that says what `html` says. Whatever its words look like, they never become markup by accident.

    `Unreadable` when it is too large or nested too deeply.
    """
    return convert_page(html, resolve=resolve, flavour=flavour, has_title=False)[1]


def convert_page(html: str, *, resolve: Resolver, flavour: Flavour, has_title: bool) -> tuple[str, ConvertedBody]:
    """The title that stands over the text, if `has_title`, and the body below it, as in `convert_html`."""
    unknown: list[str] = []
    if flavour is Flavour.WORDPRESS:
        html, unknown = rewritten(html)
    body = read_tree(html)
    places = places_in(body)
    reading = Reading(resolve, _HANDLERS, read_children, notes=places.references, anchors=places.anchors)
    reading.hidden |= places.backlinks | set(places.notes.values())
    flow = Flow()
    reading.walk(body, flow, Style(is_typed=flavour is Flavour.WORDPRESS))
    flow.end()
    title = _title(flow.blocks) if has_title else ""
    if flavour is Flavour.WORDPRESS:
        _link_addresses(reading, flow.blocks)
    for name in unknown:
        reading.lose("shortcode", f"Nothing here knows [{name}]; it stands in the text as it was.")
    blocks = [*levelled(_without_last_rule(flow.blocks)), *_footnotes(reading, places)]
    found = tuple(reading.losses), tuple(reading.pictures), tuple(reading.links)
    return title, ConvertedBody(write_body(blocks), *found)


def _link_addresses(reading: Reading, blocks: list[Block]) -> None:
    """Link addresses that stand alone in a paragraph: WordPress shows there what they lead to."""
    for block in blocks:
        match block:
            case Paragraph([Run(text=address, link="")]) if _ADDRESS.fullmatch(address):
                target = reading.resolve.link(address) or address
                reading.links.append(LinkUse(address, target))
                block.content = [Run(address, 0, target)]


def _title(blocks: list[Block]) -> str:
    """The words of the highest heading when the text begins with it, which is taken from `blocks`."""
    first = blocks[0] if blocks else None
    if not isinstance(first, Heading) or first.level > 1:
        return ""
    blocks.pop(0)
    return one_line("".join(each.text for each in first.content if isinstance(each, Run)))


def _footnotes(reading: Reading, places: Places) -> list[Block]:
    notes: list[Block] = []
    for label, holder in places.notes.items():
        reading.hidden.discard(holder)
        blocks = reading.inner(holder, Style()).blocks
        notes.append(Footnote(label, blocks or [Paragraph([])]))
    return notes


def _without_last_rule(blocks: list[Block]) -> list[Block]:
    """A line at the very end parted the text from its footnotes."""
    while blocks and isinstance(blocks[-1], Rule):
        blocks = blocks[:-1]
    return blocks
