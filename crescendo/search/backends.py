"""How each database finds entries. Both stem English words, and weigh title, names, summary and body.

SQLite: an FTS5 table (sqlite.org/fts5.html) that triggers keep equal to `search_entries`. PostgreSQL: a generated
`search_vector` column. Migration 0002 makes both.
"""

from dataclasses import dataclass
from functools import reduce

from sqlalchemy import (
    ColumnElement,
    FromClause,
    cast,
    column,
    func,
    join,
    literal,
    literal_column,
    table,
)
from sqlalchemy.dialects.postgresql import REGCONFIG, TSQUERY
from sqlalchemy.orm import InstrumentedAttribute

from ..foundation.database import db
from .models import SearchEntry
from .query import Query, Term

# Stand around found words until a page turns them into marks; private-use characters, which no text means.
OPEN, CLOSE = "\ue000", "\ue001"
EXCERPT_WORDS = 30


@dataclass(frozen=True)
class Hits:
    """The entries that match a query: where to select from, under which condition, and what to know of each.

    `number` is that of the entry, higher for later ones. The higher the `rank`, the better. `title`, `summary` and
    `excerpt` have `OPEN` and `CLOSE` around found words.
    """

    source: FromClause
    number: ColumnElement[int]
    condition: ColumnElement[bool]
    rank: ColumnElement[float]
    title: ColumnElement[str]
    summary: ColumnElement[str]
    excerpt: ColumnElement[str]


def hits(query: Query, *, all_terms: bool) -> Hits:
    """What `query` matches when all of its terms must occur, or any of them."""
    backend = _postgres if db.engine.dialect.name == "postgresql" else _sqlite
    return backend(query, all_terms=all_terms)


def _sqlite(query: Query, *, all_terms: bool) -> Hits:
    index = table("search_fts", column("rowid"), column("rank"))
    whole: ColumnElement[str] = literal_column("search_fts")
    wanted = (" AND " if all_terms else " OR ").join(map(_fts5, query.wanted))
    excluded = "".join(f" NOT {_fts5(term)}" for term in query.excluded)
    return Hits(
        source=join(index, SearchEntry, SearchEntry.id == index.c.rowid),
        number=index.c.rowid,
        condition=whole.op("MATCH")(f"({wanted}){excluded}"),
        rank=-index.c.rank,
        title=func.highlight(whole, 0, OPEN, CLOSE),
        summary=func.highlight(whole, 2, OPEN, CLOSE),
        excerpt=func.snippet(whole, 3, OPEN, CLOSE, "…", EXCERPT_WORDS),
    )


def _fts5(term: Term) -> str:
    """`term` as an FTS5 string, which holds nothing but words."""
    return f'"{" ".join(term.words)}"' + ("*" if term.is_prefix else "")


def _postgres(query: Query, *, all_terms: bool) -> Hits:
    # The operators of tsquery, not those of SQL, combine terms: they pass over words that English is full of.
    between, words = "&&" if all_terms else "||", map(_tsquery, query.wanted)
    wanted = reduce(lambda one, other: one.op(between)(other), words)
    terms = reduce(lambda one, other: one.op("&&")(func.tsquery_not(_tsquery(other))), query.excluded, wanted)
    vector: ColumnElement[str] = literal_column("search_entries.search_vector")

    def marked(field: InstrumentedAttribute[str], options: str) -> ColumnElement[str]:
        return func.ts_headline(_english(), field, wanted, f"StartSel={OPEN}, StopSel={CLOSE}, {options}")

    return Hits(
        source=SearchEntry.__table__,
        number=SearchEntry.__table__.c.id,
        condition=vector.op("@@")(terms),
        rank=func.ts_rank_cd(literal_column("'{0.1, 0.4, 0.6, 1.0}'::real[]"), vector, wanted),
        title=marked(SearchEntry.title, "HighlightAll=true"),
        summary=marked(SearchEntry.summary, "HighlightAll=true"),
        excerpt=marked(SearchEntry.body, f"MaxWords={EXCERPT_WORDS}, MinWords=12"),
    )


def _tsquery(term: Term) -> ColumnElement[str]:
    if not term.is_prefix:
        return func.phraseto_tsquery(_english(), " ".join(term.words))
    *first, last = term.words
    prefix: ColumnElement[str] = func.to_tsquery(_english(), f"{last}:*")
    if not first:
        return prefix
    return cast(func.tsquery_phrase(func.phraseto_tsquery(_english(), " ".join(first)), prefix), TSQUERY)


def _english() -> ColumnElement[str]:
    return cast(literal("english"), REGCONFIG)


def without_marks(text: str) -> str:
    """`text` without the characters that mean a mark."""
    return text.replace(OPEN, "").replace(CLOSE, "")
