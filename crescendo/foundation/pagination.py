"""One page of a longer list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from .database import db
from .errors import NotFound

Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    """`items` are those of page `number` (from 1), `size` at most; `total` counts all items."""

    items: Sequence[Item]
    number: int
    size: int
    total: int

    @property
    def count(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))


def paginate(statement: Select[Any], *, number: int, size: int, total: int | None = None) -> Page[Any]:
    """Page `number` of the entities that `statement` selects; `NotFound` for a page that is not there.

    Whoever knows the `total` spares the database from counting.
    """
    if total is None:
        total = counted(statement, number)
    limited = statement.limit(size).offset((number - 1) * size)
    return _page(db.session.scalars(limited).unique().all(), number=number, size=size, total=total)


def paginate_rows(statement: Select[*tuple[Any, ...]], *, number: int, size: int) -> Page[Any]:
    """The same of rows with several columns, which are tuples with names."""
    total = counted(statement, number)
    rows = db.session.execute(statement.limit(size).offset((number - 1) * size))
    return _page(rows.all(), number=number, size=size, total=total)


def paged(items: Sequence[Item], *, number: int, size: int) -> Page[Item]:
    """Page `number` of `items`, all of which are at hand; `NotFound` for a page that is not there."""
    if number < 1:
        raise NotFound
    return _page(items[(number - 1) * size : number * size], number=number, size=size, total=len(items))


def counted(statement: Select[*tuple[Any, ...]], number: int = 1) -> int:
    """How many rows `statement` selects; `NotFound` for a page before the first."""
    if number < 1:
        raise NotFound
    counted = select(func.count()).select_from(statement.order_by(None).options().subquery())
    return db.session.scalar(counted) or 0


def _page(items: Sequence[Any], *, number: int, size: int, total: int) -> Page[Any]:
    page = Page(items=items, number=number, size=size, total=total)
    if number > page.count:
        raise NotFound
    return page
