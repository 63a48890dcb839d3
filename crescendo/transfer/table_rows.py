"""Rows of tables as lines of JSON, and back: every value as it was, on SQLite and PostgreSQL alike."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from itertools import islice
from typing import Any

from sqlalchemy import JSON, Column, Connection, MetaData, String, Table, func, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from .package import Unsound

BATCH = 200  # rows in memory at once


def lines_of(connection: Connection, table: Table, columns: Sequence[str]) -> Iterator[bytes]:
    """Every row of `table`, with `columns`, in the order of its key; one line each."""
    chosen = [table.c[name] for name in columns]
    statement = select(*chosen).order_by(*(_in_order(connection, column) for column in table.primary_key.columns))
    with connection.execute(statement, execution_options={"yield_per": BATCH}) as rows:
        for row in rows:
            values = {name: _plain(value) for name, value in zip(columns, row, strict=True)}
            yield json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def load_rows(connection: Connection, name: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[int]:
    """Put `rows` into the table of that name, in place of what a migration put there; yields how many it has put in.

    The columns are those that the database has now, whatever models say: a backup may be of an older version.
    """
    if not inspect(connection).has_table(name):
        raise Unsound(f"The file has rows of {name[:80]!r}, which is no table of ours.")
    table = Table(name, MetaData(), *(_column(facts) for facts in inspect(connection).get_columns(name)))
    if connection.execute(select(text("1")).select_from(table).limit(1)).first():
        connection.execute(table.delete())
    remaining, readers = iter(rows), {column.name: _reader(column) for column in table.columns}
    while batch := list(islice(remaining, BATCH)):
        try:
            values = [{key: readers[key](value) for key, value in row.items()} for row in batch]
        except (KeyError, ValueError, TypeError, ArithmeticError) as error:
            raise Unsound(f"A row of {name} in the file cannot be read: {error!r}.") from error
        try:
            connection.execute(table.insert(), values)
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
            raise Unsound(f"A row of {name} in the file does not fit into the database: {reason}.") from error
        yield len(batch)


@contextmanager
def references_in_any_order(connection: Connection) -> Iterator[None]:
    """Let rows come before those that they name. All references are checked at the end, or with the commit."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        yield
        return
    constraints = connection.execute(text(_CONSTRAINTS)).all()
    for table, name, _definition in constraints:
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    yield
    for table, name, definition in constraints:
        connection.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


_CONSTRAINTS = """
    SELECT quote_ident(pg_class.relname), quote_ident(conname), pg_get_constraintdef(pg_constraint.oid)
    FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
    ORDER BY 1, 2
"""


def count_on(connection: Connection, names: Iterable[str]) -> None:
    """Let PostgreSQL number new rows after those that were put in; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for name in names:
        if any(column["name"] == "id" for column in inspect(connection).get_columns(name)):
            newest = f"SELECT coalesce(max(id), 1), max(id) IS NOT NULL FROM {name}"  # noqa: S608 (a table of ours)
            number, is_taken = connection.execute(text(newest)).one()
            sequence = func.pg_get_serial_sequence(name, "id")
            connection.execute(select(func.setval(sequence, number, is_taken)))


def _in_order(connection: Connection, column: Column[Any]) -> Any:
    """`column` to sort by, the same on every database: PostgreSQL would sort words as some language does."""
    if connection.dialect.name == "postgresql" and isinstance(column.type, String):
        return column.collate("C")
    return column


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):  # a time as well
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return b64encode(value).decode() if isinstance(value, bytes) else value


def _column(facts: Mapping[str, Any]) -> Column[Any]:
    """A column as the database describes it; no value of JSON is NULL rather than JSON's null."""
    kind = facts["type"]
    return Column(facts["name"], JSON(none_as_null=True) if isinstance(kind, JSON) else kind)


def _reader(column: Column[Any]) -> Callable[[Any], Any]:
    try:
        kind = column.type.python_type
    except NotImplementedError:
        return lambda value: value
    read = _READERS.get(kind, lambda value: value)
    return lambda value: None if value is None else read(value)


_READERS: Mapping[type, Callable[[Any], Any]] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    Decimal: Decimal,
    bytes: b64decode,
}
