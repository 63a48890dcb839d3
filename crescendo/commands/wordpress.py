"""`flask import wordpress`: moving in from WordPress, with a report of everything that the file holds."""

from pathlib import Path

import click
from flask import current_app

from ..foundation.slugs import is_slug
from ..transfer.models import ImportKind
from ..transfer.wordpress.importing import import_wordpress
from ..transfer.wordpress.moving import MoveOptions
from .imports import imports
from .named import currency_named
from .runs import run_import


@imports.command("wordpress")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--media-folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A copy of wp-content/uploads.",
)
@click.option("--download", is_flag=True, help="Fetch pictures from the old site.")
@click.option("--pages", default="", help="Make guides of pages, in this category; else they are left out.")
@click.option("--category", default="guides", show_default=True, help="The category of guides that are in none.")
@click.option("--currency", default="", help="Of the old shop’s prices; else that of the site.")
@click.option("--dry-run", is_flag=True, help="Say what would become of everything, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the report, with every row, as JSON.")
def from_wordpress(
    file: Path,
    *,
    media_folder: Path | None,
    download: bool,
    pages: str,
    category: str,
    currency: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Read FILE, which WordPress made under Tools, Export: guides, pictures, authors, categories, tags, products."""
    settings = current_app.config["SETTINGS"]
    options = MoveOptions(
        category=_slug(category),
        pages=_slug(pages) if pages else "",
        currency=currency_named(currency or settings.currency),
        media_folder=media_folder,
        fetcher=settings.fetcher if download else None,
    )
    with file.open("rb") as opened:
        run_import(
            ImportKind.WORDPRESS,
            lambda running: import_wordpress(opened, running, options, by=None),
            filename=file.name,
            dry_run=dry_run,
            as_json=as_json,
        )


def _slug(text: str) -> str:
    if not is_slug(text):
        raise click.ClickException(f"“{text}” is no name of a category: use lower-case letters and hyphens.")
    return text
