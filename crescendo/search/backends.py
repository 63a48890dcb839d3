"""How each database finds entries. Both stem English words, and weigh title, names, summary and body.

SQLite: FTS5 tables (sqlite.org/fts5.html) that triggers keep equal to `search_entries`, one of all texts and a small
one of heads: titles, names and summaries. PostgreSQL: a generated `search_vector` column. Migrations 0002 and 0016 make
them.
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
    select,
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
_FTS5_OF_HEADS = table("search_heads", column("rowid"), column("rank"))
_HEADS: ColumnElement[str] = literal_column("search_heads")
_VECTOR: ColumnElement[str] = literal_column("search_entries.search_vector")
_ENGLISH: ColumnElement[str] = literal_column("'english'::regconfig")


@dataclass(frozen=True, eq=False)
class Texts:
    """The texts of entries that match a query, with `OPEN` and `CLOSE` around found words, and where to find them.

    Compared with others as `unsought`, their number lets the index be read once, not searched for each of them.
    """

    index: FromClause
    number: ColumnElement[int]
    unsought: ColumnElement[int]
    condition: ColumnElement[bool]
    title: ColumnElement[str]
    summary: ColumnElement[str]
    excerpt: ColumnElement[str]


@dataclass(frozen=True, eq=False)
class Hits:
    """The entries that match a query: where to select from, under which condition, and what to know of each.

    `index` is what alone tells which they are. `number` is that of the entry, higher for those written later. The
    higher the `rank`, the better. The words themselves are parameters of the statement, so that all queries of a form
    share it: see `hits`.
    """

    source: FromClause
    index: FromClause
    number: ColumnElement[int]
    condition: ColumnElement[bool]
    rank: ColumnElement[float]
    texts: Texts


def hits(query: Query, *, all_terms: bool = True, in_heads: bool = False) -> tuple[Hits, dict[str, str]]:
    """What `query` matches, with the parameters that say which: where all of its terms occur, or any of them;

    anywhere, or in heads, which are titles, names and summaries.
    """
    if db.engine.dialect.name == "sqlite":
        wanted = (" AND " if all_terms else " OR ").join(map(_fts5, query.wanted))
        excluded = " OR ".join(map(_fts5, query.excluded))
        words = {"wanted": wanted, "match": f"({wanted}) NOT ({excluded})" if excluded else wanted}
        form = _sqlite_heads(bool(excluded)) if in_heads else _sqlite()
        return form, {**words, "excluded": excluded} if excluded else words
    terms = [*query.wanted, *query.excluded]
    names = [_names(number, term) for number, term in enumerate(terms)]
    searched, excluded_names = tuple(names[: len(query.wanted)]), tuple(names[len(query.wanted) :])
    form = _postgres(searched, excluded_names, all_terms, in_heads)
    return form, dict(pair for term, each in zip(terms, names, strict=True) for pair in _parameters(term, each))


def entries_with(name: str, database: str) -> tuple[FromClause, ColumnElement[int], ColumnElement[bool]]:
    """Where to select the entries from that speak of the word which the parameter `name` holds (see `spoken_of`).

    With the number of each, higher for those written later, and the condition. The body does not count.
    """
    word = bindparam(name, type_=String)
    if database == "sqlite":
        heads = _FTS5_OF_HEADS.c.rowid
        return join(_FTS5_OF_HEADS, SearchEntry, SearchEntry.id == heads), heads, _HEADS.op("MATCH")(word)
    entries = SearchEntry.__table__
    return entries, entries.c.id, _VECTOR.op("@@")(func.to_tsquery(_ENGLISH, word))


def spoken_of(word: str) -> str:
    """What looks for `word` in heads."""
    return f'"{word}"' if db.engine.dialect.name == "sqlite" else f"{word}:ABC"


@cache
def _sqlite() -> Hits:
    matches = _WHOLE.op("MATCH")(bindparam("match", type_=String))
    return Hits(
        source=join(_FTS5, SearchEntry, SearchEntry.id == _FTS5.c.rowid),
        index=_FTS5,
        number=_FTS5.c.rowid,
        condition=matches,
        rank=-_FTS5.c.rank,
        texts=Texts(
            index=_FTS5,
            number=_FTS5.c.rowid,
            unsought=_FTS5.c.rowid + 0,
            condition=matches,
            title=func.highlight(_WHOLE, 0, OPEN, CLOSE),
            summary=func.highlight(_WHOLE, 2, OPEN, CLOSE),
            excerpt=func.snippet(_WHOLE, 3, OPEN, CLOSE, "…", EXCERPT_WORDS),
        ),
    )


@cache
def _sqlite_heads(has_excluded: bool) -> Hits:
    """What has the wanted words in its head. Those that are excluded may stand anywhere."""
    found: ColumnElement[bool] = _HEADS.op("MATCH")(bindparam("wanted", type_=String))
    if has_excluded:
        unwanted = select(_FTS5.c.rowid).where(_WHOLE.op("MATCH")(bindparam("excluded", type_=String)))
        found = and_(found, _FTS5_OF_HEADS.c.rowid.not_in(unwanted))
    return Hits(
        source=join(_FTS5_OF_HEADS, SearchEntry, SearchEntry.id == _FTS5_OF_HEADS.c.rowid),
        index=_FTS5_OF_HEADS,
        number=_FTS5_OF_HEADS.c.rowid,
        condition=found,
        rank=-_FTS5_OF_HEADS.c.rank,
        texts=_sqlite().texts,
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
def _postgres(searched: tuple[_Names, ...], excluded: tuple[_Names, ...], all_terms: bool, in_heads: bool) -> Hits:
    # The operators of tsquery, not those of SQL, combine terms: they pass over words that English is full of.
    between, queries = "&&" if all_terms else "||", map(_tsquery, searched)
    wanted = reduce(lambda one, other: one.op(between)(other), queries)
    terms = reduce(lambda one, other: one.op("&&")(func.tsquery_not(_tsquery(other))), excluded, wanted)

    def marked(field: InstrumentedAttribute[str], options: str) -> ColumnElement[str]:
        return func.ts_headline(_ENGLISH, field, wanted, f"StartSel={OPEN}, StopSel={CLOSE}, {options}")

    found: ColumnElement[bool] = _VECTOR.op("@@")(terms)
    if in_heads:
        found = and_(found, func.ts_filter(_VECTOR, literal_column("'{a,b,c}'::\"char\"[]")).op("@@")(wanted))
    entries = SearchEntry.__table__
    return Hits(
        source=entries,
        index=entries,
        number=entries.c.id,
        condition=found,
        rank=func.ts_rank_cd(literal_column("'{0.1, 0.4, 0.6, 1.0}'::real[]"), _VECTOR, wanted),
        texts=Texts(
            index=entries,
            number=entries.c.id,
            unsought=entries.c.id,
            condition=found,
            title=marked(SearchEntry.title, "HighlightAll=true"),
            summary=marked(SearchEntry.summary, "HighlightAll=true"),
            excerpt=marked(SearchEntry.body, f"MaxWords={EXCERPT_WORDS}, MinWords=12"),
        ),
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
