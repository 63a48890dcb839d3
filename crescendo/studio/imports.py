"""Imports: files from elsewhere are uploaded, read by a job, and reported row by row."""

from itertools import chain
from pathlib import Path
from typing import Any

from flask import current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField

from ..catalog.price_sources import RowOutcome
from ..catalog.queries import categories
from ..foundation.errors import NotFound
from ..presentation.navigation import pagination_of
from ..presentation.search import Choice
from ..transfer.models import ImportKind, ImportRun, RunState
from ..transfer.products.wanted import wanted_pictures
from ..transfer.run_queries import all_rows_of_run, has_died, import_run, import_runs, rows_of_run
from ..transfer.run_reports import lines_of, reconciled
from ..transfer.runs import ask_to_cancel, prepare_run
from ..transfer.waiting import has_file, keep_file, take_file
from ..web.addresses import page_number
from ..web.forms import options
from ..web.jobs import the_jobs
from . import editors
from .access import me
from .saving import StudioForm
from .spreadsheets import spreadsheet

JOB = "run-imports"
STATE_WORDS = {
    RunState.UNDECIDED: "Waits for you to say what its columns hold",
    RunState.WAITING: "Waits to begin",
    RunState.RUNNING: "Under way",
    RunState.DONE: "Done",
    RunState.FAILED: "Failed",
    RunState.CANCELLED: "Cancelled",
}
KIND_WORDS = {
    "author": "Authors",
    "category": "Categories",
    "tag": "Tags",
    "attachment": "Pictures and files",
    "product": "Products",
    "offer": "Offers",
    "picture": "Pictures of products",
    "guide": "Guides",
    "post": "Posts",
    "page": "Pages",
    "comment": "Comments",
    "nav_menu_item": "Entries of menus",
    "wp_block": "Reusable blocks",
    "revision": "Older versions",
}


class WordPressForm(StudioForm):
    """An export of WordPress, and what is to become of it."""

    file = FileField("The file", [FileRequired("Choose the .xml file that WordPress made.")])
    pages = SelectField("Pages become guides of", description="WordPress has pages beside posts, such as “About”.")
    category = SelectField("Guides without a category go to")
    download = BooleanField("Fetch pictures from the old site", default=True, description="It has to be online still.")
    is_dry_run = BooleanField("First only tell me what would happen", default=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        known = [(category.slug, category.name) for category in categories()]
        self.pages.choices = options([("", "Nothing: leave them out"), *known])
        self.category.choices = options([("guides", "A new category “Guides”"), *known])


@editors.get("/imports/")
def import_list() -> ResponseReturnValue:
    """All imports, newest first."""
    page = import_runs(number=page_number())
    return render_template(
        "studio/imports.html",
        runs=[(run, _state(run)) for run in page.items],
        wanted=wanted_pictures(),
        form=StudioForm(),
        pagination=pagination_of(page, request.path, ()),
    )


@editors.get("/imports/wordpress")
def new_wordpress_import() -> ResponseReturnValue:
    """The form for an export of WordPress."""
    return render_template("studio/import_wordpress.html", form=WordPressForm())


@editors.post("/imports/wordpress")
def start_wordpress_import() -> ResponseReturnValue:
    """Keep the file, and let a job read it."""
    form = WordPressForm()
    if not form.validate():
        return render_template("studio/import_wordpress.html", form=form), 422
    chosen = {"pages": form.pages.data, "category": form.category.data, "download": form.download.data}
    run = prepare_run(
        ImportKind.WORDPRESS,
        filename=form.file.data.filename,
        is_dry_run=form.is_dry_run.data,
        by=me(),
        options=chosen,
    )
    with form.file.data.stream as file:
        keep_file(uploads(), run, file)
    return begun(run)


@editors.get("/imports/<int:run_id>")
def import_report(run_id: int) -> ResponseReturnValue:
    """How far a run is, what became of everything, and every loss."""
    run = import_run(run_id)
    chosen = next((outcome for outcome in RowOutcome if outcome.value == request.args.get("outcome")), None)
    page = rows_of_run(run, outcome=chosen, number=page_number())
    query = [("outcome", chosen.value)] if chosen else []
    return render_template(
        "studio/import.html",
        run=run,
        state=_state(run),
        is_over=run.finished_at is not None or has_died(run) or _is_forgotten(run),
        jobs_are_running=the_jobs().are_running(),
        counts=[(KIND_WORDS.get(each.kind, each.kind), each) for each in reconciled(run)],
        outcomes=list(RowOutcome),
        outcome_choices=_choices(chosen),
        rows=[(row, KIND_WORDS.get(row.kind, row.kind), list(lines_of(row)), _address(row)) for row in page.items],
        pagination=pagination_of(page, request.path, query),
        can_follow=run.is_dry_run and run.state is RunState.DONE and has_file(uploads(), run),
        has_columns=run.kind is ImportKind.PRODUCTS,
        has_unusable=run.kind is ImportKind.PRODUCTS
        and any(each.outcomes[RowOutcome.FAILED] for each in reconciled(run)),
        is_undecided=run.state is RunState.UNDECIDED and not _is_forgotten(run),
        wanted=wanted_pictures() if run.kind in {ImportKind.PRODUCTS, ImportKind.PICTURES} else (0, 0),
        form=StudioForm(),
    )


@editors.get("/imports/<int:run_id>/progress")
def import_progress(run_id: int) -> ResponseReturnValue:
    """How far a run is, for the page that shows it."""
    run = import_run(run_id)
    is_over = run.finished_at is not None or has_died(run)
    return jsonify(done=run.done, total=run.total, state=_state(run), is_over=is_over)


@editors.get("/imports/<int:run_id>/rows.csv")
def import_file(run_id: int) -> ResponseReturnValue:
    """Every row of the report, as a file for spreadsheets."""
    rows = all_rows_of_run(import_run(run_id))
    cells = (
        [row.number, row.kind, row.external_key, row.name, row.outcome.value, " ".join(lines_of(row))] for row in rows
    )
    headings: list[str | int] = ["number", "kind", "key", "name", "outcome", "why"]
    return spreadsheet(chain([headings], cells), name=f"import-{run_id}.csv")


@editors.post("/imports/<int:run_id>/cancellation")
def cancel_import(run_id: int) -> ResponseReturnValue:
    """Let the run end; what it did until then stays."""
    ask_to_cancel(import_run(run_id), by=me())
    flash("The import ends after the rows that it is busy with.")
    return redirect(url_for("studio.editors.import_report", run_id=run_id), code=303)


@editors.post("/imports/<int:run_id>/following")
def follow_trial(run_id: int) -> ResponseReturnValue:
    """Import the file of a trial."""
    trial = import_run(run_id)
    run = prepare_run(
        trial.kind, source=trial.source, filename=trial.filename, is_dry_run=False, by=me(), options=trial.options
    )
    if not take_file(uploads(), run, trial):
        raise NotFound
    return begun(run)


def begun(run: ImportRun) -> ResponseReturnValue:
    """The page of `run`, which a job begins now."""
    the_jobs().ask_for(JOB)
    return redirect(url_for("studio.editors.import_report", run_id=run.id), code=303)


def uploads() -> Path:
    """The folder in which uploaded files wait."""
    folder: Path = current_app.config["SETTINGS"].data / "imports"
    return folder


def _choices(chosen: RowOutcome | None) -> list[Choice]:
    outcomes = [
        Choice(each.value.capitalize(), f"{request.path}?outcome={each}", None, each is chosen) for each in RowOutcome
    ]
    return [Choice("All", request.path, None, chosen is None), *outcomes]


def _is_forgotten(run: ImportRun) -> bool:
    """Whether nobody said what the columns hold until the file was removed."""
    return run.state is RunState.UNDECIDED and not has_file(uploads(), run)


def _state(run: ImportRun) -> str:
    if _is_forgotten(run):
        return "Forgotten: its file was removed after a week. Upload it again."
    return "Stopped: its process died. Import the file again to go on." if has_died(run) else STATE_WORDS[run.state]


def _address(row: Any) -> str:
    """Where the studio keeps what a row became."""
    ways = {"guide": ("studio.article", "article_id"), "author": ("studio.author", "author_id")}
    ways |= dict.fromkeys(["product", "offer"], ("studio.editors.product", "product_id"))
    ways |= {"category": ("studio.editors.category", "category_id"), "picture": ("studio.asset", "asset_id")}
    if row.local_id is None or row.kind not in ways:
        return ""
    endpoint, name = ways[row.kind]
    return url_for(endpoint, **{name: row.local_id})
