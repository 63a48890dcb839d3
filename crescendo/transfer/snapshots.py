"""The database as it is at one moment, read for as long as it takes while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text

from ..foundation.database import beginning_to_read, db


@contextmanager
def snapshot(engine: Engine | None = None) -> Iterator[Connection]:
    """A connection that goes on seeing the database as it is now, and keeps nobody waiting.

    `engine` is for those whom the application has let go of already, as an answer that is still being sent.
    """
    with (engine or db.engine).connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with beginning_to_read():
            is_sqlite = connection.dialect.name == "sqlite"
            connection.execute(
                text("SELECT 1 FROM sqlite_master" if is_sqlite else "SELECT 1")
            )  # it looks from here on
        yield connection
        connection.rollback()
