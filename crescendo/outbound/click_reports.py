"""Reports of clicks: how many there were in a period, parted by what they have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
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

    Without `article_id` they came from elsewhere (`is_elsewhere`), or from a guide that is no longer there.
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


_KEYS: dict[str, ColumnElement[Any]] = {
    "article_id": DailyClicks.article_id.expression,
    "is_elsewhere": (DailyClicks.place == literal_column("''")).label("is_elsewhere"),
    "position": DailyClicks.position.expression,
    "form": DailyClicks.form.expression,
    "product_id": Offer.product_id.expression,
    "merchant_id": Offer.merchant_id.expression,
    "offer_id": DailyClicks.offer_id.expression,
    "met": DailyClicks.met.expression,
    "day": DailyClicks.day.expression,
}
_PARTED_BY: dict[ReportBy, tuple[str, ...]] = {
    ReportBy.GUIDE: ("article_id", "is_elsewhere"),
    ReportBy.POSITION: ("article_id", "is_elsewhere", "position", "form", "product_id", "merchant_id"),
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
    rows = db.session.execute(statement.limit(size).offset((number - 1) * size)).all()
    if not rows and number > 1:
        raise NotFound
    total = rows[0].lines if rows else 0
    return Page(items=[_line(row) for row in rows], number=number, size=size, total=total)


def clicks_by_day(filters: ClickFilter) -> Sequence[ClickLine]:
    """The days of the period that have clicks, in their order, with those of robots and repeats."""
    statement = _counted(("day",), filters).order_by(DailyClicks.day)
    return [_line(row) for row in db.session.execute(statement)]


def _parted(by: ReportBy, filters: ClickFilter) -> Subquery:
    statement = _counted(_PARTED_BY[by], filters).having(func.sum(DailyClicks.human) > 0)
    if by is ReportBy.DEAD:
        statement = statement.where(DailyClicks.met != OfferState.OPEN)
    return statement.subquery("parted")


def _counted(names: tuple[str, ...], filters: ClickFilter) -> Select[*tuple[Any, ...]]:
    keys = [_KEYS[name] for name in names]
    statement = select(*keys, func.sum(DailyClicks.human).label("human"), func.sum(DailyClicks.other).label("other"))
    needs_offers = filters.words or {"product_id", "merchant_id"} & set(names)
    statement = statement.join(Offer, DailyClicks.offer_id == Offer.id) if needs_offers else statement
    return statement.where(*_conditions(filters)).group_by(*keys)


def _conditions(filters: ClickFilter) -> list[ColumnElement[bool]]:
    period = filters.period
    conditions = [DailyClicks.day >= period.since, DailyClicks.day <= period.until]
    if filters.article_id is not None:
        conditions.append(DailyClicks.article_id == filters.article_id)
    if filters.whose is not None:
        conditions.append(DailyClicks.article_id.in_(select(Article.id).where(owned_by(filters.whose))))
    return conditions + [_is_about(word) for word in filters.words.split()]


def _is_about(word: str) -> ColumnElement[bool]:
    sellers = select(Merchant.id).where(Merchant.name.icontains(word, autoescape=True))
    return or_(
        DailyClicks.article_id.in_(titled(word)),
        Offer.product_id.in_(select(Product.id).where(*name_contains(word))),
        Offer.merchant_id.in_(sellers),
    )


def titled(word: str) -> Select[int]:
    """The ids of the guides whose title, as readers see it if they do, has `word`."""
    title = Revision.title.icontains(word, autoescape=True)
    return select(Article.id).join(Revision, Revision.id == current_revision()).where(title)


def current_revision() -> ColumnElement[Any]:
    """The revision by whose title a guide is called: the live one if there is one."""
    return func.coalesce(Article.live_revision_id, Article.draft_revision_id)


def _named(parted: Subquery, names: tuple[str, ...], order: ReportOrder) -> Select[*tuple[Any, ...]]:
    """The lines with their names, in order, each with how many there are in all."""
    found = parted.c
    statement = select(*found, func.count().over().label("lines"))
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
    known = ClickLine.__dataclass_fields__
    values = {key: value for key, value in row._mapping.items() if key in known and value is not None}  # noqa: SLF001
    return ClickLine(**values)
