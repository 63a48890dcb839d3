"""What readers did not follow or find: links to sellers that nobody clicked, and searches without a result."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, exists, func, or_, select

from ..catalog.listing import is_current
from ..catalog.models import Offer, Product, ProductStatus
from ..catalog.queries import name_contains
from ..catalog.taxonomy import Brand
from ..foundation.pagination import Page, paginate_rows
from ..journal.derived import Mention
from ..journal.models import Article, Revision
from ..journal.ownership import owned_by
from ..journal.publishing import visible_at
from .click_reports import PAGE_SIZE, ClickFilter, Period, counted_page, titled
from .clicks import BlockForm, DailyClicks, MissedSearches
from .place_queries import WITH_A_LINK

LED_NOWHERE = (ProductStatus.RECALLED, ProductStatus.MERGED)


@dataclass(frozen=True)
class UnclickedPlace:
    """A place of a guide whose link to a seller nobody followed. Readers see the guide since `publish_at`."""

    article_id: int
    title: str
    position: int
    form: BlockForm
    product_id: int
    product: str
    slug: str
    publish_at: datetime


@dataclass(frozen=True)
class MissedWords:
    """Words that readers searched for in vain, and how often."""

    words: str
    times: int


def unclicked_page(
    filters: ClickFilter, *, now: datetime, number: int = 1, size: int = PAGE_SIZE
) -> Page[UnclickedPlace]:
    """Page `number` of the places that show readers a healthy offer, and from which nobody followed one."""
    clicked = _clicked(filters.period)
    is_clicked = and_(
        clicked.c.article_id == Article.id,
        clicked.c.position == Mention.position,
        clicked.c.product_id == Mention.product_id,
    )
    product = (Brand.name + " " + Product.name).label("product")
    statement = (
        select(Article.id, Revision.title, Mention.position, Mention.form, Product.id, product, Product.slug)
        .add_columns(Article.publish_at)
        .join(Revision, Revision.id == Article.live_revision_id)
        .join(Mention, Mention.revision_id == Article.live_revision_id)
        .join(Product, Mention.product_id == Product.id)
        .join(Brand, Product.brand_id == Brand.id)
        .outerjoin(clicked, is_clicked)
        .where(clicked.c.article_id.is_(None), visible_at(now), Mention.form.in_(WITH_A_LINK))
        .where(Product.status.not_in(LED_NOWHERE), exists().where(is_current()), *_conditions(filters))
        .order_by(func.lower(Revision.title), Article.id, Mention.position, func.lower(product), Product.id)
    )
    page = counted_page(statement, number=number, size=size)
    places = [
        UnclickedPlace(article_id, title, position, BlockForm(form), product_id, name, slug, publish_at)
        for article_id, title, position, form, product_id, name, slug, publish_at, _found in page.items
    ]
    return Page(items=places, number=page.number, size=page.size, total=page.total)


def missed_page(period: Period, words: str = "", *, number: int = 1, size: int = PAGE_SIZE) -> Page[MissedWords]:
    """Page `number` of the searches without a result that have each of `words`, most frequent first."""
    times = func.sum(MissedSearches.times).label("times")
    statement = (
        select(MissedSearches.words, times)
        .where(MissedSearches.day >= period.since, MissedSearches.day <= period.until)
        .where(*(MissedSearches.words.icontains(word, autoescape=True) for word in words.split()))
        .group_by(MissedSearches.words)
        .order_by(times.desc(), MissedSearches.words)
    )
    page = paginate_rows(statement, number=number, size=size)
    found = [MissedWords(*row) for row in page.items]
    return Page(items=found, number=page.number, size=page.size, total=page.total)


def _clicked(period: Period) -> Subquery:
    """The guides, positions and products from which people followed an offer."""
    offers = (
        select(DailyClicks.article_id, DailyClicks.position, DailyClicks.offer_id)
        .where(DailyClicks.day >= period.since, DailyClicks.day <= period.until)
        .where(DailyClicks.article_id.is_not(None), DailyClicks.human > 0)
        .distinct()
        .subquery("clicked_offers")
    )
    products = select(offers.c.article_id, offers.c.position, Offer.product_id)
    return products.join(Offer, Offer.id == offers.c.offer_id).distinct().subquery("clicked")


def _conditions(filters: ClickFilter) -> list[ColumnElement[Any]]:
    conditions: list[ColumnElement[Any]] = []
    if filters.article_id is not None:
        conditions.append(Article.id == filters.article_id)
    if filters.whose is not None:
        conditions.append(owned_by(filters.whose))
    about = (or_(Article.id.in_(titled(word)), *name_contains(word)) for word in filters.words.split())
    return [*conditions, *about]
