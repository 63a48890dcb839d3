"""Whether the database itself is whole: its pages, and the references between its rows."""

from collections.abc import Iterator

from sqlalchemy import ForeignKeyConstraint, Table, and_, exists, func, select, text

from ...foundation.database import Base, db
from .faults import RESTORE, Fault


def faults_of_pages(thorough: bool) -> Iterator[Fault]:
    """What SQLite says of its file. PostgreSQL checks its pages by itself, where it was told to."""
    if db.engine.dialect.name != "sqlite":
        return
    pragma = "integrity_check" if thorough else "quick_check"
    for (line,) in db.session.execute(text(f"PRAGMA {pragma}")):
        if line != "ok":
            yield Fault("database file", f"SQLite finds it damaged: {line}.", f"Stop the server. {RESTORE}")


def faults_of_references(_thorough: bool) -> Iterator[Fault]:
    """Rows that name others which are not there."""
    for table in Base.metadata.tables.values():
        for constraint in table.foreign_key_constraints:
            if count := _dangling(table, constraint):
                yield Fault(
                    f"table {table.name}",
                    f"{count} rows name something in {constraint.referred_table.name} that is not there"
                    f" ({', '.join(constraint.column_keys)}).",
                    f"Somebody changed the database by hand. {RESTORE}",
                )


def _dangling(table: Table, constraint: ForeignKeyConstraint) -> int:
    referred = constraint.referred_table.alias("referred")
    pairs = [(element.parent, referred.c[element.column.name]) for element in constraint.elements]
    is_there = exists().where(*(here == there for here, there in pairs)).correlate(table)
    given = and_(*(here.is_not(None) for here, _there in pairs))
    return db.session.scalar(select(func.count()).select_from(table).where(given, ~is_there)) or 0
