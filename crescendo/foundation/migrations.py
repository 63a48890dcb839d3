"""Which migrations there are, and at which of them a database stands.

Both are read without Alembic, whose work is to run them: servers only ask, and would carry it for nothing.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from .database import db

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def known_migrations() -> list[str]:
    """Every migration that this version of the code has, from the first to the newest."""
    return sorted(file.name.partition("_")[0] for file in MIGRATIONS.glob("versions/*_*.py"))


def newest_migration() -> str:
    """The last of all: their numbers, with which their files' names begin, say which follows which."""
    return known_migrations()[-1]


def migration_of(connection: Connection) -> str | None:
    """The migration at which the database stands; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def database_is_current() -> bool:
    """Whether the database can be reached and stands at the newest migration."""
    try:
        return migration_of(db.session.connection()) == newest_migration()
    except SQLAlchemyError:
        return False
