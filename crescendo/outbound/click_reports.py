"""Reports of clicks: how many there were in a period, parted by what they have in common."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, func, literal_column, or_, select

from ..accounts.models import User
from ..catalog.merchants import Merchant
from ..catalog.models import Offer, Product
from ..catalog.queries import name_contains
from ..catalog.taxonomy import Brand
from ..foundation.database import db
from ..foundation.errors import NotFound
from ..foundation.pagination import Page
from ..journal.models import Article, Revision
from ..journal.ownership import owned_by
from .clicks import BlockForm, DailyClicks, OfferState

PAGE_SIZE = 50
EVERYTHING = 1_000_000  # lines of a report that is downloaded whole


class ReportBy(StrEnum):
    """What a report of clicks is parted by."""

    GUIDE = "guide"
    POSITION = "position"  # of a guide, with what stood there, the product and the seller
    PRODUCT = "product"
    MERCHANT = "merchant"
    DAY = "day"
    DEAD = "dead"  # offers from which nothing could be bought, and where their links stood


class ReportOrder(StrEnum):
    """How a report is sorted; the name is what stands first in its lines."""

    CLICKS_DOWN = "clicks-down"
    CLICKS = "clicks"
    NAME = "name"
    NAME_DOWN = "name-down"


@dataclass(frozen=True)
class Period:
    """From one day to another, both included, where the site is."""

    since: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    @classmethod
    def up_to(cls, until: date, *, days: int) -> "Period":
        return cls(until - timedelta(days=days - 1), until)


@dataclass(frozen=True)
class ClickFilter:
    """Which clicks are reported; empty fields narrow nothing.

    `whose` leaves those from one person's guides, `words` those about a guide, product or seller that is called so.
    """

    period: Period
    whose: User | None = None
    article_id: int | None = None
    words: str = ""


@dataclass(frozen=True)
class ClickLine:
    """What some clicks have in common, as far as the report parts them by it, and how many they are.

    Without `article_id` they came from outside guides, or from a guide that is no longer there.
    """

    article_id: int | None = None
    title: str = ""
    is_elsewhere: bool = False
    position: int = 0
    form: BlockForm = BlockForm.NONE
    product_id: int = 0
    product: str = ""
    slug: str = ""
    merchant: str = ""
    offer_id: int = 0
    met: OfferState = OfferState.OPEN
    day: date | None = None
    human: int = 0
    other: int = 0


_OF_OFFERS = {"product_id": Offer.product_id.expression, "merchant_id": Offer.merchant_id.expression}
_KEYS: dict[str, ColumnElement[Any]] = {
    "offer_id": DailyClicks.offer_id.expression,
    "position": DailyClicks.position.expression,
    "article_id": DailyClicks.article_id.expression,
    "is_elsewhere": (DailyClicks.place == literal_column("''")).label("is_elsewhere"),
    "form": DailyClicks.form.expression,
    "met": DailyClicks.met.expression,
    "day": DailyClicks.day.expression,
}
_PARTED_BY: dict[ReportBy, tuple[str, ...]] = {
    ReportBy.GUIDE: ("article_id", "is_elsewhere"),
    ReportBy.POSITION: ("article_id", "position", "form", "product_id", "merchant_id"),
    ReportBy.PRODUCT: ("product_id",),
    ReportBy.MERCHANT: ("merchant_id",),
    ReportBy.DAY: ("day",),
    ReportBy.DEAD: ("product_id", "merchant_id", "offer_id", "met", "article_id", "is_elsewhere"),
}


def report_page(
    by: ReportBy,
    filters: ClickFilter,
    *,
    order: ReportOrder = ReportOrder.CLICKS_DOWN,
    number: int = 1,
    size: int = PAGE_SIZE,
) -> Page[ClickLine]:
    """Page `number` of the lines that people's clicks have; `NotFound` for a page that is not there."""
    statement = _named(_parted(by, filters), _PARTED_BY[by], order)
    page = counted_page(statement, number=number, size=size)
    return Page(items=[_line(row) for row in page.items], number=number, size=size, total=page.total)


def clicks_by_day(filters: ClickFilter) -> Sequence[ClickLine]:
    """The days of the period that have clicks, in their order, with those of robots and repeats."""
    statement = _counted(("day",), filters).order_by(DailyClicks.day)
    return [_line(row) for row in db.session.execute(statement)]


def counted_page(statement: Select[*tuple[Any, ...]], *, number: int, size: int) -> Page[Any]:
    """Page `number` of rows that take long to find, so that they are counted while they are read."""
    counted = statement.add_columns(func.count().over().label("rows_found"))
    rows = db.session.execute(counted.limit(size).offset((number - 1) * size)).all()
    if not rows and number > 1:
        raise NotFound
    return Page(items=rows, number=number, size=size, total=rows[0].rows_found if rows else 0)


def _parted(by: ReportBy, filters: ClickFilter) -> Subquery:
    """The clicks parted by offers first and by what offers are of afterwards: their many rows meet no other table."""
    names = _PARTED_BY[by]
    needs_offers = not _OF_OFFERS.keys().isdisjoint(names)
    own = {*names, "offer_id"} if needs_offers else set(names)
    counted = _counted([name for name in _KEYS if name in own], filters)
    if by is ReportBy.DEAD:
        counted = counted.where(DailyClicks.met != OfferState.OPEN)
    if not needs_offers:
        return counted.having(func.sum(DailyClicks.human) > 0).subquery("parted")
    found = counted.subquery("counted").c
    keys = [_OF_OFFERS[name] if name in _OF_OFFERS else found[name] for name in names]
    human, other = func.sum(found.human), func.sum(found.other)
    statement = select(*keys, human.label("human"), other.label("other")).join(Offer, Offer.id == found.offer_id)
    return statement.group_by(*keys).having(human > 0).subquery("parted")


def _counted(names: Sequence[str], filters: ClickFilter) -> Select[*tuple[Any, ...]]:
    keys = [_KEYS[name] for name in names]
    sums = func.sum(DailyClicks.human).label("human"), func.sum(DailyClicks.other).label("other")
    return select(*keys, *sums).where(*_conditions(filters)).group_by(*keys)


def _conditions(filters: ClickFilter) -> list[ColumnElement[bool]]:
    period = filters.period
    conditions = [DailyClicks.day >= period.since, DailyClicks.day <= period.until]
    if filters.article_id is not None:
        conditions.append(DailyClicks.article_id == filters.article_id)
    if filters.whose is not None:
        conditions.append(DailyClicks.article_id.in_(select(Article.id).where(owned_by(filters.whose))))
    return conditions + [_is_about(word) for word in filters.words.split()]


def _is_about(word: str) -> ColumnElement[bool]:
    products = select(Product.id).where(*name_contains(word))
    sellers = select(Merchant.id).where(Merchant.name.icontains(word, autoescape=True))
    offers = select(Offer.id).where(or_(Offer.product_id.in_(products), Offer.merchant_id.in_(sellers)))
    return or_(DailyClicks.article_id.in_(titled(word)), DailyClicks.offer_id.in_(offers))


def titled(word: str) -> Select[int]:
    """The ids of the guides whose title, as readers see it if they do, has `word`."""
    title = Revision.title.icontains(word, autoescape=True)
    return select(Article.id).join(Revision, Revision.id == current_revision()).where(title)


def current_revision() -> ColumnElement[Any]:
    """The revision by whose title a guide is called: the live one if there is one."""
    return func.coalesce(Article.live_revision_id, Article.draft_revision_id)


def _named(parted: Subquery, names: tuple[str, ...], order: ReportOrder) -> Select[*tuple[Any, ...]]:
    """The lines with their names, in order."""
    found = parted.c
    statement = select(*found)
    first: dict[str, ColumnElement[Any]] = {"day": found.day} if "day" in names else {}
    if "article_id" in names:
        statement = statement.add_columns(Revision.title).outerjoin(Article, Article.id == found.article_id)
        statement = statement.outerjoin(Revision, Revision.id == current_revision())
        first["article_id"] = func.lower(Revision.title)
    if "product_id" in names:
        product = (Brand.name + " " + Product.name).label("product")
        statement = statement.add_columns(product, Product.slug).join(Product, Product.id == found.product_id)
        statement = statement.join(Brand, Product.brand_id == Brand.id)
        first["product_id"] = func.lower(Brand.name + " " + Product.name)
    if "merchant_id" in names:
        statement = statement.add_columns(Merchant.name.label("merchant"))
        statement = statement.join(Merchant, Merchant.id == found.merchant_id)
        first["merchant_id"] = func.lower(Merchant.name)
    return statement.order_by(*_sorted(parted, first[names[0]], names, order))


def _sorted(
    parted: Subquery, name: ColumnElement[Any], names: tuple[str, ...], order: ReportOrder
) -> list[ColumnElement[Any]]:
    named = name.desc().nulls_last() if order is ReportOrder.NAME_DOWN else name.asc().nulls_last()
    by_clicks = {ReportOrder.CLICKS_DOWN: [parted.c.human.desc()], ReportOrder.CLICKS: [parted.c.human.asc()]}
    return [*by_clicks.get(order, []), named, *(parted.c[key] for key in names)]


def _line(row: Any) -> ClickLine:
    known = {field.name for field in fields(ClickLine)}
    values = {key: value for key, value in row._asdict().items() if key in known and value is not None}
    return ClickLine(**{"is_elsewhere": values.get("form") is BlockForm.NONE, **values})
