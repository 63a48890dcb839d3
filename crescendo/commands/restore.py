"""`flask restore`: a backup in the place of what is there, which is kept aside."""

import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import chain, count
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from obstore.exceptions import BaseError
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from ..config import Settings
from ..foundation import clock
from ..foundation.database import db
from ..foundation.errors import Rejected
from ..foundation.migrations import known_migrations, migration_of, newest_migration
from ..transfer.package import Package, Progress, Unsound
from ..transfer.restoring import open_backup, restore_files, restore_rows
from .backup import back_up
from .doctor import report_on_site
from .migrating import migrate_to, take_all_back

LOOKS = 20  # each a tenth of a second after the one before
STOP = "Somebody uses the database: most likely the server runs, or its jobs do. Stop them first. Nothing was changed."


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def restore(file: Path) -> None:
    """Put the backup in FILE in the place of the database, whose former state is kept aside; then run the doctor."""
    settings: Settings = current_app.config["SETTINGS"]
    try:
        with open_backup(file, known=known_migrations()) as package:
            _shown("Checking the backup", package.check(), package.size)
            kept = _restored(package, settings.data)
    except (Unsound, Rejected) as error:
        raise click.ClickException(f"{error} Nothing was changed.") from error
    except (OSError, BaseError, SQLAlchemyError) as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise click.ClickException(f"The backup could not be restored: {reason}. No row was changed.") from error
    if kept:
        click.echo(f"What was there before is kept in {kept}")
    click.echo("Restored. Everybody has to sign in anew.")
    report_on_site(deep=False)


def _restored(package: Package, data: Path) -> Path | None:
    """Restore, and say where the former database is; None when there was none."""
    data.mkdir(parents=True, exist_ok=True)
    db.session.remove()
    db.engine.dispose()
    if db.engine.dialect.name == "sqlite":
        return _into_sqlite(package, Path(str(db.engine.url.database)))
    return _into_postgres(package, _free_name(data, ".zip"))


def _free_name(folder: Path, ending: str = "") -> Path:
    """Where to keep aside what was there: a name that no earlier restore took, not even one in the same second."""
    stem = f"before-restore-{clock.now():%Y%m%dT%H%M%SZ}"
    names = chain([f"{stem}{ending}"], (f"{stem}-{number}{ending}" for number in count(2)))
    return next(path for name in names if not (path := folder / name).exists())


def _into_sqlite(package: Package, path: Path) -> Path | None:
    """Make a new file, and let it take the place of the old one in one step."""
    new = path.with_name(f"{path.name}.restoring")
    with _nobody_else_uses(path):
        _shown("Restoring pictures", restore_files(package), package.size)
        _remove(new)
        engine = create_engine(f"sqlite:///{new}")
        try:
            with engine.begin() as connection:
                _fill(package, connection)
            with engine.connect() as connection:
                connection.exec_driver_sql("ROLLBACK")
                connection.exec_driver_sql("PRAGMA journal_mode = DELETE")  # all of it is in the one file from now on
                connection.exec_driver_sql("BEGIN")
            engine.dispose()
            return _exchange(path, new)
        finally:
            engine.dispose()
            _remove(new)


def _into_postgres(package: Package, aside: Path) -> Path | None:
    """Exchange all tables in one transaction, having written the rows that were there to a backup of their own."""
    if _has_others():
        raise click.ClickException(STOP)
    with db.engine.connect() as connection:
        former = migration_of(connection)
    if former is not None:
        if former != newest_migration():
            advice = "Run `flask db upgrade` first, so that it can be kept aside, or name an empty database."
            raise click.ClickException(f"The database that is there is not at the newest migration. {advice}")
        back_up(aside, media=False)
    _shown("Restoring pictures", restore_files(package), package.size)
    with db.engine.begin() as connection:
        if former is not None:
            take_all_back(connection)
        _fill(package, connection)
    return aside if former is not None else None


def _has_others() -> bool:
    """Whether anybody else is there, and stays: the server takes a moment to end what was closed, our own too."""
    for _look in range(LOOKS):
        with db.engine.connect() as connection:
            if not connection.scalar(text(_OTHERS)):
                return False
        time.sleep(0.1)
    return True


_OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def _fill(package: Package, connection: Connection) -> None:
    """Make the tables that the backup was made of, put its rows in, and bring all to the newest migration."""
    migrate_to(connection, str(package.facts["schema"]))
    _shown("Restoring rows", restore_rows(package, connection), None)
    migrate_to(connection, newest_migration())


@contextmanager
def _nobody_else_uses(path: Path) -> Iterator[None]:
    """Hold a SQLite file for ourselves, with everything in it that stood in the log beside it."""
    if not path.exists():
        yield
        return
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                raise click.ClickException(STOP) from error
            raise click.ClickException(f"{path} cannot be used: {error}. Nothing was changed.") from error
        except sqlite3.DatabaseError:
            click.echo(f"{path} is damaged; it is kept aside as it is.", err=True)
        yield


def _exchange(path: Path, new: Path) -> Path | None:
    descriptor = os.open(new, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
    if not path.exists():
        new.replace(path)
        return None
    aside = _free_name(path.parent)  # within the same file system, whatever the data folder is
    aside.mkdir()
    for ending in ("", "-wal", "-shm"):  # the latter two are there only beside a damaged file
        if (beside := path.with_name(path.name + ending)).exists():
            (aside / beside.name).hardlink_to(beside)  # a copy would be opened, which ends our hold on the file
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    new.replace(path)
    return aside


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _shown(label: str, progress: Progress, length: int | None) -> None:
    with click.progressbar(length=length or 0, label=label, file=sys.stderr) as bar:
        for amount in progress:
            bar.update(amount)
