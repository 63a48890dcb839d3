"""Lists of guides, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..catalog.listing import Listing, ProductFilter
from ..catalog.taxonomy import Category
from ..foundation.pagination import Page
from ..foundation.urls import category_path
from ..journal.guide_lists import guides_page
from ..journal.models import Article
from .cards import GuideCard, ProductCard, guide_cards, product_cards
from .disclosure import Disclosure, disclosure_for_cards
from .navigation import Pagination, pagination_of
from .reading import Reading

CATEGORY_PRODUCTS = 8


@dataclass(frozen=True)
class GuideList:
    """A page of guides; `total` counts those on all pages."""

    guides: Sequence[GuideCard]
    total: int
    pagination: Pagination | None


@dataclass(frozen=True)
class CategoryPage:
    """A category: its guides page by page, and beside them the first of its products."""

    name: str
    description: str
    colour: str
    address: str
    guides: GuideList
    products: Sequence[ProductCard]
    products_total: int
    products_address: str
    disclosure: Disclosure | None


def guide_list(page: Page[Article], path: str) -> GuideList:
    """The guides of `page`, listed at `path`."""
    return GuideList(guide_cards(page.items), page.total, pagination_of(page, path))


def category_page(category: Category, number: int, reading: Reading) -> CategoryPage:
    """Page `number` of `category`; its products stand on every page."""
    path = category_path(category.slug)
    guides = guides_page(now=reading.now, number=number, category=category)
    listing = Listing(now=reading.now, currency=reading.currency)
    products = listing.page(ProductFilter(category=category.slug), size=CATEGORY_PRODUCTS)
    cards = product_cards(products.items, reading)
    return CategoryPage(
        name=category.name,
        description=category.description,
        colour=category.colour,
        address=path,
        guides=guide_list(guides, path),
        products=cards,
        products_total=products.total,
        products_address=f"/products/?category={category.slug}",
        disclosure=disclosure_for_cards(cards),
    )
