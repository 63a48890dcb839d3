"""`flask links`: where the links of guides and offers lead."""

import json
import sys

import click
from flask import current_app
from flask.cli import AppGroup

from ..foundation.database import unit_of_work
from ..outbound.link_actions import ask_for_check
from ..outbound.link_checking import Report, check_due_links, due_count

links = AppGroup("links", help="Care for the links that lead away.")


@links.command("check")
@click.option("--all", "everything", is_flag=True, help="Check every link, not only those whose time has come.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def check(*, everything: bool, as_json: bool) -> None:
    """Check the links of guides and offers. Several of these may run at once: none checks what another does."""
    if everything:
        with unit_of_work():
            ask_for_check()
    with click.progressbar(length=due_count(), label="Checking links", file=sys.stderr) as bar:
        report = check_due_links(current_app.config["SETTINGS"].fetcher, tell=bar.update)
    click.echo(_as_json(report) if as_json else _in_words(report))
    if report.is_offline:
        raise click.exceptions.Exit(1)


def _as_json(report: Report) -> str:
    found = {state.value: count for state, count in report.found.items()}
    return json.dumps({"checked": report.checked, "found": found, "offline": report.is_offline}, indent=2)


def _in_words(report: Report) -> str:
    if report.is_offline:
        return "No host answers at all, so this machine seems to be offline. Nothing was changed."
    if not report.checked:
        return "There is no link to check now."
    counts = ", ".join(f"{count} {state.value}" for state, count in report.found.most_common())
    return f"Checked {report.checked}: {counts}. A link counts as dead after three failures over at least a day."
