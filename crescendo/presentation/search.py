"""The page of search results, and what a search box proposes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape

from ..catalog.known import known_categories
from ..catalog.models import Product
from ..catalog.queries import products_for_cards
from ..catalog.taxonomy import Category
from ..foundation.urls import guide_path, product_path
from ..journal.models import Article
from ..journal.queries import guides_for_cards, latest_guides
from ..search.backends import CLOSE, OPEN
from ..search.queries import Found, Results, SearchKind, meant, search, suggestions
from ..search.query import MAX_LENGTH, Query, Term, read_query, words_of
from .cards import GuideCard, guide_cards
from .navigation import Crumb, Pagination, address_of, pagination_of
from .pictures import Picture, picture_of
from .reading import Reading

KIND_WORDS = {SearchKind.GUIDE: "Guides", SearchKind.PRODUCT: "Products"}
SUGGESTED = 6


@dataclass(frozen=True)
class Choice:
    """A way to narrow a list: where it leads, and how much would be left, where that is counted."""

    text: str
    address: str
    count: int | None
    is_chosen: bool


@dataclass(frozen=True)
class SearchResult:
    """A guide or product that was found, found words marked. Only guides have a date."""

    kind: SearchKind
    address: str
    label: str
    colour: str
    title: Markup
    excerpt: Markup
    picture: Picture | None
    published_at: datetime | None


@dataclass(frozen=True)
class SearchPage:
    """All that the search page shows. `meant` is a better spelling; `all_words` is false where none has all.

    `is_in_vain` tells of a search that nothing answers, however it is narrowed; `is_wide` of one that more answers than
    is shown.
    """

    text: str
    address: str
    results: Sequence[SearchResult]
    total: int
    all_words: bool
    is_in_vain: bool
    is_wide: bool
    meant: Crumb | None
    kinds: Sequence[Choice]
    categories: Sequence[Choice]
    pagination: Pagination | None


@dataclass(frozen=True)
class WaysOn:
    """Where to go from a page that leads nowhere. `likely` is what the address of a missing page may have meant."""

    guides: Sequence[GuideCard]
    likely: Sequence[SearchResult]
    words: str


def search_page(text: str, *, number: int, kind: str, category: str, reading: Reading) -> SearchPage:
    """Page `number` of what readers find for `text`, narrowed to a kind and a category if there are such."""
    text = "".join(sign for sign in " ".join(text.split()) if sign.isprintable())[:MAX_LENGTH]
    names = {category.slug: category.name for category in known_categories()}
    kind, category = kind if kind in set(SearchKind) else "", category if category in names else ""
    query = read_query(text)
    found = search(query, now=reading.now, number=number, kind=kind, category=category)
    better = meant(query, now=reading.now) if not (found.facets and found.all_terms) else None
    return SearchPage(
        text=text,
        address=search_address(text, kind=kind, category=category),
        results=_results(found.page.items, reading),
        total=found.page.total,
        all_words=found.all_terms,
        is_in_vain=bool(query.wanted) and not found.facets,
        is_wide=found.is_wide,
        meant=Crumb(better.text, search_address(better.text)) if better else None,
        kinds=_kinds(found, text, kind=kind, category=category),
        categories=_categories(found, text, names, kind=kind, category=category),
        pagination=pagination_of(found.page, "/search", _parameters(text, kind, category)),
    )


def ways_on(reading: Reading, *, path: str = "") -> WaysOn:
    """The way on for a reader who found nothing, at `path` if that is the address of a missing page."""
    words = words_of(path.rsplit("/", 1)[-1])[:8]
    likely = search(Query(tuple(Term((word,)) for word in words)), now=reading.now).page.items[:3]
    return WaysOn(
        guides=guide_cards(latest_guides(now=reading.now, limit=3)),
        likely=_results(likely, reading),
        words=" ".join(words),
    )


def proposals(text: str, reading: Reading) -> list[dict[str, str]]:
    """What a search box proposes while `text` is typed: titles with their addresses and kinds."""
    found = suggestions(read_query(text), now=reading.now, limit=SUGGESTED)
    return [
        {"title": result.title.striptags(), "address": result.address, "label": result.label}
        for result in _results(found, reading)
    ]


def search_address(text: str, *, kind: str = "", category: str = "") -> str:
    """The one address of a search."""
    return address_of("/search", _parameters(text, kind, category))


def _parameters(text: str, kind: str, category: str) -> list[tuple[str, str]]:
    return [(name, value) for name, value in (("q", text), ("kind", kind), ("category", category)) if value]


def _kinds(found: Results, text: str, *, kind: str, category: str) -> list[Choice]:
    """Guides or products, counted within the chosen category."""
    counts = dict.fromkeys(SearchKind, 0)
    for facet in found.facets:
        if category in ("", facet.category):
            counts[facet.kind] += facet.count
    everything = Choice("Everything", search_address(text, category=category), sum(counts.values()), not kind)
    return [everything] + [
        Choice(words, search_address(text, kind=value, category=category), counts[value], kind == value)
        for value, words in KIND_WORDS.items()
        if counts[value] or kind == value
    ]


def _categories(found: Results, text: str, names: Mapping[str, str], *, kind: str, category: str) -> list[Choice]:
    """Categories, counted within the chosen kind."""
    counts = dict.fromkeys(names, 0)
    for facet in found.facets:
        if kind in ("", facet.kind):
            counts[facet.category] += facet.count
    everywhere = Choice("All categories", search_address(text, kind=kind), sum(counts.values()), not category)
    return [everywhere] + [
        Choice(words, search_address(text, kind=kind, category=slug), counts[slug], category == slug)
        for slug, words in names.items()
        if counts[slug] or category == slug
    ]


def _results(found: Sequence[Found], reading: Reading) -> list[SearchResult]:
    guides = guides_for_cards({item.id for item in found if item.kind is SearchKind.GUIDE}, now=reading.now)
    products = products_for_cards({item.id for item in found if item.kind is SearchKind.PRODUCT})
    return [
        _guide(item, guides[item.id]) if item.kind is SearchKind.GUIDE else _product(item, products[item.id])
        for item in found
        if item.id in (guides if item.kind is SearchKind.GUIDE else products)
    ]


def _guide(item: Found, article: Article) -> SearchResult:
    picture = picture_of(article.hero) if article.hero else None
    return _result(item, article.category, guide_path(article.slug), picture, article.publish_at)


def _product(item: Found, product: Product) -> SearchResult:
    picture = picture_of(product.pictures[0].asset, alt=None) if product.pictures else None
    return _result(item, product.category, product_path(product.slug), picture, None)


def _result(
    item: Found, category: Category, address: str, picture: Picture | None, published_at: datetime | None
) -> SearchResult:
    return SearchResult(
        kind=item.kind,
        address=address,
        label=category.name,
        colour=category.colour,
        title=_marked(item.title),
        excerpt=_excerpt(item),
        picture=picture,
        published_at=published_at,
    )


def _excerpt(item: Found) -> Markup:
    """The summary where it says what was looked for, or where nothing does; else the place in the text."""
    return _marked(item.excerpt if OPEN in item.excerpt and OPEN not in item.summary else item.summary)


def _marked(text: str) -> Markup:
    """`text` with the words that the index found marked."""
    return Markup(str(escape(text)).replace(OPEN, "<mark>").replace(CLOSE, "</mark>"))  # noqa: S704 (escaped before)
