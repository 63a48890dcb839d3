"""`flask export`: the site in files that others can read."""

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from obstore.exceptions import BaseError
from sqlalchemy.exc import SQLAlchemyError

from ..config import Settings
from ..foundation.database import reading
from ..foundation.migrations import migration_of, newest_migration
from ..journal.whole_queries import guide_count
from ..media.queries import asset_count
from ..presentation.reading import this_reading
from ..syndication.wxr import write_wxr
from ..transfer.site_export import size_of_site, write_site
from ..transfer.snapshots import snapshot
from .whole_files import whole_file

exports = AppGroup("export", help="Write the site to files that others can read.")


@exports.command("site")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export_site(file: Path) -> None:
    """Write the whole site to FILE: guides as Markdown, products and the rest as CSV and JSON, and pictures."""
    try:
        with whole_file(file) as opened, snapshot() as connection:
            schema = migration_of(connection)
            if schema != newest_migration():
                raise click.ClickException("The database is not at the newest migration. Run `flask db upgrade` first.")
            steps = write_site(opened, connection, schema=schema)
            length = size_of_site(connection)
            with click.progressbar(length=length, label="Exporting", file=sys.stderr) as bar:
                for is_member in steps:
                    bar.update(int(is_member))
    except (OSError, BaseError, SQLAlchemyError) as error:
        raise click.ClickException(f"The site could not be exported: {error}") from error
    click.echo(f"Wrote {file} ({file.stat().st_size / 1_000_000:.1f} MB).")


@exports.command("wordpress")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export_wordpress(file: Path) -> None:
    """Write guides to FILE as WordPress imports them (WXR 1.2). It fetches the pictures from this site."""
    settings: Settings = current_app.config["SETTINGS"]
    try:
        with whole_file(file) as opened, reading():
            steps = write_wxr(opened, this_reading(), site=settings.site_name, zone=settings.timezone)
            length = guide_count() + asset_count()
            with click.progressbar(steps, length=length, label="Exporting", file=sys.stderr) as bar:
                for _name in bar:
                    pass
    except (OSError, SQLAlchemyError) as error:
        raise click.ClickException(f"The guides could not be exported: {error}") from error
    click.echo(f"Wrote {file}. Keep this site running until WordPress has fetched the pictures.")
