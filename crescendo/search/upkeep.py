"""Keeping SQLite's indexes of words whole and in few parts; PostgreSQL sees to its own.

A search looks through each part. Every save adds a small one, and FTS5 by itself merges only those of a size. See
sqlite.org/fts5.html, section 6, “Special INSERT Commands”.
"""

from sqlalchemy import text

from ..foundation.database import db, reading, unit_of_work

INDEXES = ("search_fts", "search_heads")
MOST_PARTS = 8
STEP = 64  # pages written while nobody else can write


def rebuild_index() -> None:
    """Let the words be those of the entries again, whatever happened to them: damaged ones cannot even be removed."""
    _let_all("rebuild")


def merge_whole_index() -> None:
    """Make one part of all, in the current transaction."""
    _let_all("optimize")


def merge_grown_index() -> None:
    """Make one part of all where they have become many, in transactions so short that nobody has to wait for them."""
    if db.engine.dialect.name == "sqlite":
        for index in INDEXES:
            if _parts_of(index) > MOST_PARTS:
                _merge(index, -STEP)  # below zero it takes parts of any size from now on
                while _merge(index, STEP):
                    pass


def _let_all(command: str) -> None:
    if db.engine.dialect.name == "sqlite":
        for index in INDEXES:
            db.session.execute(text(f"INSERT INTO {index}({index}) VALUES ('{command}')"))  # noqa: S608 (our own names)


def _parts_of(index: str) -> int:
    with reading():
        return db.session.scalar(text(f"SELECT count(DISTINCT segid) FROM {index}_idx")) or 0  # noqa: S608 (our own names)


def _merge(index: str, pages: int) -> bool:
    """Whether there was anything to do: two rows change at least when there was."""
    with unit_of_work():
        before = _total_changes()
        merge = f"INSERT INTO {index}({index}, rank) VALUES ('merge', :pages)"  # noqa: S608 (our own names)
        db.session.execute(text(merge), {"pages": pages})
        return _total_changes() - before >= 2


def _total_changes() -> int:
    return db.session.scalar(text("SELECT total_changes()")) or 0
