"""All reading of the index. Guides count only while readers see them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne
from sqlalchemy import Integer, Select, String, bindparam, case, func, or_, select

from ..catalog.models import Product
from ..catalog.taxonomy import Category
from ..foundation.database import db
from ..foundation.errors import NotFound
from ..foundation.pagination import Page
from ..journal.models import Article
from ..journal.publishing import visible_at
from .backends import Hits, hits
from .models import SearchEntry, SearchWord
from .query import MAX_TERMS, Query, Term, words_of

PAGE_SIZE = 12
CONSIDERED = 1000  # entries, the last written, among which guides that are alike are looked for
ALIKE_GUIDES = 8
ALIKE = 0.7  # how similar a word must be to be what a reader meant: one slip in four letters, two in seven


class SearchKind(StrEnum):
    """What was found."""

    GUIDE = "guide"
    PRODUCT = "product"


@dataclass(frozen=True)
class Found:
    """An entry that matches; `id` is that of the article or product. See `Hits` for its texts."""

    kind: SearchKind
    id: int
    title: str
    summary: str
    excerpt: str


@dataclass(frozen=True)
class Facet:
    """How many matches of a kind there are in a category, named by its slug."""

    kind: SearchKind
    category: str
    count: int


@dataclass(frozen=True)
class Results:
    """A page of matches, best first. `facets` count them before `kind` and `category` narrow them.

    `all_terms` tells whether they have all that was asked for; when nothing has, they have some of it.
    """

    page: Page[Found]
    facets: tuple[Facet, ...]
    all_terms: bool


_KIND = case((SearchEntry.article_id.is_not(None), SearchKind.GUIDE), else_=SearchKind.PRODUCT)


def search(query: Query, *, now: datetime, number: int = 1, kind: str = "", category: str = "") -> Results:
    """Page `number` of what `query` finds, of one kind or category if named; `NotFound` for a page not there."""
    if not query.wanted:
        return Results(Page([], number, PAGE_SIZE, 0), (), all_terms=True)
    everything, words = hits(query, all_terms=True)
    facets = _facets(everything, words, now)
    all_terms = bool(facets) or len(query.wanted) == 1
    if not all_terms:
        everything, words = hits(query, all_terms=False)
        facets = _facets(everything, words, now)
    chosen = [facet for facet in facets if kind in ("", facet.kind) and category in ("", facet.category)]
    page: Page[Found] = Page([], number, PAGE_SIZE, sum(facet.count for facet in chosen))
    if not 1 <= number <= page.count:
        raise NotFound
    if not page.total:
        return Results(page, facets, all_terms)
    place = {"limit": PAGE_SIZE, "offset": (number - 1) * PAGE_SIZE}
    narrowed = {"kind": kind, "category": category}
    found = _found(everything, bool(kind), bool(category))
    return Results(replace(page, items=_read(found, {**words, **narrowed, **place, "now": now})), facets, all_terms)


def suggestions(query: Query, *, now: datetime, limit: int) -> list[Found]:
    """The best matches while a query is still being typed."""
    if not query.wanted:
        return []
    everything, words = hits(query.open_ended(), all_terms=True)
    return _read(_found(everything), {**words, "now": now, "limit": limit, "offset": 0})


def guides_alike(title: str, *, now: datetime) -> tuple[Select[Any], dict[str, Any]] | None:
    """A statement for the ids of guides that speak most of what `title` speaks of, and its parameters.

    Each has its place, the likest 0. None where the title has no words to go by.
    """
    words = tuple(Term((word,)) for word in dict.fromkeys(words_of(title.lower())) if len(word) > 3)[:MAX_TERMS]
    if not words:
        return None
    everything, parameters = hits(Query(words), all_terms=False)
    return _alike(everything), {**parameters, "now": now}


@lru_cache(maxsize=64)
def _alike(everything: Hits) -> Select[Any]:
    best_first = (everything.rank.desc(), SearchEntry.id.desc())
    place = func.row_number().over(order_by=best_first) - 1
    newest = select(func.max(SearchEntry.id)).scalar_subquery()
    return (
        select(SearchEntry.article_id.label("id"), place.label("place"))
        .select_from(everything.source)
        .join(Article, SearchEntry.article_id == Article.id)
        .where(everything.condition, everything.number > newest - CONSIDERED, visible_at(bindparam("now")))
        .order_by(*best_first)
        .limit(ALIKE_GUIDES)
    )


def meant(query: Query, *, now: datetime) -> Query | None:
    """`query` with misspelt words mended, when that finds something; None when there is nothing to mend."""
    wanted = tuple(Term(tuple(_mended(term)), term.is_prefix) for term in query.wanted)
    mended = replace(query, wanted=wanted)
    if not wanted or mended == query:
        return None
    return mended if _facets(*hits(mended, all_terms=False), now) else None


def _mended(term: Term) -> Iterator[str]:
    """The words of `term`, each that no title or name has replaced by the most similar one that they have."""
    for word in term.words:
        lower, length = word.lower(), len(word)
        near = db.session.scalars(
            select(SearchWord.word).where(func.length(SearchWord.word).between(length - 2, length + 2))
        ).all()
        best = None if lower in near else extractOne(lower, near, scorer=OSA.normalized_similarity, score_cutoff=ALIKE)
        yield best[0] if best else word


def _facets(everything: Hits, words: Mapping[str, str], now: datetime) -> tuple[Facet, ...]:
    rows = db.session.execute(_counted(everything), {**words, "now": now})
    return tuple(Facet(SearchKind(kind), slug, count) for kind, slug, count in rows)


@lru_cache(maxsize=64)
def _counted(everything: Hits) -> Select[Any]:
    return (
        select(_KIND.label("kind"), Category.slug, func.count())
        .select_from(everything.source)
        .join(Category, SearchEntry.category_id == Category.id)
        .outerjoin(Article, SearchEntry.article_id == Article.id)
        .where(everything.condition, or_(SearchEntry.product_id.is_not(None), visible_at(bindparam("now"))))
        .group_by("kind", Category.slug)
    )


def _read(statement: Select[Any], parameters: Mapping[str, Any]) -> list[Found]:
    return [
        Found(SearchKind(kind), subject_id, title, summary, excerpt)
        for kind, subject_id, title, summary, excerpt in db.session.execute(statement, parameters)
    ]


@lru_cache(maxsize=64)
def _found(everything: Hits, of_kind: bool = False, in_category: bool = False) -> Select[Any]:
    subject = func.coalesce(SearchEntry.article_id, SearchEntry.product_id)
    statement = (
        select(
            _KIND,
            subject,
            everything.title,
            everything.summary,
            everything.excerpt,
        )
        .select_from(everything.source)
        .outerjoin(Article, SearchEntry.article_id == Article.id)
        .where(everything.condition, or_(SearchEntry.product_id.is_not(None), visible_at(bindparam("now"))))
        .order_by(everything.rank.desc(), subject.desc(), _KIND)  # entries change their ids when the index is made anew
        .limit(bindparam("limit", type_=Integer))
        .offset(bindparam("offset", type_=Integer))
    )
    if of_kind:
        statement = statement.where(bindparam("kind", type_=String) == _KIND)
    if in_category:
        statement = statement.join(Category, SearchEntry.category_id == Category.id)
        statement = statement.where(Category.slug == bindparam("category"))
    return statement


def indexable_count() -> int:
    """How many guides and products there are to index."""
    return (db.session.scalar(select(func.count(Article.id))) or 0) + (
        db.session.scalar(select(func.count(Product.id))) or 0
    )


def is_empty() -> bool:
    """Whether the index holds nothing, as after the migration that made it."""
    return db.session.scalar(select(SearchEntry.id).limit(1)) is None
