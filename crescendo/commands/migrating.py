"""Migrations on a connection of one's choice, in its transaction."""

import logging
from collections.abc import Callable

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import Connection


def known_migrations() -> set[str]:
    """Every migration that this version of the code has."""
    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def newest_migration() -> str:
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise RuntimeError("There are no migrations.")
    return head


def migration_of(connection: Connection) -> str | None:
    """The migration at which the database stands; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def migrate_to(connection: Connection, revision: str) -> None:
    """Bring the database to a later migration, or an empty one to any."""
    _run(command.upgrade, connection, revision)


def take_all_back(connection: Connection) -> None:
    """Undo every migration, which leaves no table of ours."""
    _run(command.downgrade, connection, "base")


def _run(work: Callable[[Config, str], None], connection: Connection, revision: str) -> None:
    config = _config()
    config.attributes["connection"] = connection
    logging.disable(logging.INFO)  # what Alembic says of each step is for `flask db`
    try:
        work(config, revision)
    finally:
        logging.disable(logging.NOTSET)
        logging.getLogger("alembic").setLevel(logging.WARNING)


def _config() -> Config:
    migrations = current_app.extensions["migrate"]
    config: Config = migrations.migrate.get_config(migrations.directory)
    return config
