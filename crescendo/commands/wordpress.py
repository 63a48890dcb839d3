"""`flask import wordpress`: moving in from WordPress, with a report of everything that the file holds."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app

from ..catalog.price_sources import RowOutcome
from ..foundation.database import unit_of_work
from ..foundation.errors import Conflict
from ..foundation.money import is_currency
from ..foundation.slugs import is_slug
from ..transfer.models import ImportKind, ImportRun
from ..transfer.price_rows import Unreadable
from ..transfer.run_queries import all_rows_of_run, import_run
from ..transfer.run_reports import as_data, lines_of, reconciled
from ..transfer.runs import Running, prepare_run
from ..transfer.wordpress.importing import import_wordpress
from ..transfer.wordpress.moving import MoveOptions
from .imports import imports

TOLD = 200  # rows in the terminal; the studio and --json show all


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
        currency=_currency(currency or settings.currency),
        media_folder=media_folder,
        fetcher=settings.fetcher if download else None,
    )
    with unit_of_work():
        run_id = prepare_run(ImportKind.WORDPRESS, filename=file.name, is_dry_run=dry_run, by=None).id
    try:
        with file.open("rb") as opened, _bar() as on_progress:
            import_wordpress(opened, Running(run_id, on_progress=on_progress), options, by=None)
    except Unreadable as error:
        raise click.ClickException(str(error)) from error
    except Conflict as error:
        raise click.ClickException("Another import is running. Wait until it is done, then try again.") from error
    run = import_run(run_id)
    report = as_data(run, iter(all_rows_of_run(run)))
    click.echo(json.dumps(report, indent=2, ensure_ascii=False) if as_json else "\n".join(_in_words(run)))


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    """A bar on the console, which begins when the file was read and its rows are counted."""
    with click.progressbar(length=1, label="Importing", file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield show


def _in_words(run: ImportRun) -> Iterator[str]:
    told = 0
    for row in all_rows_of_run(run):
        for line in lines_of(row):
            told += 1
            if told <= TOLD:
                yield f"{row.kind} {row.number} ({row.name}), {row.outcome}: {line}"
    if told > TOLD:
        yield f"… and {told - TOLD} more: see “Imports” in the studio, or use --json."
    yield "Nothing was changed. It would be:" if run.is_dry_run else (run.message or "Done.")
    for each in reconciled(run):
        counts = [f"{each.outcomes[outcome]} {outcome}" for outcome in RowOutcome if each.outcomes[outcome]]
        counts += [f"{each.missing} not reached"] if each.missing else []
        yield f"  {each.kind}: {each.expected} in the file, {', '.join(counts)}"


def _slug(text: str) -> str:
    if not is_slug(text):
        raise click.ClickException(f"“{text}” is no name of a category: use lower-case letters and hyphens.")
    return text


def _currency(text: str) -> str:
    if not is_currency(text.upper()):
        raise click.ClickException(f"“{text}” is no currency. Write a code such as USD.")
    return text.upper()
