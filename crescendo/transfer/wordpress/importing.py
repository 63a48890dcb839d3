"""Importing an export of WordPress: read to its end first, then applied in the order its parts need each other."""

from collections import Counter
from collections.abc import Iterator
from typing import IO

from ...accounts.models import User
from ...foundation import clock
from ...foundation.urls import host_of
from ..rows import PlannedRow
from ..runs import Running
from .guides import guide_rows, is_guide, name_guides
from .index import read_index
from .moving import Move, MoveOptions, left_out
from .paid_links import PaidLink, offer_rows, paid_links
from .pictures import picture_rows
from .products import is_product, name_products, product_rows
from .shelves import expected_shelves, shelf_rows
from .wxr import WxrFile

_WHY = {
    "page": "Pages are left out unless a category for them is chosen.",
    "attachment": "",
    "comment": "Comments do not come along: there are none here.",
    "revision": "Older versions of a text stay behind.",
    "nav_menu_item": "Menus are made by themselves here.",
    "wp_block": "Its text stands in each guide that uses it.",
    "product_variation": "Variations of a product are one product here.",
    "shop_order": "Orders stay in the shop.",
}
_OTHERWISE = "There is nothing like it here."
_STATES = {"trash": "It was in the trash.", "auto-draft": "It was never saved."}


def import_wordpress(file: IO[bytes], running: Running, options: MoveOptions, *, by: User | None) -> None:
    """Move in. `Unreadable` when the file cannot be read to its end: nothing is changed then."""
    with running.under_way() as run:
        wxr = WxrFile(file)
        index = read_index(wxr)
        source = host_of(index.site.address) or "wordpress"
        moving = Move(index, options, source, clock.now(), run.is_dry_run, by)
        links = paid_links(moving, wxr.items())
        running.expect(_expected(moving, links), source=source)
        name_guides(moving)
        name_products(moving)
        running.apply(shelf_rows(moving))
        running.apply(picture_rows(moving), batch=1)
        running.apply(product_rows(moving, wxr.items()))
        running.apply(offer_rows(moving, links))
        running.apply(guide_rows(moving, wxr.items()))
        running.apply(_others(moving))


def _expected(moving: Move, links: dict[str, PaidLink]) -> dict[str, int]:
    """How many things of each kind the file holds."""
    expected: Counter[str] = Counter(expected_shelves(moving))
    for (kind, status), count in moving.index.kinds.items():
        expected[_kind(moving, kind, status)] += count
    expected["offer"] += len(links)
    expected["comment"] += moving.index.comments
    return {kind: count for kind, count in expected.items() if count}


def _kind(moving: Move, kind: str, status: str) -> str:
    if is_guide(moving, kind, status):
        return "guide"
    return "product" if is_product(kind, status) else kind


def _others(moving: Move) -> Iterator[PlannedRow]:
    """What is left out, counted."""
    for (kind, status), count in moving.index.kinds.items():
        if (kind != "attachment" and _kind(moving, kind, status) not in {"guide", "product"}) or status in _STATES:
            yield from left_out(kind, count, _STATES.get(status) or _WHY.get(kind, _OTHERWISE))
    yield from left_out("comment", moving.index.comments, _WHY["comment"])
