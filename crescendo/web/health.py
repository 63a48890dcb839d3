"""Whether the database answers and has every migration."""

from functools import lru_cache

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from ..foundation.database import db


def database_is_current(app: Flask) -> bool:
    """Whether the database can be reached and stands at the newest migration."""
    try:
        current = migration_of_database()
    except SQLAlchemyError:
        return False
    return current == _newest_migration(app.extensions["migrate"].directory)


def migration_of_database() -> str | None:
    """The migration at which the database stands; None for an empty one."""
    return MigrationContext.configure(db.session.connection()).get_current_revision()


@lru_cache(maxsize=1)
def _newest_migration(folder: str) -> str | None:
    return ScriptDirectory(folder).get_current_head()
