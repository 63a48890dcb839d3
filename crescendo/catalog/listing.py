"""The listing of products that readers narrow and sort, with how many each further step would leave."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, partial
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from ..foundation.database import db
from ..foundation.freshness import Memory, holds_until, remembered
from ..foundation.pagination import Page, counted, paged, paginate
from .attributes import Attribute, AttributeKind, AttributeValue
from .merchants import Merchant
from .models import Availability, Offer, Product, ProductStatus
from .offers import HEALTHY
from .product_queries import whole_products
from .queries import LISTED
from .taxonomy import Brand, Category
from .values import NO, YES

PAGE_SIZE = 24
FACETED = (AttributeKind.CHOICE, AttributeKind.TEXT, AttributeKind.YES_NO)


Found = TypeVar("Found")
_known = Memory(200)
_priced = Memory(16)  # orders of all products among them


class Order(StrEnum):
    """How a listing is sorted."""

    NAME = "name"
    NEWEST = "newest"
    CHEAPEST = "price"
    DEAREST = "price-down"


_BY_PRICE = (Order.CHEAPEST, Order.DEAREST)


@dataclass(frozen=True)
class Span:
    """From `low` to `high`, both included; None where there is no end."""

    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True)
class ProductFilter:
    """What a listing is narrowed to; empty fields narrow nothing.

    `price` is in minor units of the currency in which the site compares. `choices` and `spans` go by the key of an
    attribute of the category: a product has one of the choices, or a number within the span.
    """

    category: str = ""
    brand: str = ""
    available: bool = False
    price: Span = Span()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    spans: Mapping[str, Span] = field(default_factory=dict)


@dataclass(frozen=True)
class Counts:
    """How many products each value of a facet would leave, by facet and value.

    Facets are `category` and `brand`, `available`, and the attributes with few answers under `a-` and their key.
    """

    by_facet: Mapping[str, Mapping[str, int]]

    def of(self, facet: str) -> Mapping[str, int]:
        return self.by_facet.get(facet, {})


class Listing:
    """The listing at one moment, with prices compared in one currency."""

    def __init__(self, *, now: datetime, currency: str) -> None:
        self._now, self._currency = now, currency

    @cached_property
    def _price(self) -> ScalarSelect[int]:
        return best_price(now=self._now, currency=self._currency)

    def page(
        self, filters: ProductFilter, *, number: int = 1, order: Order = Order.NAME, size: int = PAGE_SIZE
    ) -> Page[Product]:
        """Page `number` of the products that `filters` leave, ready for cards."""
        if order in _BY_PRICE:  # no index knows it, so all pages share the one order
            ids = self._recall((order, repr(filters)), lambda: self._ids(filters, order), by_price=True)
            page: Page[int] = paged(ids, number=number, size=size)
        else:
            key = (order, repr(filters), str(number), str(size))
            by_price = filters.price != Span()
            page = self._recall(key, lambda: self._paginated(filters, order, number, size), by_price=by_price)
        products = whole_products(page.items)  # one may be gone since its place was found
        found = [products[product_id] for product_id in page.items if product_id in products]
        return Page(found, number, size, page.total)

    def _paginated(self, filters: ProductFilter, order: Order, number: int, size: int) -> Page[int]:
        statement = self._ordered(filters, order)
        total = self._recall(("total", repr(filters)), lambda: counted(statement), by_price=filters.price != Span())
        return paginate(statement, number=number, size=size, total=total)

    def counts(self, filters: ProductFilter, attributes: Sequence[Attribute]) -> Counts:
        """What each value of each facet would leave, all other filters kept."""
        by_price = filters.price != Span()
        return self._recall(("counts", repr(filters)), lambda: self._counted(filters, attributes), by_price=by_price)

    def _counted(self, filters: ProductFilter, attributes: Sequence[Attribute]) -> Counts:
        branches = [
            self._facet("category", Category.slug, replace(filters, category="")).join(Product.category),
            self._facet("brand", Brand.slug, replace(filters, brand="")).join(Product.brand),
            self._facet("available", literal(YES), replace(filters, available=True)),
            *(self._attribute_facet(attribute, filters) for attribute in attributes if attribute.kind in FACETED),
        ]
        found: dict[str, dict[str, int]] = {}
        for facet, value, count in db.session.execute(union_all(*branches)):
            found.setdefault(facet, {})[value] = count
        return Counts(found)

    def _recall(self, key: tuple[str, ...], find: Callable[[], Found], *, by_price: bool) -> Found:
        """What `find` finds, which the clock changes only where it goes `by_price`, since any price may expire."""
        if not by_price:
            return _known.recall(key, find)
        holds_until(next_price_expiry(self._now))
        return _priced.recall((*key, self._currency), find, until=next_price_expiry)

    def _facet(self, name: str, value: Any, filters: ProductFilter) -> Select[Any]:
        columns: list[Any] = [literal(name).label("facet"), cast(value, String).label("value"), func.count()]
        return self._narrowed(select(*columns).select_from(Product), filters).group_by("value")

    def _attribute_facet(self, attribute: Attribute, filters: ProductFilter) -> Select[Any]:
        others = {key: values for key, values in filters.choices.items() if key != attribute.key}
        yes, no = (AttributeValue.yes.is_(True), YES), (AttributeValue.yes.is_(False), NO)
        answer = case(yes, no, else_=AttributeValue.text)
        return (
            self._facet(f"a-{attribute.key}", answer, replace(filters, choices=others))
            .join(AttributeValue, AttributeValue.product_id == Product.id)
            .where(AttributeValue.attribute_id == attribute.id)
        )

    def _ids(self, filters: ProductFilter, order: Order) -> Sequence[int]:
        return array("q", db.session.scalars(self._ordered(filters, order)))

    def _ordered(self, filters: ProductFilter, order: Order) -> Select[Any]:
        return self._narrowed(select(Product.id), filters).order_by(*self._sorted(order))

    def _sorted(self, order: Order) -> tuple[Any, ...]:
        by_name = (Product.name, Product.id)
        if order is Order.NEWEST:
            return (Product.created_at.desc(), Product.id.desc())
        if order is Order.CHEAPEST:
            return (self._price.is_(None), self._price, *by_name)
        if order is Order.DEAREST:
            return (self._price.is_(None), self._price.desc(), *by_name)
        return by_name

    def _narrowed(self, statement: Select[Any], filters: ProductFilter) -> Select[Any]:
        statement = statement.where(Product.status.in_(LISTED))
        if filters.category:
            statement = statement.where(Product.category_id == _id_of(Category, filters.category))
        if filters.brand:
            statement = statement.where(Product.brand_id == _id_of(Brand, filters.brand))
        if filters.available:
            statement = statement.where(_is_on_sale())
        if filters.price != Span():
            statement = statement.where(*_within(self._price, filters.price))
        for key, values in filters.choices.items():
            statement = statement.where(_has_answer(key, partial(_is_one_of, answers=values)))
        for key, span in filters.spans.items():
            statement = statement.where(_has_answer(key, partial(_has_number, span=span)))
        return statement


def _id_of(model: type[Category | Brand], slug: str) -> ScalarSelect[int]:
    """The id as one value, so that an index gives the products that have it in order."""
    return select(model.id).where(model.slug == slug).scalar_subquery()


def best_price(*, now: datetime, currency: str) -> ScalarSelect[int]:
    """The price that the card of a product shows, in minor units; NULL where it shows none, or another currency.

    It says to the database what `offers.best_offer` and `offers.shown_price` say in Python.
    """
    comparable = and_(Offer.price_minor.is_not(None), Offer.currency == currency, may_be_shown(now))
    health = case({kind: rank for rank, kind in enumerate(Availability)}, value=Offer.availability)
    return (
        select(case((comparable, Offer.price_minor)))
        .where(is_current(), Product.status != ProductStatus.RECALLED)
        .order_by(health, case((comparable, 0), else_=1), Offer.price_minor)
        .limit(1)
        .correlate(Product)
        .scalar_subquery()
    )


def may_be_shown(now: datetime) -> ColumnElement[bool]:
    """The condition under which the price of an offer is young enough for its merchant, of whom there are few."""
    return or_(
        false(),
        *(
            and_(Offer.merchant_id.in_(ids), Offer.observed_at > now - timedelta(seconds=price_ttl))
            for price_ttl, ids in merchants_by_price_ttl().items()
        ),
    )


def next_price_expiry(now: datetime) -> datetime | None:
    """When the first price of those that may be shown at `now` becomes too old; None when none does."""
    oldest = [
        (
            price_ttl,
            select(Offer.observed_at)
            .where(Offer.merchant_id == merchant_id, Offer.observed_at > now - timedelta(seconds=price_ttl))
            .order_by(Offer.observed_at)
            .limit(1)
            .subquery(),
        )
        for price_ttl, ids in merchants_by_price_ttl().items()
        for merchant_id in ids
    ]
    seen = [select(literal(price_ttl), first.c.observed_at) for price_ttl, first in oldest]
    found = db.session.execute(union_all(*seen)) if seen else ()
    return min((seen_at + timedelta(seconds=price_ttl) for price_ttl, seen_at in found), default=None)


@remembered
def merchants_by_price_ttl() -> dict[int, list[int]]:
    """The ids of the merchants whose prices may be shown, by for how many seconds."""
    merchants: dict[int, list[int]] = {}
    for merchant_id, price_ttl in db.session.execute(
        select(Merchant.id, Merchant.price_ttl).where(Merchant.shows_prices)
    ):
        merchants.setdefault(price_ttl, []).append(merchant_id)
    return merchants


def is_current() -> ColumnElement[bool]:
    """The condition under which an offer of the product at hand is a healthy one."""
    return and_(Offer.product_id == Product.id, is_healthy_offer())


def is_healthy_offer() -> ColumnElement[bool]:
    """The condition under which `offers.is_healthy` says yes."""
    return and_(Offer.archived_at.is_(None), Offer.broken_since.is_(None), Offer.availability.in_(HEALTHY))


def _is_on_sale() -> ColumnElement[bool]:
    return and_(exists().where(is_current()), Product.status != ProductStatus.RECALLED)


def _within(value: Any, span: Span) -> list[ColumnElement[bool]]:
    low = [value >= span.low] if span.low is not None else []
    high = [value <= span.high] if span.high is not None else []
    return [*low, *high]


def _has_answer(key: str, fits: Callable[[type[AttributeValue]], ColumnElement[bool]]) -> ColumnElement[bool]:
    """Whether a product's value of the attribute `key` fits. The alias keeps it apart from values being counted."""
    value = aliased(AttributeValue)
    return exists().where(
        value.product_id == Product.id,
        value.attribute_id == Attribute.id,
        Attribute.category_id == Product.category_id,
        Attribute.key == key,
        fits(value),
    )


def _is_one_of(value: type[AttributeValue], answers: Sequence[str]) -> ColumnElement[bool]:
    yes_no = [answer == YES for answer in answers if answer in {YES, NO}]
    return or_(value.text.in_(answers), value.yes.in_(yes_no))


def _has_number(value: type[AttributeValue], span: Span) -> ColumnElement[bool]:
    return and_(*_within(value.number, span))
