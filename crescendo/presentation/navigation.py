"""Where a page stands: breadcrumbs, tags, and the pages of a list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from ..foundation.pagination import Page


@dataclass(frozen=True)
class Crumb:
    """A step of a breadcrumb, and any other plain link."""

    text: str
    address: str


@dataclass(frozen=True)
class PageLink:
    """A page of a list; `number` is None for a gap."""

    number: int | None
    address: str
    is_current: bool


@dataclass(frozen=True)
class Pagination:
    """The way through a list of several pages. Addresses are None where there is no such page."""

    previous: str | None
    next: str | None
    pages: Sequence[PageLink]
    number: int
    count: int


def address_of(path: str, parameters: Iterable[tuple[str, str]]) -> str:
    """`path` with `parameters` as its query, where there are any."""
    query = urlencode(list(parameters))
    return f"{path}?{query}" if query else path


def pagination_of(page: Page[Any], path: str, query: Iterable[tuple[str, str]] = ()) -> Pagination | None:
    """The pagination of `page` at `path`; None when everything stands on one page."""
    if page.count == 1:
        return None

    def address(number: int) -> str:
        return address_of(path, [*query, *([("page", str(number))] if number > 1 else [])])

    return Pagination(
        previous=address(page.number - 1) if page.number > 1 else None,
        next=address(page.number + 1) if page.number < page.count else None,
        pages=[
            PageLink(number, address(number) if number else "", number == page.number)
            for number in _shown_numbers(page.number, page.count)
        ],
        number=page.number,
        count=page.count,
    )


def _shown_numbers(current: int, count: int) -> list[int | None]:
    """First, last and those around `current`, with None where numbers are left out."""
    around = range(max(1, current - 1), min(count, current + 1) + 1)
    kept = sorted({1, *around, count})
    shown: list[int | None] = []
    for number in kept:
        if shown and shown[-1] is not None and number - shown[-1] > 1:
            shown.append(None)
        shown.append(number)
    return shown
