"""What it touches when a product cannot be bought any more: guides, places, clicks, and what could take its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, case, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from ..accounts.models import User
from ..catalog.attributes import AttributeValue
from ..catalog.health import Lack, lacks
from ..catalog.listing import best_price
from ..catalog.models import Offer, Product, ProductAlternative, ProductStatus
from ..catalog.offers import leading_offer
from ..catalog.queries import card_options
from ..foundation.database import db
from ..foundation.pagination import Page, paginate_rows
from ..journal.derived import Mention
from ..journal.desk_queries import row_options
from ..journal.models import Article
from ..journal.ownership import owned_by
from ..journal.publishing import visible_at
from .click_queries import clicks_by_place, recent_clicks

PAGE_SIZE = 50


class Trouble(StrEnum):
    """Why readers should be sent elsewhere, the worst first."""

    RECALLED = "recalled"
    DISCONTINUED = "discontinued"
    SOLD_OUT = "sold-out"
    NO_OFFER = "no-offer"
    LINK_BROKEN = "link-broken"
    SUPERSEDED = "superseded"


@dataclass(frozen=True)
class Impact:
    """A product in trouble: in how many live guides and places it stands, and how often it was followed lately."""

    product: Product
    trouble: Trouble
    guides: int
    places: int
    clicks: int


@dataclass(frozen=True)
class TouchedGuide:
    """A guide that speaks of a product, with the places of its live text, or of its draft where that alone has any.

    `clicks` counts those of 30 days by position. `is_in_draft` means that readers do not see these places.
    """

    article: Article
    is_in_draft: bool
    mentions: Sequence[Mention]
    clicks: dict[int, int]


def impacts_page(*, now: datetime, today: date, whose: User | None, number: int) -> Page[Impact]:
    """Products in trouble that live guides speak of, most clicked first; `whose` asks for one person's guides."""
    trouble, clicks = trouble_of(now), recent_clicks(today=today)
    guides = func.count(func.distinct(Article.id))
    places = func.count(Mention.id)
    clicked = (
        select(func.coalesce(func.sum(clicks.c.clicks), 0)).where(clicks.c.product_id == Product.id).scalar_subquery()
    )
    statement = (
        select(Product.id, trouble.label("trouble"), guides, places, clicked.label("clicked"))
        .join(Mention, Mention.product_id == Product.id)
        .join(Article, Mention.revision_id == Article.live_revision_id)
        .where(visible_at(now), trouble.is_not(None), *([] if whose is None else [owned_by(whose)]))
        .group_by(Product.id)
        .order_by(clicked.desc(), places.desc(), Product.id)
    )
    page = paginate_rows(statement, number=number, size=PAGE_SIZE)
    products = _products([row[0] for row in page.items])
    items = [Impact(products[row[0]], Trouble(row[1]), *row[2:]) for row in page.items]
    return Page(items=items, number=page.number, size=page.size, total=page.total)


def trouble_with(product: Product, *, now: datetime) -> Trouble | None:
    """What is the matter with `product`; None when nothing is."""
    found = db.session.scalar(select(trouble_of(now)).where(Product.id == product.id))
    return Trouble(found) if found else None


def trouble_of(now: datetime) -> ColumnElement[str | None]:
    """What is the matter with a product, as the database knows it; NULL when nothing is."""
    return case(
        (Product.status == ProductStatus.RECALLED, Trouble.RECALLED.value),
        (Product.status == ProductStatus.DISCONTINUED, Trouble.DISCONTINUED.value),
        (Product.status != ProductStatus.ACTIVE, None),
        (lacks(Lack.OFFER, now=now), Trouble.NO_OFFER.value),
        (lacks(Lack.STOCK, now=now), Trouble.SOLD_OUT.value),
        (_has_broken_link(), Trouble.LINK_BROKEN.value),
        (Product.superseded_by_id.is_not(None), Trouble.SUPERSEDED.value),
        else_=None,
    )


def _has_broken_link() -> ColumnElement[bool]:
    return exists().where(Offer.product_id == Product.id, Offer.archived_at.is_(None), Offer.broken_since.is_not(None))


def guides_touched(product: Product, *, today: date) -> list[TouchedGuide]:
    """Every guide that speaks of `product`, in its live text first, and the most clicked first."""
    is_current = or_(Mention.revision_id == Article.live_revision_id, Mention.revision_id == Article.draft_revision_id)
    rows = db.session.execute(
        select(Article, Mention)
        .join(Mention, is_current)
        .where(Mention.product_id == product.id)
        .order_by(Article.id, Mention.position)
        .options(*row_options())
    ).unique()
    found: dict[int, tuple[Article, list[Mention]]] = {}
    for article, mention in rows:
        found.setdefault(article.id, (article, []))[1].append(mention)
    clicks = clicks_by_place(product.id, today=today)
    guides = [_touched(article, mentions, clicks) for article, mentions in found.values()]
    return sorted(guides, key=lambda guide: (guide.is_in_draft, -sum(guide.clicks.values()), guide.article.id))


def _touched(article: Article, mentions: Sequence[Mention], clicks: Mapping[tuple[int, int], int]) -> TouchedGuide:
    live = [mention for mention in mentions if mention.revision_id == article.live_revision_id]
    return TouchedGuide(
        article=article,
        is_in_draft=not live,
        mentions=live or mentions,
        clicks={position: count for (guide, position), count in clicks.items() if guide == article.id},
    )


def replacements(product: Product, *, now: datetime, currency: str, limit: int) -> list[Product]:
    """What could take the place of `product`, with all that a swap needs: what the author named, then what is alike.

    All are on sale. After the successor and the alternatives come products of the same category, the nearest price
    first, as far as the prices of both may be compared.
    """
    offer = leading_offer(product, now=now)
    price = best_price(now=now, currency=currency)
    known = offer.price_minor if offer and offer.currency == currency else None
    nearness = func.abs(price - known) if known is not None else price
    named = select(ProductAlternative.position).where(
        ProductAlternative.product_id == product.id, ProductAlternative.alternative_id == Product.id
    )
    place = named.correlate(Product).scalar_subquery()
    statement = (
        select(Product)
        .where(
            Product.id != product.id,
            Product.status == ProductStatus.ACTIVE,
            ~lacks(Lack.OFFER, now=now),
            ~lacks(Lack.STOCK, now=now),
            or_(Product.category_id == product.category_id, Product.id == product.superseded_by_id, place.is_not(None)),
        )
        .order_by(
            case((Product.id == (product.superseded_by_id or 0), 0), else_=1),
            place.is_(None),
            place,
            price.is_(None),
            nearness,
            Product.name,
        )
        .limit(limit)
    )
    return list(db.session.scalars(statement.options(*card_options(), *_values())))


def replacement_by_slug(slug: str) -> Product | None:
    """The product at `slug` with all that a swap needs; None when there is none, or it should not be recommended."""
    statement = select(Product).where(Product.slug == slug, Product.status == ProductStatus.ACTIVE)
    return db.session.scalar(statement.options(*card_options(), *_values()))


def _values() -> list[ExecutableOption]:
    return [selectinload(Product.attribute_values).joinedload(AttributeValue.attribute)]


def _products(ids: Sequence[int]) -> dict[int, Product]:
    statement = select(Product).where(Product.id.in_(ids)).options(joinedload(Product.brand))
    return {product.id: product for product in db.session.scalars(statement)}
