"""`flask media`: the files of pictures."""

import json
import sys
from collections.abc import Sequence
from datetime import timedelta

import click
from flask.cli import AppGroup
from obstore.exceptions import BaseError

from ..foundation import clock
from ..foundation.database import unit_of_work
from ..media.sweeping import Leftover, leftovers, remove_unnamed

media = AppGroup("media", help="Care for the files of pictures.")


@media.command("sweep")
@click.option("--dry-run", is_flag=True, help="Say what would be removed, and remove nothing.")
@click.option(
    "--days", type=click.IntRange(min=1), default=1, show_default=True, help="How long a file must be unused."
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def sweep(*, dry_run: bool, days: int, as_json: bool) -> None:
    """Remove files of pictures that were replaced, and what refused uploads left behind."""
    try:
        with unit_of_work():
            found = leftovers(before=clock.now() - timedelta(days=days))
        gone = found if dry_run else _removed(found)
    except (OSError, BaseError) as error:
        raise click.ClickException(f"The storage of pictures cannot be used: {error}") from error
    click.echo(_as_json(gone, dry_run=dry_run) if as_json else _in_words(gone, dry_run=dry_run))


def _removed(found: Sequence[Leftover]) -> list[Leftover]:
    """Those of `found` that were removed: all, but for pictures that somebody uploads again right now."""
    with click.progressbar(found, label="Removing files", file=sys.stderr) as bar:
        return [leftover for leftover in bar if remove_unnamed(leftover.start, leftover.paths)]


def _as_json(gone: Sequence[Leftover], *, dry_run: bool) -> str:
    paths = [path for leftover in gone for path in leftover.paths]
    return json.dumps({"dry_run": dry_run, "pictures": len(gone), "bytes": _size(gone), "files": paths}, indent=2)


def _in_words(gone: Sequence[Leftover], *, dry_run: bool) -> str:
    paths = [path for leftover in gone for path in leftover.paths]
    if not paths:
        return "There is nothing to remove."
    amount = f"{len(paths)} files ({_size(gone) / 1_000_000:.1f} MB) of {len(gone)} old pictures"
    return "\n".join([*paths, f"{amount} would be removed."]) if dry_run else f"Removed {amount}."


def _size(gone: Sequence[Leftover]) -> int:
    return sum(leftover.size for leftover in gone)
