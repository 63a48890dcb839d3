"""Lists of guides and products, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..catalog.models import Product
from ..catalog.queries import ProductFilter, brands_with_counts, categories, products_page
from ..catalog.taxonomy import Category
from ..foundation.pagination import Page
from ..foundation.urls import category_path
from ..journal.models import Article
from ..journal.queries import guides_page
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


@dataclass(frozen=True)
class ProductList:
    """The product listing as filtered. `is_filtered` tells an empty shop from an empty result.

    `categories` and `brands` are what can be chosen: pairs of a value and its words.
    """

    products: Sequence[ProductCard]
    total: int
    pagination: Pagination | None
    categories: Sequence[tuple[str, str]]
    category: str
    brands: Sequence[tuple[str, str]]
    brand: str
    available: bool
    is_filtered: bool
    disclosure: Disclosure | None


def guide_list(page: Page[Article], path: str) -> GuideList:
    """The guides of `page`, listed at `path`."""
    return GuideList(guide_cards(page.items), page.total, pagination_of(page, path))


def category_page(category: Category, number: int, reading: Reading) -> CategoryPage:
    """Page `number` of `category`; its products stand on every page."""
    path = category_path(category.slug)
    guides = guides_page(now=reading.now, number=number, category=category)
    products = products_page(number=1, filters=ProductFilter(category=category.slug), size=CATEGORY_PRODUCTS)
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


def product_list(page: Page[Product], filters: ProductFilter, reading: Reading) -> ProductList:
    """The products of `page`, which were narrowed by `filters`."""
    cards = product_cards(page.items, reading)
    return ProductList(
        products=cards,
        total=page.total,
        pagination=pagination_of(page, "/products/", query_of(filters)),
        categories=[(category.slug, category.name) for category in categories()],
        category=filters.category,
        brands=[(brand.slug, f"{brand.name} ({count})") for brand, count in brands_with_counts()],
        brand=filters.brand,
        available=filters.available,
        is_filtered=filters != ProductFilter(),
        disclosure=disclosure_for_cards(cards),
    )


def query_of(filters: ProductFilter) -> dict[str, str]:
    """`filters` as the one query string that stands for them: fixed order, empty ones left out."""
    query = {
        "category": filters.category,
        "brand": filters.brand,
        "available": "yes" if filters.available else "",
    }
    return {name: value for name, value in query.items() if value}
