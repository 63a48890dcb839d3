"""`flask import products` and `flask import pictures`: a catalog from a table or a feed, and the pictures it names."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any

import click
from flask import current_app

from ..catalog.queries import every_attribute
from ..foundation.cells import guarded
from ..foundation.database import db
from ..transfer.models import ImportKind, ImportRun
from ..transfer.price_rows import Unreadable
from ..transfer.products.columns import FIELDS, fault_in, is_field, proposed
from ..transfer.products.files import columns_in, open_products
from ..transfer.products.importing import SOURCE, import_products
from ..transfer.products.plans import ProductOptions
from ..transfer.products.wanted import fetch_pictures, wanted_pictures
from ..transfer.run_queries import former_mapping, unusable_rows
from ..transfer.run_reports import unusable
from .imports import imports
from .named import category_named, currency_named, merchant_named
from .runs import run_import
from .whole_files import whole_file


@imports.command("products")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--map", "decisions", multiple=True, metavar="COLUMN=FIELD", help="What a column holds; may be repeated.")
@click.option("--columns", "only_columns", is_flag=True, help="Say what each column seems to hold, and stop there.")
@click.option("--source", default="", help="Whose numbers the rows have; else the merchant, or “products”.")
@click.option("--category", default="", help="Of rows whose category is not here: its name with hyphens.")
@click.option("--merchant", default="", help="Whose offers these are, where a row does not say: its name with hyphens.")
@click.option("--brand", default="", help="Of rows that name none.")
@click.option("--currency", default="", help="Of prices that name none; else that of the site.")
@click.option("--all-or-nothing", is_flag=True, help="Change nothing unless every row can be used.")
@click.option("--errors", type=click.Path(dir_okay=False, path_type=Path), help="A new file for the rows that failed.")
@click.option("--dry-run", is_flag=True, help="Say what would become of every row, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the report, with every row, as JSON.")
def from_products(
    file: Path,
    *,
    decisions: tuple[str, ...],
    only_columns: bool,
    source: str,
    errors: Path | None,
    dry_run: bool,
    as_json: bool,
    **defaults: Any,
) -> None:
    """Read products from FILE: CSV with a line of names at its top, an export of WooCommerce, or a product feed."""
    if errors is not None and errors.exists():
        raise click.ClickException(f"{errors} is there already. Choose another name.")
    with file.open("rb") as opened:
        mapping = _mapping(opened, decisions)
        if only_columns:
            click.echo("\n".join(f"{column} = {field or '(left out)'}" for column, field in mapping.items()))
            return
        if fault := fault_in(mapping):
            raise click.ClickException(f"{fault} Say what a column holds with --map; --columns shows all of them.")
        options = _options(mapping, **defaults)
        db.session.rollback()
        run = run_import(
            ImportKind.PRODUCTS,
            lambda running: import_products(opened, running, options, by=None),
            filename=file.name,
            source=source or defaults["merchant"] or SOURCE,
            options={"mapping": mapping},
            dry_run=dry_run,
            as_json=as_json,
        )
        if errors is not None:
            _write_unusable(run, errors)
    if not as_json and not dry_run and (waiting := wanted_pictures()[0]):
        click.echo(f"Pictures to fetch: {waiting}. Fetch them with: flask import pictures")


@imports.command("pictures")
@click.option("--json", "as_json", is_flag=True, help="Print the report, with every picture, as JSON.")
def from_addresses(*, as_json: bool) -> None:
    """Fetch the pictures that imported products name. What is here stays, so it can be interrupted and called again."""
    fetcher = current_app.config["SETTINGS"].fetcher
    run_import(
        ImportKind.PICTURES,
        lambda running: fetch_pictures(running, fetcher, by=None),
        filename="Pictures of products",
        dry_run=False,
        as_json=as_json,
    )


def _mapping(file: IO[bytes], decisions: Iterable[str]) -> dict[str, str]:
    """What each column holds: as decided, else as it was decided before, else as its name says."""
    try:
        samples = columns_in(open_products(file))
    except Unreadable as error:
        raise click.ClickException(str(error)) from error
    attributes = every_attribute()
    mapping = former_mapping(samples) or proposed(samples, attributes)
    for decision in decisions:
        column, _, field = decision.rpartition("=")
        if column not in mapping:
            raise click.ClickException(f"The file has no column “{column}”. It has: {', '.join(mapping)}.")
        if not is_field(field, attributes):
            known = ", ".join([*(each.name for each in FIELDS), *(f"attribute:{each.key}" for each in attributes)])
            raise click.ClickException(f"“{field}” is nothing that a column can hold. There are: {known}.")
        mapping[column] = field
    return mapping


def _options(
    mapping: Mapping[str, str], *, category: str, merchant: str, brand: str, currency: str, all_or_nothing: bool
) -> ProductOptions:
    return ProductOptions(
        mapping=mapping,
        currency=currency_named(currency or current_app.config["SETTINGS"].currency),
        category_id=category_named(category) if category else None,
        merchant_id=merchant_named(merchant) if merchant else None,
        brand=brand.strip(),
        is_all_or_nothing=all_or_nothing,
    )


def _write_unusable(run: ImportRun, path: Path) -> None:
    rows = list(unusable_rows(run))
    if rows:
        with whole_file(path) as opened:
            text = io.TextIOWrapper(opened, encoding="utf-8-sig", newline="", write_through=True)
            csv.writer(text).writerows([guarded(cell) for cell in cells] for cells in unusable(run, rows))
            text.detach()
        click.echo(f"Rows that could not be used: {len(rows)}, in {path}.", err=True)
