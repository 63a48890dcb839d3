"""Importing products: a file is uploaded, its columns are assigned, and a job reads it; pictures come afterwards."""

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import Length, ValidationError

from ..catalog.queries import categories, every_attribute, merchants
from ..foundation.errors import NotFound
from ..foundation.money import is_currency
from ..transfer.models import ImportKind, ImportRun, RunState
from ..transfer.price_rows import Unreadable
from ..transfer.products.columns import ATTRIBUTE, FIELDS, fault_in, proposed
from ..transfer.products.files import columns_in, open_products
from ..transfer.products.importing import SOURCE
from ..transfer.products.wanted import forget_wanted_pictures
from ..transfer.run_queries import former_mapping, import_run, unusable_rows
from ..transfer.run_reports import unusable
from ..transfer.runs import prepare_run, record_run
from ..transfer.waiting import has_file, keep_file, take_file
from ..web.forms import options
from . import editors
from .access import me
from .imports import begun, uploads
from .saving import StudioForm
from .spreadsheets import spreadsheet

LONGEST_SAMPLE = 80  # characters of a text that shows what a column holds
EXAMPLE = {
    "key": "1001",
    "name": "Trail shoe 4",
    "brand": "Norrel",
    "category": "Footwear",
    "summary": "Light, with a firm grip on wet rock.",
    "description": "<p>Made for long days.</p>",
    "gtin": "4006381333931",
    "mpn": "TS-4",
    "pictures": "https://shop.example.org/trail-shoe-4.jpg",
    "merchant": "Hilltop Outfitters",
    "url": "https://shop.example.org/trail-shoe-4",
    "price": "129.00",
    "currency": "USD",
    "availability": "in stock",
}


class FileForm(StudioForm):
    """A file of products."""

    file = FileField("The file", [FileRequired("Choose a .csv file, or a product feed in .xml.")])


class ColumnsForm(StudioForm):
    """What the columns of a file hold, and what is to become of rows that leave something open."""

    category = SelectField("Rows whose category is not here go to", coerce=int)
    brand = StringField("Brand of rows that name none", [Length(max=80)])
    merchant = SelectField(
        "Offers are at", coerce=int, description="Where a row names no merchant. Else the host of the address tells."
    )
    currency = StringField("Currency of prices that name none", [Length(max=3)])
    source = StringField(
        "This file’s numbers are those of",
        [Length(max=80)],
        default=SOURCE,
        description="A word for where the file is from. With the same word, a newer file changes the same products.",
    )
    fetches_pictures = BooleanField("Fetch the pictures afterwards", default=True)
    is_all_or_nothing = BooleanField("Change nothing unless every row can be used")
    is_dry_run = BooleanField("First only tell me what would happen", default=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.category.choices = options([(0, "Nowhere: they fail"), *((each.id, each.name) for each in categories())])
        self.merchant.choices = options(
            [(0, "The merchant of the address"), *((each.id, each.name) for each in merchants())]
        )

    def validate_currency(self, field: StringField) -> None:
        """Refuse what is no code of a currency."""
        field.data = (field.data or "").strip().upper()
        if not is_currency(field.data):
            raise ValidationError("Enter the three letters of a currency, such as USD.")


@editors.get("/imports/products")
def new_product_import() -> ResponseReturnValue:
    """The form for a file of products."""
    return render_template("studio/import_products.html", form=FileForm())


@editors.post("/imports/products")
def upload_products() -> ResponseReturnValue:
    """Keep the file, if it is one of products, until it is said what its columns hold."""
    form = FileForm()
    samples: dict[str, list[str]] = {}
    is_usable = form.validate()
    if is_usable:
        try:
            samples = columns_in(open_products(form.file.data.stream))
        except Unreadable as error:
            form.file.errors = [str(error)]
            is_usable = False
    if not is_usable:
        return render_template("studio/import_products.html", form=form), 422
    short = {column: [text[:LONGEST_SAMPLE] for text in texts] for column, texts in samples.items()}
    run = _undecided(form.file.data.filename, {"samples": short})
    with form.file.data.stream as file:
        file.seek(0)
        keep_file(uploads(), run, file)
    return redirect(url_for("studio.editors.import_columns", run_id=run.id), code=303)


@editors.get("/imports/products/example.csv")
def product_example() -> ResponseReturnValue:
    """A file with our own columns, to be filled in."""
    return spreadsheet([list(EXAMPLE), list(EXAMPLE.values())], name="products.csv")


@editors.get("/imports/<int:run_id>/columns")
def import_columns(run_id: int) -> ResponseReturnValue:
    """Each column with some of its texts, and what it seems to hold."""
    run = _deciding(run_id)
    if run is None:
        return redirect(url_for("studio.editors.import_report", run_id=run_id), code=303)
    samples, chosen = run.options["samples"], run.options
    mapping = chosen.get("mapping") or former_mapping(samples) or proposed(samples, every_attribute())
    values = {name: chosen[name] for name in _CHOICES if name in chosen}
    return _page(run, _form(run, {"currency": current_app.config["SETTINGS"].currency, **values}, mapping))


@editors.post("/imports/<int:run_id>/columns")
def decide_columns(run_id: int) -> ResponseReturnValue:
    """Take the decision, and let a job read the file."""
    run = _deciding(run_id)
    if run is None:
        return redirect(url_for("studio.editors.import_report", run_id=run_id), code=303)
    form = _form(run, {}, {})
    is_valid = form.validate()
    mapping = {column: form[name].data for name, column in _names(run)}
    if fault := fault_in(mapping):
        form.form_errors.append(fault)
    if fault or not is_valid:
        return _page(run, form), 422
    run.options = {**run.options, "mapping": mapping, **{name: form[name].data for name in _CHOICES}}
    run.source = form.source.data or SOURCE
    run.is_dry_run, run.state = form.is_dry_run.data, RunState.WAITING
    record_run(run, by=me())
    return begun(run)


@editors.post("/imports/<int:run_id>/reconsideration")
def reconsider_columns(run_id: int) -> ResponseReturnValue:
    """After a trial, decide anew what its columns hold."""
    trial = import_run(run_id)
    if trial.kind is not ImportKind.PRODUCTS or not trial.is_dry_run or not has_file(uploads(), trial):
        raise NotFound
    run = _undecided(trial.filename, trial.options)
    run.source = trial.source
    take_file(uploads(), run, trial)
    return redirect(url_for("studio.editors.import_columns", run_id=run.id), code=303)


@editors.get("/imports/<int:run_id>/unusable.csv")
def unusable_file(run_id: int) -> ResponseReturnValue:
    """The rows that failed, as they stand in the file and with the reasons, to be corrected and imported."""
    run = import_run(run_id)
    return spreadsheet(unusable(run, unusable_rows(run)), name=f"to-correct-{run_id}.csv")


@editors.post("/imports/pictures")
def start_fetching() -> ResponseReturnValue:
    """Let a job fetch the pictures that imported products name."""
    run = prepare_run(ImportKind.PICTURES, filename="Pictures of products", is_dry_run=False, by=me())
    return begun(run)


@editors.post("/imports/pictures/forgetting")
def forget_pictures() -> ResponseReturnValue:
    """Fetch them no more; products keep those that are here."""
    forget_wanted_pictures(by=me())
    flash("The pictures that were not fetched yet are forgotten.")
    return redirect(url_for("studio.editors.import_list"), code=303)


_CHOICES = ("category", "merchant", "brand", "currency", "source", "fetches_pictures", "is_all_or_nothing")


def _undecided(filename: str, chosen: dict[str, Any]) -> ImportRun:
    return prepare_run(
        ImportKind.PRODUCTS,
        source=SOURCE,
        filename=filename,
        is_dry_run=True,
        by=me(),
        options=chosen,
        state=RunState.UNDECIDED,
    )


def _deciding(run_id: int) -> ImportRun | None:
    """The run, if it still waits for a decision."""
    run = import_run(run_id)
    return run if run.state is RunState.UNDECIDED and has_file(uploads(), run) else None


def _names(run: ImportRun) -> list[tuple[str, str]]:
    """The fields of the form for the columns, and these."""
    return [(f"column_{number}", column) for number, column in enumerate(run.options["samples"])]


def _form(run: ImportRun, values: dict[str, Any], mapping: dict[str, str]) -> ColumnsForm:
    facts = [(f"{ATTRIBUTE}{each.key}", f"Fact: {each.label}") for each in every_attribute()]
    holds = options([("", "Leave it out"), *((each.name, each.label) for each in FIELDS), *facts])
    fields = {name: SelectField(f"“{column}” holds", choices=holds) for name, column in _names(run)}
    kind: type[ColumnsForm] = type("ColumnsOfFileForm", (ColumnsForm,), fields)
    return kind(data=values | {name: mapping.get(column, "") for name, column in _names(run)})


def _page(run: ImportRun, form: ColumnsForm) -> str:
    samples = run.options["samples"]
    rows = [(column, samples[column], form[name]) for name, column in _names(run)]
    return render_template("studio/import_columns.html", run=run, form=form, rows=rows)
