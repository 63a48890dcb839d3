"""The list of products as authors narrow and sort it, in every status."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from ..foundation import clock
from ..foundation.pagination import Page, paginate
from .health import Lack, lacks
from .models import Product, ProductStatus
from .queries import card_options, name_contains
from .taxonomy import Brand, Category

PAGE_SIZE = 50


class DeskOrder(StrEnum):
    """How the list is sorted, the usual way first."""

    CHANGED_DOWN = "changed-down"
    CHANGED = "changed"
    NAME = "name"
    NAME_DOWN = "name-down"
    CATEGORY = "category"
    CATEGORY_DOWN = "category-down"


@dataclass(frozen=True)
class DeskFilter:
    """What the list is narrowed to; empty fields narrow nothing. Category and brand go by their slugs."""

    words: str = ""
    category: str = ""
    brand: str = ""
    status: ProductStatus | None = None
    lack: Lack | None = None


def desk_products_page(
    filters: DeskFilter, *, number: int = 1, order: DeskOrder = DeskOrder.CHANGED_DOWN
) -> Page[Product]:
    """Page `number` of the products that `filters` leave, ready for cards."""
    statement = _narrowed(select(Product).join(Product.brand).join(Product.category), filters)
    statement = statement.where(*name_contains(filters.words)).order_by(*_sorted(order))
    return paginate(statement.options(*card_options()), number=number, size=PAGE_SIZE)


def _sorted(order: DeskOrder) -> list[ColumnElement[Any]]:
    name: list[Any] = [func.lower(Brand.name), func.lower(Product.name)]
    columns = {
        "changed": [Product.updated_at],
        "name": name,
        "category": [func.lower(Category.name), *name],
    }[order.removesuffix("-down")]
    chosen = [*columns, Product.id]
    return [column.desc() if order.endswith("-down") else column.asc() for column in chosen]


def _narrowed(statement: Select[Product], filters: DeskFilter) -> Select[Product]:
    if filters.category:
        statement = statement.where(Category.slug == filters.category)
    if filters.brand:
        statement = statement.where(Brand.slug == filters.brand)
    if filters.status is not None:
        statement = statement.where(Product.status == filters.status)
    if filters.lack is not None:
        statement = statement.where(lacks(filters.lack, now=clock.now()))
    return statement
