"""Cards: a guide or a product in a few lines, ready for a component to print."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ..catalog.models import Product, ProductStatus
from ..catalog.offers import unavailable_since
from ..foundation.urls import author_path, category_path, guide_path, product_path
from ..journal.models import Article
from ..web.formatting import reading_minutes
from .navigation import Crumb
from .offers import OfferLine, best_offer_line
from .pictures import Picture, picture_of
from .reading import Reading


@dataclass(frozen=True)
class GuideCard:
    """A guide in a list. `colour` is its category's field colour."""

    address: str
    title: str
    summary: str
    category: str
    category_address: str
    colour: str
    author: str
    author_address: str
    published_at: datetime
    minutes: int
    picture: Picture | None


@dataclass(frozen=True)
class ProductCard:
    """A product in a list or a guide, with the offer to follow, if any is healthy."""

    slug: str
    address: str
    brand: str
    name: str
    why: str
    category: str
    colour: str
    picture: Picture | None
    offer: OfferLine | None
    is_recalled: bool
    recall_notice: str
    is_discontinued: bool
    unavailable_since: datetime | None
    successor: Crumb | None = None
    alternative: "ProductCard | None" = None

    @property
    def full_name(self) -> str:
        return f"{self.brand} {self.name}"


def guide_card(article: Article) -> GuideCard:
    """The card of a live article."""
    revision, publish_at = article.live_revision, article.publish_at
    if revision is None or publish_at is None:
        raise ValueError("Only live articles have cards.")
    return GuideCard(
        address=guide_path(article.slug),
        title=revision.title,
        summary=revision.summary,
        category=article.category.name,
        category_address=category_path(article.category.slug),
        colour=article.category.colour,
        author=article.author.name,
        author_address=author_path(article.author.slug),
        published_at=publish_at,
        minutes=reading_minutes(revision.word_count),
        picture=picture_of(article.hero) if article.hero else None,
    )


def guide_cards(articles: Iterable[Article]) -> list[GuideCard]:
    """The cards of live articles, in their order."""
    return [guide_card(article) for article in articles]


def product_card(
    product: Product, reading: Reading, *, why: str = "", alternatives: Iterable[Product] = (), place: str = ""
) -> ProductCard:
    """The card of `product`; `why` replaces its own line. Without a healthy offer, an alternative that has one.

    `place` is where in a guide the card stands, such as “7-3”.
    """
    offer = best_offer_line(product, reading, place=place)
    alternative = None
    if offer is None and not product.is_recalled:
        cards = (product_card(other, reading, place=place) for other in alternatives)
        alternative = next((card for card in cards if card.offer), None)
    return ProductCard(
        slug=product.slug,
        address=product_path(product.slug),
        brand=product.brand.name,
        name=product.name,
        why=why or product.summary,
        category=product.category.name,
        colour=product.category.colour,
        picture=picture_of(product.pictures[0].asset, alt=None) if product.pictures else None,
        offer=offer,
        is_recalled=product.is_recalled,
        recall_notice=product.recall_notice,
        is_discontinued=product.status is ProductStatus.DISCONTINUED,
        unavailable_since=None if offer else unavailable_since(product),
        successor=_successor(product),
        alternative=alternative,
    )


def _successor(product: Product) -> Crumb | None:
    """The way to what took the place of `product`."""
    successor = product.superseded_by
    return Crumb(successor.full_name, product_path(successor.slug)) if successor else None


def product_cards(products: Iterable[Product], reading: Reading) -> list[ProductCard]:
    """The cards of `products`, in their order."""
    return [product_card(product, reading) for product in products]
