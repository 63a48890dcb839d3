"""The last line of defence: whatever the writers made, only harmless HTML passes."""

import re
from collections.abc import Sequence

import nh3

from .slots import Segments, Slot

Pieces = list[str | Slot]
"""HTML and slots as the writers make them, not cleaned yet."""

# Every tag that the writers make, with the attributes they give it.
_ALLOWED = {
    **{tag: set[str]() for tag in ("br", "caption", "code", "del", "em", "hr", "li", "pre")},
    **{tag: set[str]() for tag in ("figcaption", "strong", "summary", "table", "tbody", "thead", "tr", "ul")},
    **{tag: {"class"} for tag in ("cite", "details", "figure", "p", "span", "sup", "td")},
    **{tag: {"id"} for tag in ("h2", "h3", "h4")},
    **{tag: {"class", "aria-label"} for tag in ("aside", "section")},
    "blockquote": {"lang"},
    "a": {"href", "id", "aria-label"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "ol": {"start"},
    "th": {"class", "scope"},
    "x-slot": {"n"},
}
_cleaner = nh3.Cleaner(
    tags=set(_ALLOWED),
    attributes=_ALLOWED,
    url_schemes=set(),  # links to other sites are slots; what is left leads to this one
    link_rel=None,
)
# Text cannot forge this: its `<` are escaped, and so are the quotation marks within attributes.
_SLOT = re.compile(r'<x-slot n="(\d+)"></x-slot>')


def clean(pieces: Sequence[str | Slot]) -> Segments:
    """`pieces` joined, cleaned as one whole, and taken apart again at the slots."""
    slots: list[Slot] = []
    html: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            html.append(piece)
        else:
            html.append(f'<x-slot n="{len(slots)}"></x-slot>')
            slots.append(piece)
    parts = _SLOT.split(_cleaner.clean("".join(html)))
    filled = (slots[int(part)] if place % 2 else part for place, part in enumerate(parts))
    return tuple(part for part in filled if part != "")
