"""Running migrations: `flask db`, and what other commands need.

Alembic is loaded only then. With the database dialects that it brings it takes 7 MB, which no server has a use for.
"""

import logging
from collections.abc import Callable
from functools import cached_property
from typing import Any

import click
from flask import Flask
from sqlalchemy import Connection

from ..foundation.database import db
from ..foundation.migrations import MIGRATIONS, newest_migration


class MigrationCommands(click.Command):
    """`flask db`, all of which is Flask-Migrate's."""

    def __init__(self, app: Flask) -> None:
        super().__init__("db", help="Migrate the database, or say where it stands.")
        self._app = app

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        return self._theirs.make_context(info_name, args, parent, **extra)

    @cached_property
    def _theirs(self) -> click.Command:
        from flask_migrate import Migrate
        from flask_migrate.cli import db as commands

        Migrate(self._app, db, directory=str(MIGRATIONS))
        return commands


def migrate_database() -> None:
    """Bring the application's database to the newest migration."""
    with db.engine.begin() as connection:
        migrate_to(connection, newest_migration())


def migrate_to(connection: Connection, revision: str) -> None:
    """Bring the database of `connection`, in its transaction, to a later migration, or an empty one to any."""
    from alembic.command import upgrade

    _run(upgrade, connection, revision)


def take_all_back(connection: Connection) -> None:
    """Undo every migration, which leaves no table of ours."""
    from alembic.command import downgrade

    _run(downgrade, connection, "base")


def _run(work: Callable[..., None], connection: Connection, revision: str) -> None:
    from alembic.config import Config

    config = Config(MIGRATIONS / "alembic.ini", attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS))
    logging.disable(logging.INFO)  # what Alembic says of each step is for `flask db`
    try:
        work(config, revision)
    finally:
        logging.disable(logging.NOTSET)
        logging.getLogger("alembic").setLevel(logging.WARNING)
