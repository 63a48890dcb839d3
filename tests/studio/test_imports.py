"""Imports in the studio: a file is uploaded, read by a job, and reported row by row."""

import json
from collections.abc import Callable

from sqlalchemy import select

from crescendo.foundation.database import db
from crescendo.journal.models import Article
from crescendo.transfer.models import ImportRun, RunState
from crescendo.transfer.waiting import run_waiting_imports
from crescendo.web.application import Crescendo
from tests.factories.wordpress import wxr, wxr_author, wxr_category, wxr_item
from tests.pages import Page, Pages

Browser = Callable[..., Pages]
FILE = wxr(
    wxr_author(),
    wxr_category("shoes", "Shoes"),
    wxr_item(1, "Boots", slug="boots", terms=[("category", "shoes", "Shoes")]),
    wxr_item(2, "=SUM(1)", kind="page"),
).getvalue()


def uploaded(browser: Pages, data: bytes = FILE, **fields: object) -> Page:
    """The page after a file was sent."""
    form = browser.open("/studio/imports/").click("Move in from WordPress").form("is_dry_run")
    return form.fill(**fields).attach("file", (data, "old.xml")).submit("Read the file")


def do_jobs(app: Crescendo) -> None:
    settings = app.config["SETTINGS"]
    list(run_waiting_imports(settings.data / "imports", fetcher=settings.fetcher, currency="USD"))


def guides() -> list[str]:
    return list(db.session.scalars(select(Article.slug)))


def test_trial_tells_what_would_happen_and_can_be_followed(app: Crescendo, sign_in: Browser) -> None:
    browser = sign_in()
    waiting = uploaded(browser).follow()
    assert "Waits to begin" in waiting.main
    do_jobs(app)
    assert guides() == []
    trial = browser.open(waiting.address)
    assert "A trial: Done" in trial.main
    assert "Pages are left out unless a category for them is chosen." in trial.main
    done = trial.form().submit("Import it now").follow()
    do_jobs(app)
    assert guides() == ["boots"]
    report = browser.open(done.address)
    assert report.all(".//td[@data-label='Created:']")
    assert report.all(".//a[@href='/studio/articles/1']")


def test_import_without_a_trial_changes_things_at_once(app: Crescendo, sign_in: Browser) -> None:
    uploaded(sign_in(), is_dry_run=None, pages="")
    do_jobs(app)
    assert guides() == ["boots"]


def test_file_that_cannot_be_read_says_why_on_its_page(app: Crescendo, sign_in: Browser) -> None:
    browser = sign_in()
    address = uploaded(browser, b"Dear author").follow().address
    do_jobs(app)
    page = browser.open(address)
    assert "Failed" in page.main
    assert "This is no XML. Choose the .xml file that WordPress made under Tools, Export." in page.main


def test_file_may_be_larger_than_other_uploads(app: Crescendo, sign_in: Browser) -> None:
    large = FILE.replace(b"<channel>", b"<channel><!--" + b" " * 34_000_000 + b"-->")
    assert "Waits to begin" in uploaded(sign_in(), large).follow().main


def test_missing_file_is_asked_for_and_the_choices_stay(sign_in: Browser) -> None:
    form = sign_in().open("/studio/imports/wordpress").form("is_dry_run")
    page = form.fill(download=None).submit("Read the file")
    assert page.status == 422
    assert "Choose the .xml file that WordPress made." in page.main
    assert "download" not in page.form("is_dry_run").values


def test_waiting_import_can_be_cancelled(app: Crescendo, sign_in: Browser) -> None:
    page = uploaded(sign_in(), is_dry_run=None).follow().form().submit("Cancel").follow()
    assert "Cancelled" in page.main
    do_jobs(app)
    assert guides() == []


def test_rows_can_be_narrowed_and_taken_along_as_a_file(app: Crescendo, sign_in: Browser) -> None:
    browser = sign_in()
    address = uploaded(browser, is_dry_run=None).follow().address
    do_jobs(app)
    skipped = browser.open(f"{address}?outcome=skipped")
    assert "Pages are left out" in skipped.main
    assert "Boots" not in skipped.main
    file = browser.ask(f"{address}/rows.csv")
    assert file.text.startswith("\ufeffnumber,kind,key,name,outcome,why")
    assert "guide,1,Boots,created," in file.text


def test_progress_is_told_to_the_page(app: Crescendo, sign_in: Browser) -> None:
    browser = sign_in()
    address = uploaded(browser).follow().address
    before = json.loads(browser.ask(f"{address}/progress").text)
    assert (before["done"], before["total"], before["is_over"]) == (0, 0, False)
    do_jobs(app)
    after = json.loads(browser.ask(f"{address}/progress").text)
    assert (after["done"], after["total"], after["is_over"]) == (4, 4, True)


def test_process_that_died_is_told_and_the_file_can_be_imported_again(app: Crescendo, sign_in: Browser) -> None:
    browser = sign_in()
    address = uploaded(browser, is_dry_run=None).follow().address
    run = db.session.scalars(select(ImportRun)).one()
    run.state, run.seen_at = RunState.RUNNING, run.created_at.replace(year=2020)
    db.session.commit()
    assert "Stopped: its process died. Import the file again to go on." in browser.open(address).main


def test_authors_do_not_import(sign_in: Browser) -> None:
    assert sign_in("author").open("/studio/imports/").status == 403


def test_files_go_when_no_run_needs_them(app: Crescendo, sign_in: Browser) -> None:
    uploaded(sign_in(), is_dry_run=None)
    folder = app.config["SETTINGS"].data / "imports"
    assert len(list(folder.iterdir())) == 1
    do_jobs(app)
    assert list(folder.iterdir()) == []
