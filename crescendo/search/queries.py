"""All reading of the index. Guides count only while readers see them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne
from sqlalchemy import Select, and_, case, func, literal, or_, select

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
    everything = hits(query, all_terms=True)
    facets = _facets(everything, now)
    all_terms = bool(facets) or len(query.wanted) == 1
    if not all_terms:
        everything = hits(query, all_terms=False)
        facets = _facets(everything, now)
    chosen = [facet for facet in facets if kind in ("", facet.kind) and category in ("", facet.category)]
    page: Page[Found] = Page([], number, PAGE_SIZE, sum(facet.count for facet in chosen))
    if not 1 <= number <= page.count:
        raise NotFound
    found = _found(everything, now, kind=kind, category=category).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    return Results(replace(page, items=_read(found) if page.total else []), facets, all_terms)


def suggestions(query: Query, *, now: datetime, limit: int) -> list[Found]:
    """The best matches while a query is still being typed."""
    if not query.wanted:
        return []
    everything = hits(query.open_ended(), all_terms=True)
    return _read(_found(everything, now, kind="", category="").limit(limit))


def guides_alike(title: str, *, now: datetime, limit: int) -> Select[Any] | None:
    """A statement for the ids of guides that speak most of what `title` speaks of, with their places, the likest at 0.

    None where the title has no words to go by.
    """
    words = tuple(Term((word,)) for word in dict.fromkeys(words_of(title.lower())) if len(word) > 3)[:MAX_TERMS]
    if not words:
        return None
    everything = hits(Query(words), all_terms=False)
    best_first = (everything.rank.desc(), SearchEntry.id.desc())
    place = func.row_number().over(order_by=best_first) - 1
    newest = select(func.max(SearchEntry.id)).scalar_subquery()
    everything = replace(everything, condition=and_(everything.condition, everything.number > newest - CONSIDERED))
    found = _found(everything, now, kind=SearchKind.GUIDE, category="").limit(limit)
    return found.with_only_columns(SearchEntry.article_id.label("id"), place.label("place"))


def meant(query: Query, *, now: datetime) -> Query | None:
    """`query` with misspelt words mended, when that finds something; None when there is nothing to mend."""
    wanted = tuple(Term(tuple(_mended(term)), term.is_prefix) for term in query.wanted)
    mended = replace(query, wanted=wanted)
    if not wanted or mended == query:
        return None
    return mended if _facets(hits(mended, all_terms=False), now) else None


def _mended(term: Term) -> Iterator[str]:
    """The words of `term`, each that no title or name has replaced by the most similar one that they have."""
    for word in term.words:
        lower, length = word.lower(), len(word)
        near = db.session.scalars(
            select(SearchWord.word).where(func.length(SearchWord.word).between(length - 2, length + 2))
        ).all()
        best = None if lower in near else extractOne(lower, near, scorer=OSA.normalized_similarity, score_cutoff=ALIKE)
        yield best[0] if best else word


def _facets(everything: Hits, now: datetime) -> tuple[Facet, ...]:
    statement = (
        select(_KIND.label("kind"), Category.slug, func.count())
        .select_from(everything.source)
        .join(Category, SearchEntry.category_id == Category.id)
        .outerjoin(Article, SearchEntry.article_id == Article.id)
        .where(everything.condition, or_(SearchEntry.product_id.is_not(None), visible_at(now)))
        .group_by("kind", Category.slug)
    )
    return tuple(Facet(SearchKind(kind), slug, count) for kind, slug, count in db.session.execute(statement))


def _read(statement: Select[Any]) -> list[Found]:
    return [
        Found(SearchKind(kind), subject_id, title, summary, excerpt)
        for kind, subject_id, title, summary, excerpt in db.session.execute(statement)
    ]


def _found(everything: Hits, now: datetime, *, kind: str, category: str) -> Select[Any]:
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
        .where(everything.condition, or_(SearchEntry.product_id.is_not(None), visible_at(now)))
        .order_by(everything.rank.desc(), subject.desc(), _KIND)  # entries change their ids when the index is made anew
    )
    if kind:
        statement = statement.where(literal(kind) == _KIND)
    if category:
        statement = statement.join(Category, SearchEntry.category_id == Category.id).where(Category.slug == category)
    return statement


def indexable_count() -> int:
    """How many guides and products there are to index."""
    return (db.session.scalar(select(func.count(Article.id))) or 0) + (
        db.session.scalar(select(func.count(Product.id))) or 0
    )


def is_empty() -> bool:
    """Whether the index holds nothing, as after the migration that made it."""
    return db.session.scalar(select(SearchEntry.id).limit(1)) is None
