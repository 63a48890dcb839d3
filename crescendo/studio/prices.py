"""Price sources: where a merchant's prices come from, how that goes, and what could not be used."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, IntegerField, SelectField, StringField, URLField
from wtforms.validators import InputRequired, Length

from ..catalog.price_sources import PriceFormat, PriceRun, PriceSource, RowOutcome, RunOutcome, SourceState
from ..catalog.queries import merchants
from ..foundation.database import attempt
from ..transfer.price_actions import (
    SourceInput,
    ask_for_prices,
    create_price_source,
    delete_price_source,
    update_price_source,
)
from ..transfer.price_queries import last_runs, offers_of_source, price_source_by_id, price_sources, rows_of, run_by_id
from ..transfer.price_runs import RunReport, run_source
from ..web.forms import ChoiceField, options
from ..web.jobs import the_jobs
from . import editors
from .access import me
from .saving import Difference, StudioForm, required, submit

FETCH = "fetch-prices"
LARGEST = 4_000_000  # bytes of a file that is read while somebody waits
FORMAT_WORDS = {PriceFormat.CSV: "CSV", PriceFormat.FEED: "XML feed (Google Merchant Center)"}
STATE_WORDS = {SourceState.NEW: "Never read", SourceState.OK: "Works", SourceState.FAILING: "Fails"}
OUTCOME_WORDS = {
    RunOutcome.RUNNING: "Not finished",
    RunOutcome.OK: "Read",
    RunOutcome.SAME: "Same file as before",
    RunOutcome.FAILED: "Failed",
}


class SourceForm(StudioForm):
    """Everything an editor says of a source."""

    merchant = ChoiceField("Merchant")
    name = StringField(
        "Name", [required("Give the source a name."), Length(max=120)], description="Such as “Daily feed”."
    )
    format = SelectField("Format", choices=options(FORMAT_WORDS.items()))
    url = URLField(
        "Address of the file", [Length(max=2000)], description="It is fetched from there. Empty: you upload files."
    )
    every_hours = IntegerField(
        "Fetch every", [InputRequired("Enter a number of hours.")], description="Hours.", default=24
    )
    currency = StringField(
        "Currency",
        [Length(max=3, message="Enter a code of three letters, such as USD.")],
        description="Of prices that name none. Empty: each has to name its own.",
        render_kw={"size": 4},
    )
    adds_offers = BooleanField(
        "Add offers of products that we have", description="A file never makes a product, only an offer of one."
    )
    is_complete = BooleanField(
        "The file is complete",
        description="Offers that were in it and are no longer are marked as gone. Leave it if you are not sure.",
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.merchant.offer([(merchant.id, merchant.name) for merchant in merchants()])

    def entry(self) -> SourceInput:
        """What the form says, for the domain."""
        return SourceInput(
            merchant_id=self.merchant.data,
            name=self.name.data or "",
            format=PriceFormat(self.format.data),
            url=self.url.data or "",
            every_hours=self.every_hours.data or 0,
            currency=self.currency.data or "",
            adds_offers=self.adds_offers.data,
            is_complete=self.is_complete.data,
        )


@editors.get("/prices/")
def price_source_list() -> ResponseReturnValue:
    """All sources, those that fail first."""
    return render_template(
        "studio/prices.html", sources=price_sources(), state_words=STATE_WORDS, needs_merchant=not merchants()
    )


@editors.get("/prices/new")
def new_price_source() -> ResponseReturnValue:
    """An empty form, for the merchant that `?merchant=` names."""
    return _page(SourceForm(data={"merchant": request.args.get("merchant", type=int), "every_hours": 24}), None)


@editors.post("/prices/new")
def create_new_price_source() -> ResponseReturnValue:
    """Make the source."""
    form = SourceForm()
    return submit(
        form,
        lambda: create_price_source(form.entry(), by=me()),
        page=lambda _differences: _page(form, None),
        done="Price source saved.",
        to=_address,
    )


@editors.get("/prices/<int:source_id>")
def price_source(source_id: int) -> ResponseReturnValue:
    """How a source is doing, and its form."""
    found = price_source_by_id(source_id)
    return _page(SourceForm(data=_values(found)), found)


@editors.post("/prices/<int:source_id>")
def save_price_source(source_id: int) -> ResponseReturnValue:
    """Save the source."""
    found = price_source_by_id(source_id)
    form = SourceForm(data=_values(found))

    def act() -> PriceSource:
        update_price_source(found, form.entry(), version=form.version.data, by=me())
        return found

    return submit(
        form,
        act,
        page=lambda differences: _page(form, price_source_by_id(source_id), differences),
        current=lambda: SourceForm(formdata=None, data=_values(price_source_by_id(source_id))),
        done="Price source saved.",
        to=_address,
    )


@editors.post("/prices/<int:source_id>/deletion")
def remove_price_source(source_id: int) -> ResponseReturnValue:
    """Forget the source; its offers stay."""
    found = price_source_by_id(source_id)
    form = StudioForm()
    return submit(
        form,
        lambda: delete_price_source(found, version=form.version.data, by=me()),
        page=lambda _differences: _page(SourceForm(data=_values(found)), found),
        done="Price source deleted. Its offers are still there; their prices grow old.",
        to=lambda _none: url_for("studio.editors.price_source_list"),
    )


@editors.post("/prices/<int:source_id>/runs")
def read_prices(source_id: int) -> ResponseReturnValue:
    """Read the file that was uploaded, or ask for the one at the address."""
    found = price_source_by_id(source_id)
    if found.url:
        ask_for_prices(found, by=me())
        the_jobs().ask_for(FETCH)
        running = the_jobs().are_running()
        flash("The file is being fetched." if running else "The file is fetched by the next: flask prices fetch")
        return redirect(_address(found), code=303)
    file = request.files.get("file")
    if fault := _fault(file):
        return _page(SourceForm(formdata=None, data=_values(found)), found, fault=fault), 422
    report = run_source(source_id, file.stream, transaction=attempt, by=me()) if file else None
    flash(_told(report))
    return redirect(url_for("studio.editors.price_source", source_id=source_id), code=303)


@editors.get("/prices/<int:source_id>/runs/<int:run_id>")
def price_run(source_id: int, run_id: int) -> ResponseReturnValue:
    """What a run could not use, and why."""
    run = run_by_id(source_id, run_id)
    return render_template(
        "studio/price_run.html",
        source=price_source_by_id(source_id),
        run=run,
        words=OUTCOME_WORDS[run.outcome],
        counts=_counts(run),
        rows=rows_of(run_id),
    )


def _counts(run: PriceRun) -> list[tuple[str, int]]:
    """How many rows had each outcome, and how many offers were gone; what did not happen is left out."""
    kinds = [*(outcome.value for outcome in RowOutcome), "gone"]
    return [(kind, getattr(run, kind)) for kind in kinds if getattr(run, kind)]


def _fault(file: FileStorage | None) -> str:
    if file is None or not file.filename:
        return "Choose a file first."
    size = file.stream.seek(0, 2)
    file.stream.seek(0)
    if size > LARGEST:
        return "This file is too large to be read while you wait. Let an operator read it: flask import offers FILE"
    return ""


def _told(report: RunReport | None) -> str:
    if report is None:
        return "Another file of this source is being read just now. Try again in a few minutes."
    if report.outcome is RunOutcome.FAILED:
        return f"No offer was changed. {report.message}"
    counts = [f"{report.counts[kind]} {kind}" for kind in [*RowOutcome, "gone"] if report.counts[kind]]
    return f"The file was read: {', '.join(counts) or 'it has no rows'}."


def _values(source: PriceSource) -> dict[str, Any]:
    return {
        "version": source.version,
        "merchant": source.merchant_id,
        "name": source.name,
        "format": source.format.value,
        "url": source.url,
        "every_hours": source.every_hours,
        "currency": source.currency,
        "adds_offers": source.adds_offers,
        "is_complete": source.is_complete,
    }


def _address(source: PriceSource) -> str:
    return url_for("studio.editors.price_source", source_id=source.id)


def _page(
    form: SourceForm, source: PriceSource | None, differences: Sequence[Difference] = (), *, fault: str = ""
) -> str:
    runs = last_runs(source.id) if source else ()
    return render_template(
        "studio/price_source.html",
        form=form,
        source=source,
        state=STATE_WORDS[source.state] if source else "",
        offer_count=offers_of_source(source.id) if source else 0,
        runs=[(run, OUTCOME_WORDS[run.outcome], _counts(run)) for run in runs],
        fault=fault,
        needs_merchant=not merchants(),
        differences=differences,
    )
