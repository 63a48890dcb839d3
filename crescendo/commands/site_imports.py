"""`flask import site`: a site archive into an empty site."""

import sys
from pathlib import Path

import click
from flask.cli import with_appcontext
from obstore.exceptions import BaseError
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from ..foundation.database import db, unit_of_work
from ..foundation.migrations import known_migrations, migration_of, newest_migration
from ..search.actions import reindex
from ..transfer.package import Package, Progress, Unsound
from ..transfer.site_import import import_pictures, import_rows, open_site, what_is_there
from .migrating import migrate_to, take_all_back


@click.command("site")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def import_site(file: Path) -> None:
    """Make an empty site the one in FILE, with the same addresses. Its accounts come back disabled."""
    try:
        with open_site(file, known=known_migrations()) as package:
            with unit_of_work():
                _require_empty(db.session.connection())
            _shown("Checking the archive", package.check(), package.size)
            _count("Importing pictures", import_pictures(package))
            with unit_of_work():
                _import(package, db.session.connection())
    except Unsound as error:
        raise click.ClickException(f"{error} Nothing was imported.") from error
    except (OSError, BaseError, SQLAlchemyError) as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise click.ClickException(f"The site could not be imported: {reason}. Nothing was imported.") from error
    click.echo("Imported. Its accounts are disabled: make one of your own with `flask users add`.")


def _import(package: Package, connection: Connection) -> None:
    """Everything of the database, in the transaction of `connection`. An older archive is migrated on the way."""
    _require_empty(connection)
    is_older = package.facts["schema"] != newest_migration()
    if is_older:
        take_all_back(connection)
        migrate_to(connection, str(package.facts["schema"]))
    _count("Importing rows", import_rows(package, connection))
    if is_older:
        migrate_to(connection, newest_migration())
    _count("Writing the search index", reindex())


def _require_empty(connection: Connection) -> None:
    if migration_of(connection) != newest_migration():
        raise click.ClickException("The database is not at the newest migration. Run `flask db upgrade` first.")
    if name := what_is_there(connection):
        raise click.ClickException(
            f"This site is not empty (there are {name.replace('_', ' ')}), and an import replaces nothing."
            " Name an empty database in CRESCENDO_DATABASE_URL, or an empty folder in CRESCENDO_DATA."
        )


def _shown(label: str, progress: Progress, length: int) -> None:
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        for amount in progress:
            bar.update(amount)


def _count(label: str, steps: object) -> None:
    with click.progressbar(steps, label=label, file=sys.stderr) as bar:  # type: ignore[call-overload]
        for _step in bar:
            pass
