"""`flask prices`: files of prices that merchants offer."""

import json
from collections.abc import Iterator

import click
from flask import current_app
from flask.cli import AppGroup

from ..catalog.price_sources import RowOutcome, RunOutcome
from ..foundation.database import db
from ..transfer.price_queries import fetched_sources
from ..transfer.price_runs import RunReport, run_due_sources, run_source

prices = AppGroup("prices", help="Care for the files that prices come from.")


@prices.command("fetch")
@click.option("--all", "everything", is_flag=True, help="Fetch from every source, due or not, changed or not.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def fetch(*, everything: bool, as_json: bool) -> None:
    """Fetch prices from the sources that are due. A source that fails changes no offer; it is told of, and a task."""
    reports: list[RunReport] = []
    for report in _all_reports() if everything else run_due_sources(current_app.config["SETTINGS"].fetcher):
        reports.append(report)
        if not as_json:
            click.echo(_line(report))
    if as_json:
        click.echo(json.dumps([_facts(report) for report in reports], indent=2, ensure_ascii=False))
    elif not reports:
        click.echo("No source is due.")


def _all_reports() -> Iterator[RunReport]:
    for source_id in fetched_sources():
        db.session.rollback()  # nothing is held while a server is asked
        if report := run_source(source_id, current_app.config["SETTINGS"].fetcher, anew=True):
            yield report


def _line(report: RunReport) -> str:
    if report.outcome is RunOutcome.FAILED:
        return f"{report.name}: failed. {report.message}"
    if report.outcome is RunOutcome.SAME:
        return f"{report.name}: the file is the same as before."
    counts = ", ".join(f"{report.counts[kind]} {kind}" for kind in [*RowOutcome, "gone"] if report.counts[kind])
    return f"{report.name}: {counts or 'no rows'}."


def _facts(report: RunReport) -> dict[str, object]:
    counts = {str(kind): report.counts[kind] for kind in [*RowOutcome, "gone"]}
    return {"source": report.name, "outcome": report.outcome, "message": report.message, **counts}
