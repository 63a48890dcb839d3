"""How the commands run an import: with a bar on the console, and the report of its run at the end."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

import click

from ..catalog.price_sources import RowOutcome
from ..foundation.database import unit_of_work
from ..foundation.errors import Conflict, Rejected
from ..transfer.models import ImportKind, ImportRun
from ..transfer.price_rows import Unreadable
from ..transfer.run_queries import all_rows_of_run, import_run
from ..transfer.run_reports import as_data, lines_of, reconciled
from ..transfer.runs import Running, ask_to_cancel, prepare_run

TOLD = 200  # rows in the terminal; the studio and --json show all


def run_import(
    kind: ImportKind,
    begin: Callable[[Running], None],
    *,
    filename: str,
    dry_run: bool,
    as_json: bool,
    source: str = "",
    options: Mapping[str, Any] = MappingProxyType({}),
) -> ImportRun:
    """Let `begin` import within a new run, and print what became of everything."""
    with unit_of_work():
        run_id = prepare_run(kind, source=source, filename=filename, is_dry_run=dry_run, by=None, options=options).id
    refusal = ""
    try:
        with _bar() as on_progress:
            begin(Running(run_id, on_progress=on_progress))
    except Unreadable as error:
        raise click.ClickException(str(error)) from error
    except Rejected as rejection:
        refusal = " ".join(rejection.errors.values())
    except Conflict as error:
        with unit_of_work():
            ask_to_cancel(import_run(run_id), by=None)
        raise click.ClickException("Another import is running. Wait until it is done, then try again.") from error
    run = import_run(run_id)
    report = as_data(run, iter(all_rows_of_run(run)))
    click.echo(json.dumps(report, indent=2, ensure_ascii=False) if as_json else "\n".join(_in_words(run)))
    if refusal:
        raise click.ClickException(refusal)
    return run


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
