"""`flask search`: the index that readers search."""

import click
from flask.cli import AppGroup

from ..foundation.database import unit_of_work
from ..search.actions import reindex as write_anew
from ..search.queries import indexable_count, is_empty

search = AppGroup("search", help="Care for the index that readers search.")


@search.command("reindex")
def reindex() -> None:
    """Write the search index anew. Readers search the old one until this is done."""
    write_index()
    click.echo("Done.")


def index_if_empty() -> None:
    """Write the index if there is none yet: the migration that makes it leaves it empty."""
    if is_empty() and indexable_count():
        write_index()


def write_index() -> None:
    """Write the index anew in one transaction, showing progress."""
    with (
        unit_of_work(),
        click.progressbar(length=indexable_count(), label="Writing the search index") as bar,
    ):
        for _entry in write_anew():
            bar.update(1)
