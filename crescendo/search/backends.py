"""How each database finds entries. Both stem English words, and weigh title, names, summary and body.

SQLite: an FTS5 table (sqlite.org/fts5.html) that triggers keep equal to `search_entries`. PostgreSQL: a generated
`search_vector` column. Migration 0002 makes both.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, reduce

from sqlalchemy import (
    ColumnElement,
    FromClause,
    String,
    and_,
    bindparam,
    column,
    func,
    join,
    literal_column,
    table,
)
from sqlalchemy.orm import InstrumentedAttribute

from ..foundation.database import db
from .models import SearchEntry
from .query import Query, Term

# Stand around found words until a page turns them into marks; private-use characters, which no text means.
OPEN, CLOSE = "\ue000", "\ue001"
EXCERPT_WORDS = 30
_FTS5 = table("search_fts", column("rowid"), column("rank"))
_WHOLE: ColumnElement[str] = literal_column("search_fts")
_VECTOR: ColumnElement[str] = literal_column("search_entries.search_vector")
_ENGLISH: ColumnElement[str] = literal_column("'english'::regconfig")


@dataclass(frozen=True, eq=False)
class Hits:
    """The entries that match a query: where to select from, under which condition, and what to know of each.

    `index` is what alone tells which they are. `number` is that of the entry, higher for those written later. Compared
    with others as `unsought`, it lets the index be read once, not searched for each of them. The higher the `rank`, the
    better. `title`, `summary` and `excerpt` have `OPEN` and `CLOSE` around found words. The words themselves are
    parameters of the statement, so that all queries of a form share it: see `hits`.
    """

    source: FromClause
    index: FromClause
    number: ColumnElement[int]
    unsought: ColumnElement[int]
    condition: ColumnElement[bool]
    rank: ColumnElement[float]
    title: ColumnElement[str]
    summary: ColumnElement[str]
    excerpt: ColumnElement[str]


def hits(query: Query, *, all_terms: bool = True, in_names: bool = False) -> tuple[Hits, dict[str, str]]:
    """What `query` matches, with the parameters that say which: where all of its terms occur, or any of them;

    anywhere, or in titles and names.
    """
    if db.engine.dialect.name == "sqlite":
        columns = "{title names} : " if in_names else ""
        wanted = (" AND " if all_terms else " OR ").join(map(_fts5, query.wanted))
        excluded = "".join(f" NOT {_fts5(term)}" for term in query.excluded)
        match = "match_in_names" if in_names else "match"
        return _sqlite(match), {match: f"({columns}({wanted})){excluded}"}
    terms = [*query.wanted, *query.excluded]
    names = [_names(number, term) for number, term in enumerate(terms)]
    searched, excluded_names = tuple(names[: len(query.wanted)]), tuple(names[len(query.wanted) :])
    form = _postgres(searched, excluded_names, all_terms, in_names)
    return form, dict(pair for term, each in zip(terms, names, strict=True) for pair in _parameters(term, each))


def entries_with(name: str, database: str) -> tuple[FromClause, ColumnElement[int], ColumnElement[bool]]:
    """Where to select the entries from that speak of the word which the parameter `name` holds (see `spoken_of`).

    With the number of each, higher for those written later, and the condition. The body does not count.
    """
    word = bindparam(name, type_=String)
    if database == "sqlite":
        return join(_FTS5, SearchEntry, SearchEntry.id == _FTS5.c.rowid), _FTS5.c.rowid, _WHOLE.op("MATCH")(word)
    entries = SearchEntry.__table__
    return entries, entries.c.id, _VECTOR.op("@@")(func.to_tsquery(_ENGLISH, word))


def spoken_of(word: str) -> str:
    """What looks for `word` in titles, names and summaries."""
    return f'{{title names summary}} : "{word}"' if db.engine.dialect.name == "sqlite" else f"{word}:ABC"


@cache
def _sqlite(match: str) -> Hits:
    return Hits(
        source=join(_FTS5, SearchEntry, SearchEntry.id == _FTS5.c.rowid),
        index=_FTS5,
        number=_FTS5.c.rowid,
        unsought=_FTS5.c.rowid + 0,
        condition=_WHOLE.op("MATCH")(bindparam(match, type_=String)),
        rank=-_FTS5.c.rank,
        title=func.highlight(_WHOLE, 0, OPEN, CLOSE),
        summary=func.highlight(_WHOLE, 2, OPEN, CLOSE),
        excerpt=func.snippet(_WHOLE, 3, OPEN, CLOSE, "…", EXCERPT_WORDS),
    )


def _fts5(term: Term) -> str:
    """`term` as an FTS5 string, which holds nothing but words."""
    return f'"{" ".join(term.words)}"' + ("*" if term.is_prefix else "")


@dataclass(frozen=True)
class _Names:
    """Under which names a statement finds the phrase and the prefix of a term; empty without one."""

    phrase: str
    prefix: str


def _names(number: int, term: Term) -> _Names:
    has_phrase = len(term.words) > 1 or not term.is_prefix
    return _Names(f"phrase_{number}" if has_phrase else "", f"prefix_{number}" if term.is_prefix else "")


def _parameters(term: Term, names: _Names) -> Iterator[tuple[str, str]]:
    if names.phrase:
        yield names.phrase, " ".join(term.words[:-1] if term.is_prefix else term.words)
    if names.prefix:
        yield names.prefix, f"{term.words[-1]}:*"


@lru_cache(maxsize=256)
def _postgres(searched: tuple[_Names, ...], excluded: tuple[_Names, ...], all_terms: bool, in_names: bool) -> Hits:
    # The operators of tsquery, not those of SQL, combine terms: they pass over words that English is full of.
    between, queries = "&&" if all_terms else "||", map(_tsquery, searched)
    wanted = reduce(lambda one, other: one.op(between)(other), queries)
    terms = reduce(lambda one, other: one.op("&&")(func.tsquery_not(_tsquery(other))), excluded, wanted)

    def marked(field: InstrumentedAttribute[str], options: str) -> ColumnElement[str]:
        return func.ts_headline(_ENGLISH, field, wanted, f"StartSel={OPEN}, StopSel={CLOSE}, {options}")

    found: ColumnElement[bool] = _VECTOR.op("@@")(terms)
    if in_names:
        found = and_(found, func.ts_filter(_VECTOR, literal_column("'{a,b}'::\"char\"[]")).op("@@")(wanted))
    return Hits(
        source=SearchEntry.__table__,
        index=SearchEntry.__table__,
        number=SearchEntry.__table__.c.id,
        unsought=SearchEntry.__table__.c.id,
        condition=found,
        rank=func.ts_rank_cd(literal_column("'{0.1, 0.4, 0.6, 1.0}'::real[]"), _VECTOR, wanted),
        title=marked(SearchEntry.title, "HighlightAll=true"),
        summary=marked(SearchEntry.summary, "HighlightAll=true"),
        excerpt=marked(SearchEntry.body, f"MaxWords={EXCERPT_WORDS}, MinWords=12"),
    )


def _tsquery(names: _Names) -> ColumnElement[str]:
    phrase: ColumnElement[str] = func.phraseto_tsquery(_ENGLISH, bindparam(names.phrase or None, type_=String))
    prefix: ColumnElement[str] = func.to_tsquery(_ENGLISH, bindparam(names.prefix or None, type_=String))
    if not names.prefix:
        return phrase
    return func.tsquery_phrase(phrase, prefix, type_=String) if names.phrase else prefix


def without_marks(text: str) -> str:
    """`text` without the characters that mean a mark."""
    return text.replace(OPEN, "").replace(CLOSE, "")
