"""`flask backup`: everything in one file, while the site is being written to."""

import sys
from pathlib import Path
from typing import IO

import click
from flask.cli import with_appcontext
from obstore.exceptions import BaseError
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from ..foundation.migrations import migration_of, newest_migration
from ..transfer.backup import PictureDeleted, size_of_backup, write_backup
from ..transfer.snapshots import snapshot
from .whole_files import whole_file

TRIES = 5  # each needs somebody to delete a picture while it runs


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--without-renditions", is_flag=True, help="Leave out sizes of pictures; restoring makes them anew.")
@with_appcontext
def backup(file: Path, *, without_renditions: bool) -> None:
    """Write database and pictures to FILE, as they are at one moment. Keep it safe: it holds hashes of passwords."""
    try:
        missing = back_up(file, renditions=not without_renditions)
    except (OSError, BaseError, SQLAlchemyError) as error:
        raise click.ClickException(f"The backup could not be made: {error}") from error
    for path in missing:
        click.echo(f"Not in the backup, because it is not in the storage: {path}", err=True)
    click.echo(f"Wrote {file} ({file.stat().st_size / 1_000_000:.1f} MB).")


def back_up(file: Path, *, media: bool = True, renditions: bool = True) -> list[str]:
    """Write a backup to `file`, which must not be there yet; files that the storage lacks."""
    for _try in range(TRIES):
        try:
            with whole_file(file) as opened, snapshot() as connection:
                return _written(opened, connection, media=media, renditions=renditions)
        except PictureDeleted:
            continue
    raise click.ClickException("Pictures are being deleted all the time. Try again when that is over.")


def _written(opened: IO[bytes], connection: Connection, *, media: bool, renditions: bool) -> list[str]:
    schema = migration_of(connection)
    if schema != newest_migration():
        raise click.ClickException("The database is not at the newest migration. Run `flask db upgrade` first.")
    length = size_of_backup(connection, media=media, renditions=renditions)
    steps = write_backup(opened, connection, schema=schema, media=media, renditions=renditions)
    with click.progressbar(steps, length=length, label="Backing up", file=sys.stderr) as bar:
        return [step.name for step in bar if step.is_missing]
