"""`flask import`: what comes in files, each row with an outcome and a reason."""

import json
import sys
from collections import Counter
from itertools import islice
from pathlib import Path

import click
from flask.cli import AppGroup

from ..catalog.address_queries import merchant_by_slug
from ..catalog.price_sources import PriceFormat, RowOutcome
from ..catalog.queries import merchants
from ..foundation import clock
from ..foundation.database import db, unit_of_work
from ..foundation.errors import NotFound
from ..foundation.money import is_currency
from ..transfer.price_import import PriceImport, RowReport
from ..transfer.price_rows import PriceReader, Unreadable
from ..transfer.price_runs import BATCH, OFFER_SOURCES, READERS, facts_of

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
    if currency and not is_currency(currency.upper()):
        raise click.ClickException(f"“{currency}” is no currency. Write a code such as USD.")
    kind = PriceFormat.FEED if file.suffix.lower() == ".xml" else PriceFormat.CSV
    try:
        importing = PriceImport(
            merchant_id=merchant_by_slug(merchant).id,
            now=clock.now(),
            source=OFFER_SOURCES[kind],
            currency=currency.upper(),
            adds_offers=add_offers,
        )
        db.session.rollback()
        with file.open("rb") as opened:
            reports = _imported(importing, READERS[kind](opened), dry_run=dry_run)
    except NotFound as error:
        known = ", ".join(each.slug for each in merchants()) or "none yet"
        raise click.ClickException(f"There is no merchant “{merchant}”. There are: {known}.") from error
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
