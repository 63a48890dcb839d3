"""The database: declarative base, column types, transactions. Flask-SQLAlchemy is met here alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    TypeDecorator,
    event,
    func,
    select,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.orm.decl_api import declared_attr

from .errors import Conflict

if TYPE_CHECKING:
    from sqlalchemy.dialects.sqlite import Insert

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An aware UTC time with second precision, on SQLite (which keeps no zone) and PostgreSQL alike."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without a zone cannot be stored.")
        moment = value.astimezone(UTC).replace(microsecond=0)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 (the signature of SQLAlchemy)
    ) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of all models. Its metadata names every constraint."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map = {datetime: UTCDateTime()}  # noqa: RUF012 (read once, by SQLAlchemy)


class Versioned:
    """A row that an author edits: `version` counts its saves, so that two tabs never overwrite each other."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 (a class method by its decorator)
        return {"version_id_col": cls.version, "version_id_generator": False}


def claim(row: Versioned, version: int) -> None:
    """Take `row` for a change, having read it at `version`; `Conflict` when it was saved since."""
    if row.version != version:
        raise Conflict
    row.version += 1


def insertion(model: type[Base]) -> "Insert":
    """An INSERT for many plain rows, which spares the work that the ORM has with each.

    It is that of the database at hand, so that it can say what to do on conflict.
    """
    dialect = import_module(f"sqlalchemy.dialects.{db.engine.dialect.name}")
    statement: Insert = dialect.insert(model.__table__)
    return statement


def choice(enum: type[StrEnum], name: str) -> Enum:
    """A column type for one of a few words, which the database checks under the constraint's `name`."""
    return Enum(
        enum,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


db = SQLAlchemy(metadata=Base.metadata)

STATEMENTS = 16  # prepared ones that a connection of SQLite keeps
JOURNAL_SIZE = 16 * 1024 * 1024  # bytes of SQLite's write-ahead log that stay on disk once it begins anew
_AFTER_COMMIT = "after_commit"
_will_write: ContextVar[bool] = ContextVar("will_write", default=True)


def expect_reads_only(reads_only: bool) -> None:
    """Say whether the coming transactions of this request only read.

    SQLite must know at BEGIN: a transaction that read first and writes later fails at once when another
    writer came between, whatever the busy timeout.
    """
    _will_write.set(not reads_only)


@contextmanager
def beginning_to_read() -> Iterator[None]:
    """Transactions that begin within the block only read, so they never keep anybody who writes waiting."""
    token = _will_write.set(False)
    try:
        yield
    finally:
        _will_write.reset(token)


@contextmanager
def beginning_to_write() -> Iterator[None]:
    """Transactions that begin within the block may write after they read, even where others only read."""
    token = _will_write.set(True)
    try:
        yield
    finally:
        _will_write.reset(token)


@contextmanager
def reading() -> Iterator[None]:
    """One transaction of the session that only reads, and sees the database as it is at one moment."""
    db.session.rollback()
    with beginning_to_read():
        if db.engine.dialect.name == "postgresql":
            db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        try:
            yield
        finally:
            db.session.rollback()


@contextmanager
def unit_of_work() -> Iterator[None]:
    """One transaction: committed whole when the block ends, undone whole when it raises."""
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


@contextmanager
def attempt() -> Iterator[None]:
    """A part of the current transaction that is undone alone when the block raises."""
    with db.session.begin_nested():
        yield


def let_go_of_rows() -> None:
    """Part all rows from the session, so that threads may share them. What was not loaded with them stays unloaded."""
    db.session.expunge_all()


def after_commit(work: Callable[[], None]) -> None:
    """Do `work` once the current transaction is committed. Any rollback until then, even of a part, forgets it."""
    db.session().info.setdefault(_AFTER_COMMIT, []).append(work)


def lock_name(session: Session, name: str) -> None:
    """Let nobody else hold `name` until this transaction ends. SQLite has one writer at a time anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


@event.listens_for(Session, "after_commit")
def _do_work(session: Session) -> None:
    if session.in_nested_transaction():
        return
    for work in session.info.pop(_AFTER_COMMIT, []):
        work()


@event.listens_for(Session, "after_rollback")
def _forget_work(session: Session) -> None:
    session.info.pop(_AFTER_COMMIT, None)


@event.listens_for(Engine, "do_connect")
def _bound_statements(dialect: Dialect, _record: Any, _given: Any, named: dict[str, Any]) -> None:
    """Let each connection keep few prepared statements: ours are long, and each takes up to a tenth of a megabyte."""
    if dialect.name == "sqlite":
        named["cached_statements"] = STATEMENTS


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if not type(connection).__module__.startswith("sqlite3"):
        return
    connection.isolation_level = None  # BEGIN is ours to say, see below
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "busy_timeout = 30000",
        "temp_store = MEMORY",
        f"journal_size_limit = {JOURNAL_SIZE}",  # else it stays as large as an import made it
        "cache_size = -256",  # kB of each thread's connection: the system keeps the file in memory once for all
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Any) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _will_write.get() else "BEGIN")
