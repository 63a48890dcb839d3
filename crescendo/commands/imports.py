"""`flask import`: what comes in files, each row with an outcome and a reason."""

import json
import sys
from collections import Counter
from itertools import islice
from pathlib import Path

import click
from flask.cli import AppGroup

from ..catalog.price_sources import PriceFormat, RowOutcome
from ..foundation import clock
from ..foundation.database import db, unit_of_work
from ..transfer.price_import import PriceImport, RowReport
from ..transfer.price_rows import PriceReader, Unreadable
from ..transfer.price_runs import BATCH, OFFER_SOURCES, READERS, facts_of
from .named import currency_named, merchant_named

imports = AppGroup("import", help="Read files into the site.")


@imports.command("offers")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--merchant", required=True, help="Whose prices these are: the name in small letters with hyphens.")
@click.option("--currency", default="", help="Of prices that name none, such as USD.")
@click.option("--add-offers", is_flag=True, help="Add offers of products that we have and the merchant sells.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the report, with every row, as JSON.")
def import_offers(file: Path, merchant: str, currency: str, *, add_offers: bool, dry_run: bool, as_json: bool) -> None:
    """Read prices from FILE, which is CSV or, when its name ends in .xml, a product feed."""
    kind = PriceFormat.FEED if file.suffix.lower() == ".xml" else PriceFormat.CSV
    try:
        importing = PriceImport(
            merchant_id=merchant_named(merchant),
            now=clock.now(),
            source=OFFER_SOURCES[kind],
            currency=currency_named(currency) if currency else "",
            adds_offers=add_offers,
        )
        db.session.rollback()
        with file.open("rb") as opened:
            reports = _imported(importing, READERS[kind](opened), dry_run=dry_run)
    except Unreadable as error:
        raise click.ClickException(str(error)) from error
    click.echo(_as_json(reports, dry_run=dry_run) if as_json else _in_words(reports, dry_run=dry_run))


def _imported(importing: PriceImport, reader: PriceReader, *, dry_run: bool) -> list[RowReport]:
    rows, reports = reader.rows(), list[RowReport]()
    with click.progressbar(length=facts_of(reader).rows, label="Reading offers", file=sys.stderr) as bar:
        while batch := list(islice(rows, BATCH)):
            with unit_of_work():
                reports += [importing.apply(row) for row in batch]
                if dry_run:
                    db.session.rollback()
            bar.update(len(batch))
    return reports


def _as_json(reports: list[RowReport], *, dry_run: bool) -> str:
    rows = [
        {"number": report.number, "name": report.name, "outcome": report.outcome, "reason": report.reason}
        for report in reports
    ]
    return json.dumps({"dry_run": dry_run, **_counts(reports), "rows": rows}, indent=2, ensure_ascii=False)


def _in_words(reports: list[RowReport], *, dry_run: bool) -> str:
    told = [
        f"Row {report.number} ({report.name}) {report.outcome}: {report.reason}" for report in reports if report.reason
    ]
    counts = ", ".join(f"{count} {outcome}" for outcome, count in _counts(reports).items())
    return "\n".join([*told, f"{'Nothing was changed. It would be: ' if dry_run else ''}{counts}."])


def _counts(reports: list[RowReport]) -> dict[str, int]:
    counts = Counter(report.outcome for report in reports)
    return {outcome.value: counts[outcome] for outcome in RowOutcome}
