"""All reading of the index. Guides count only while readers see them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, bindparam, case, func, literal, or_, select, union_all

from ..catalog.models import Product
from ..catalog.taxonomy import Category
from ..foundation.database import db
from ..foundation.errors import NotFound
from ..foundation.kept import kept
from ..foundation.pagination import Page
from ..journal.changes import next_change
from ..journal.models import Article
from ..journal.publishing import visible_at
from .backends import Hits, entries_with, hits, spoken_of
from .models import SearchEntry, SearchWord
from .query import MAX_TERMS, Query, Term, words_of

PAGE_SIZE = 12
CONSIDERED = 100  # matches, the last written, that are counted and ranked
GUIDES_WITH_WORD = 50  # guides with a word, the last written, among which those that are alike are looked for
LATELY = 3000  # entries, the last written, among which those are looked for
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

    `all_terms` tells whether they have all that was asked for; when nothing has, they have some of it. `is_wide` tells
    that there are more matches than are looked at: then those count that have the words in title, names or summary, if
    any does, and of too many the last written.
    """

    page: Page[Found]
    facets: tuple[Facet, ...]
    all_terms: bool = True
    is_wide: bool = False


@dataclass(frozen=True)
class _Place:
    """The part of the matches that a page shows."""

    kind: str = ""
    category: str = ""
    limit: int = PAGE_SIZE
    offset: int = 0


@dataclass(frozen=True)
class _Breadth:
    """How many entries have all that is wanted, hidden ones too, counted no further than is looked at; whether readers

    see any of them; and, where there are more than are looked at, whether any has it in title, names or summary.
    """

    matches: int = 0
    has_any: bool = False
    has_in_heads: bool = False


_KIND = case((SearchEntry.article_id.is_not(None), SearchKind.GUIDE), else_=SearchKind.PRODUCT)


@kept(8, until=next_change)
def search(query: Query, *, now: datetime, number: int = 1, kind: str = "", category: str = "") -> Results:
    """Page `number` of what `query` finds, of one kind or category if named; `NotFound` for a page not there."""
    if number < 1:
        raise NotFound
    breadth = _breadth(query, now=now)
    is_wide = breadth.matches > CONSIDERED
    all_terms = breadth.has_any or len(query.wanted) <= 1
    place = _Place(kind, category, offset=(number - 1) * PAGE_SIZE)
    facets, items = _look(query, place, now=now, all_terms=all_terms, in_heads=is_wide and breadth.has_in_heads)
    total = sum(facet.count for facet in facets if kind in ("", facet.kind) and category in ("", facet.category))
    page = Page(items, number, PAGE_SIZE, total)
    if number > page.count:
        raise NotFound
    return Results(page, facets, all_terms, is_wide)


def suggestions(query: Query, *, now: datetime, limit: int) -> list[Found]:
    """The best matches while a query is still being typed."""
    return _look(query.open_ended(), _Place(limit=limit), now=now)[1]


def guides_alike(title: str, *, now: datetime) -> tuple[Select[Any], dict[str, Any]] | None:
    """A statement for the ids of guides that speak most of what `title` speaks of, and its parameters.

    Each has its place, the likest 0. None where the title has no words to go by.
    """
    words = [word for word in dict.fromkeys(words_of(title.lower())) if len(word) > 3][:MAX_TERMS]
    if not words:
        return None
    given = {name: spoken_of(word) for name, word in zip(_names(len(words)), words, strict=True)}
    return _alike(len(words), db.engine.dialect.name), {**given, "now": now}


@lru_cache
def _alike(words: int, database: str) -> Select[Any]:
    """For each word, the guides written last that have it, the fewer the more it counts.

    To rank by BM25 would count every guide that has one of the words, each time.
    """
    each = [_with_word(name, database).subquery() for name in _names(words)]
    points = union_all(*(select(found.c.id, (1.0 / func.count().over()).label("points")) for found in each)).subquery()
    likest = func.sum(points.c.points)
    place = func.row_number().over(order_by=(likest.desc(), points.c.id.desc())) - 1
    return (
        select(points.c.id, place.label("place"))
        .join(Article, Article.id == points.c.id)
        .where(visible_at(bindparam("now")))
        .group_by(points.c.id)
        .order_by(likest.desc(), points.c.id.desc())
        .limit(ALIKE_GUIDES)
    )


def _with_word(name: str, database: str) -> Select[Any]:
    source, number, condition = entries_with(name, database)
    newest = select(func.max(SearchEntry.id)).scalar_subquery()
    return (
        select(SearchEntry.article_id.label("id"))
        .select_from(source)
        .where(condition, number > newest - LATELY, SearchEntry.article_id.is_not(None))
        .order_by(number.desc())
        .limit(GUIDES_WITH_WORD)
    )


def _names(words: int) -> list[str]:
    return [f"word_{number}" for number in range(words)]


def meant(query: Query, *, now: datetime) -> Query | None:
    """`query` with misspelt words mended, when that finds something; None when there is nothing to mend."""
    wanted = tuple(Term(tuple(_mended(term)), term.is_prefix) for term in query.wanted)
    mended = replace(query, wanted=wanted)
    if not wanted or mended == query:
        return None
    return mended if _look(mended, _Place(limit=1), now=now, all_terms=False)[1] else None


def _mended(term: Term) -> Iterator[str]:
    """The words of `term`, each that no title or name has replaced by the most similar one that they have."""
    from rapidfuzz.distance import OSA  # few searches are misspelt, and it takes megabytes
    from rapidfuzz.process import extractOne

    for word in term.words:
        lower, length = word.lower(), len(word)
        near = db.session.scalars(
            select(SearchWord.word).where(func.length(SearchWord.word).between(length - 2, length + 2))
        ).all()
        best = None if lower in near else extractOne(lower, near, scorer=OSA.normalized_similarity, score_cutoff=ALIKE)
        yield best[0] if best else word


def _breadth(query: Query, *, now: datetime) -> _Breadth:
    """What is known of those that have all that is wanted before they are ranked, which costs many times as much."""
    if not query.wanted:
        return _Breadth()
    (anywhere, words), (in_heads, words_of_heads) = hits(query), hits(query, in_heads=True)
    parameters = {**words, **words_of_heads, "most": CONSIDERED + 1, "now": now}
    matches, any_seen, heads = db.session.execute(_measure(anywhere, in_heads), parameters).one()
    return _Breadth(matches, bool(any_seen), bool(heads))


@lru_cache(maxsize=64)
def _measure(anywhere: Hits, in_heads: Hits) -> Select[Any]:
    most = bindparam("most", type_=Integer)
    matches = select(anywhere.number).select_from(anywhere.index).where(anywhere.condition).limit(most).subquery()
    found = select(func.count().label("matches")).select_from(matches).cte("found")
    any_seen = _entries(anywhere, literal(1)).limit(1).scalar_subquery()
    heads = _entries(in_heads, literal(1)).limit(1).scalar_subquery()
    return select(found.c.matches, any_seen, case((found.c.matches == most, heads)))


def _entries(everything: Hits, *columns: ColumnElement[Any]) -> Select[Any]:
    """Matches that readers see."""
    return (
        select(*columns)
        .select_from(everything.source)
        .outerjoin(Article, SearchEntry.article_id == Article.id)
        .where(everything.condition, or_(SearchEntry.product_id.is_not(None), visible_at(bindparam("now"))))
    )


def _look(
    query: Query, place: _Place, *, now: datetime, all_terms: bool = True, in_heads: bool = False
) -> tuple[tuple[Facet, ...], list[Found]]:
    """How many matches there are of each kind in each category, and those of `place`, best first, in one query."""
    if not query.wanted:
        return (), []
    everything, words = hits(query, all_terms=all_terms, in_heads=in_heads)
    statement = _statement(everything, bool(place.kind), bool(place.category))
    parameters = {**words, **vars(place), "considered": CONSIDERED, "now": now}
    facets, items = list[Facet](), list[Found]()
    for category, kind, number, title, summary, excerpt, _place in db.session.execute(statement, parameters):
        if category:
            facets.append(Facet(SearchKind(kind), category, number))
        else:
            items.append(Found(SearchKind(kind), number, title, summary, excerpt))
    return tuple(facets), items


@lru_cache(maxsize=64)
def _statement(everything: Hits, of_kind: bool, in_category: bool) -> Select[Any]:
    """Facets, which have a category, and found entries, which have texts. Of too many, the last written count."""
    considered = (
        _entries(
            everything,
            everything.number.label("number"),
            _KIND.label("kind"),
            func.coalesce(SearchEntry.article_id, SearchEntry.product_id).label("subject"),
            Category.slug.label("category"),
            everything.rank.label("rank"),
        )
        .join(Category, SearchEntry.category_id == Category.id)
        .order_by(everything.number.desc())
        .limit(bindparam("considered", type_=Integer))
        .cte("considered")
    )
    columns = considered.c
    best_first = (columns.rank.desc(), columns.subject.desc(), columns.kind)  # numbers change when all is indexed anew
    best = select(considered, func.row_number().over(order_by=best_first).label("place"))
    if of_kind:
        best = best.where(columns.kind == bindparam("kind", type_=String))
    if in_category:
        best = best.where(columns.category == bindparam("category", type_=String))
    best = best.order_by("place").limit(bindparam("limit", type_=Integer)).offset(bindparam("offset", type_=Integer))
    shown, said = best.cte("shown"), everything.texts
    texts = (
        select(
            said.number.label("number"),
            said.title.label("title"),
            said.summary.label("summary"),
            said.excerpt.label("excerpt"),
        )
        .select_from(said.index)
        .where(said.condition, said.number >= select(func.min(shown.c.number)).scalar_subquery())
        .where(said.unsought.in_(select(shown.c.number)))
        .limit(bindparam("limit", type_=Integer))
    ).subquery("texts")
    found = select(
        literal("").label("category"),
        shown.c.kind,
        shown.c.subject.label("number"),
        texts.c.title,
        texts.c.summary,
        texts.c.excerpt,
        shown.c.place,
    ).join(texts, texts.c.number == shown.c.number)
    facets = select(columns.category, columns.kind, func.count(), *[literal("")] * 3, literal(0))
    both = union_all(found, facets.group_by(columns.category, columns.kind)).subquery()
    return select(both).order_by(both.c.place)


def indexable_count() -> int:
    """How many guides and products there are to index."""
    return (db.session.scalar(select(func.count(Article.id))) or 0) + (
        db.session.scalar(select(func.count(Product.id))) or 0
    )


def is_empty() -> bool:
    """Whether the index holds nothing, as after the migration that made it."""
    return db.session.scalar(select(SearchEntry.id).limit(1)) is None
