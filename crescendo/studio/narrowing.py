"""Lists as their addresses narrow and sort them: one query string for each, whatever was typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from flask import redirect, request
from flask.typing import ResponseReturnValue

from ..foundation.pagination import Page
from ..presentation.navigation import Crumb, Pagination, address_of, pagination_of

DOWN = "-down"
Options = Sequence[tuple[str, str]]  # what a list can be narrowed to: a value in the address, and its words
Order = TypeVar("Order", bound=StrEnum)
SELECT = ("select", "page")  # beside the query: every box of the page is ticked
_SAID_APART = {"page", SELECT[0]}


@dataclass(frozen=True)
class Narrowing:
    """A filter in force: the parameter that says so, and the words for it."""

    name: str
    value: str
    words: str


@dataclass(frozen=True)
class Heading:
    """The heading of a column. `address` sorts by it, the other way round if it is so sorted; empty: it cannot."""

    text: str
    address: str = ""
    direction: str = ""  # what `aria-sort` says; empty where the list is sorted by something else


@dataclass(frozen=True)
class Narrowed(Generic[Order]):
    """A list narrowed to some filters and sorted; the first member of the order's class is the usual one."""

    path: str
    narrowings: Sequence[Narrowing]
    order: Order

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """The query of the list, in a fixed order and without what narrows nothing."""
        return self._parameters(self.narrowings, self.order)

    @property
    def address(self) -> str:
        """The one address of the list's first page."""
        return address_of(self.path, self.parameters)

    def sent_to(self, path: str, number: int = 1) -> str:
        """Where a form of page `number` is sent, so that the answer leads back to this list."""
        return address_of(path, [*self.parameters, *_page(number)])

    def with_all_ticked(self, number: int) -> str:
        """The address of page `number` with every box ticked, for whoever has no script."""
        return address_of(self.path, [*self.parameters, *_page(number), SELECT])

    def removals(self) -> list[Crumb]:
        """The filters in force, each leading to the list without it."""
        return [
            Crumb(left_out.words, self._address([kept for kept in self.narrowings if kept is not left_out]))
            for left_out in self.narrowings
        ]

    def heading(self, text: str, column: str = "") -> Heading:
        """The heading of a column by which the list can be sorted."""
        ways = [order for order in type(self.order) if order.removesuffix(DOWN) == column]
        if not ways:
            return Heading(text)
        is_current = self.order in ways
        next_way = ways[1 - ways.index(self.order)] if is_current else ways[0]
        direction = ("descending" if self.order.endswith(DOWN) else "ascending") if is_current else ""
        return Heading(text, self._address(self.narrowings, next_way), direction)

    def pagination(self, page: Page[Any]) -> Pagination | None:
        """The pages of the list, which keep its filters."""
        return pagination_of(page, self.path, self.parameters)

    def canonical(self, number: int) -> ResponseReturnValue | None:
        """The way to the one address of page `number`, where the request spelled it differently."""
        asked = [pair for pair in request.args.items(multi=True) if pair[0] not in _SAID_APART]
        if asked == self.parameters:
            return None
        return redirect(address_of(self.path, [*self.parameters, *_page(number)]))

    def _address(self, narrowings: Sequence[Narrowing], order: Order | None = None) -> str:
        return address_of(self.path, self._parameters(narrowings, order or self.order))

    def _parameters(self, narrowings: Sequence[Narrowing], order: Order) -> list[tuple[str, str]]:
        usual = next(iter(type(order)))
        sort = [] if order is usual else [("sort", order.value)]
        return [*((narrowing.name, narrowing.value) for narrowing in narrowings), *sort]


def is_everything_ticked() -> bool:
    """Whether the address asks for every box of the page to be ticked."""
    return request.args.get(SELECT[0]) == SELECT[1]


def words_asked() -> str:
    """What stands in the search box, with single blanks."""
    return " ".join(request.args.get("q", "")[:200].replace("\0", " ").split())


def one_of(name: str, known: Options) -> str:
    """What the parameter `name` asks for, if it is the value of one of the `known` options; else nothing."""
    value = request.args.get(name, "")
    return value if value in dict(known) else ""


def _page(number: int) -> list[tuple[str, str]]:
    return [("page", str(number))] if number > 1 else []
