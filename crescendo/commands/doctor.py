"""`flask doctor`: whether the site is sound, and what to do where it is not."""

import json
import sys

import click
from flask.cli import with_appcontext
from obstore.exceptions import BaseError
from sqlalchemy.exc import SQLAlchemyError

from ..foundation.database import reading, unit_of_work
from ..foundation.migrations import database_is_current
from ..search.actions import reindex
from ..transfer.checkup import CHECKS, Fault
from ..transfer.checkup.guides import derive_all_anew

MIGRATE = Fault(
    "database",
    "It cannot be reached, or is not at the newest migration.",
    "Check the settings; run `flask db upgrade`.",
)


@click.command("doctor")
@click.option("--deep", is_flag=True, help="Read every file of every picture, and every page of the database.")
@click.option("--repair", is_flag=True, help="Make anew what follows from texts: derived rows and the search index.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@with_appcontext
def doctor(*, deep: bool, repair: bool, as_json: bool) -> None:
    """Check that the site is sound. The exit status is 0 when it is, and 1 when there is something to do."""
    if repair:
        _repair()
    report_on_site(deep=deep, as_json=as_json)


def report_on_site(*, deep: bool, as_json: bool = False) -> None:
    """Say what is wrong with the site, and end the process with the status that tells."""
    faults = _found(deep=deep)
    click.echo(_as_json(faults) if as_json else _in_words(faults))
    sys.exit(1 if faults else 0)


def _found(*, deep: bool) -> list[Fault]:
    """Everything that is wrong with the site, found while others go on writing; progress goes to standard error."""
    with reading():
        if not database_is_current():
            return [MIGRATE]
    found: list[Fault] = []
    with click.progressbar(
        CHECKS, label="Checking", file=sys.stderr, item_show_func=lambda check: check.name if check else ""
    ) as checks:
        for check in checks:
            try:
                with reading():
                    found += check.run(deep)
            except (SQLAlchemyError, BaseError, OSError) as error:
                reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
                found.append(Fault(check.name.lower(), f"It cannot be checked: {reason}.", "See to that first."))
    return found


def _repair() -> None:
    with reading():
        if not database_is_current():
            return
    with unit_of_work():
        revisions = derive_all_anew()
        for _entry in reindex():
            pass
    click.echo(f"Made anew: what follows from {revisions} texts, and the search index.", err=True)


def _as_json(faults: list[Fault]) -> str:
    found = [{"place": fault.place, "what": fault.what, "advice": fault.advice} for fault in faults]
    return json.dumps({"sound": not faults, "faults": found}, indent=2, ensure_ascii=False)


def _in_words(faults: list[Fault]) -> str:
    if not faults:
        return "All is well."
    told = [f"{fault.place}: {fault.what}\n    {fault.advice}" for fault in faults]
    return "\n".join([*told, "", f"{len(faults)} {'thing needs' if len(faults) == 1 else 'things need'} care."])
