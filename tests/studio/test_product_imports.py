"""Importing products in the studio: upload, columns, trial, report, rows to correct, pictures."""

from collections.abc import Callable

from sqlalchemy import select

from crescendo.catalog.models import Product
from crescendo.foundation.database import db
from crescendo.transfer.models import ImportKind, ImportRun, RunState, WantedPicture
from crescendo.transfer.waiting import run_waiting_imports
from crescendo.web.application import Crescendo
from tests.factories.catalog import make_category
from tests.factories.products import product_csv, product_row
from tests.pages import Page, Pages

Browser = Callable[..., Pages]


def uploaded(browser: Pages, *rows: dict[str, str]) -> Page:
    """The page after a file was sent."""
    form = browser.open("/studio/imports/").click("Import products").form("file")
    return form.attach("file", (product_csv(*rows), "shop.csv")).submit("Look at the file")


def columns(browser: Pages, *rows: dict[str, str]) -> Page:
    """The page that asks what the columns hold."""
    make_category("Footwear")
    return uploaded(browser, *rows).follow()


def do_jobs(app: Crescendo) -> None:
    settings = app.config["SETTINGS"]
    list(run_waiting_imports(settings.data / "imports", fetcher=settings.fetcher, currency="USD"))


def names() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Product.name).order_by(Product.name)))


def test_file_is_imported_after_its_columns_and_a_trial(app: Crescendo, sign_in: Browser) -> None:
    browser = sign_in()
    page = columns(browser, product_row(1), product_row(2, price="abc"))
    assert "hilltop.example/alpine-1" in page.main
    assert page.form("column_0").values["column_0"] == "key"
    waiting = page.form("column_0").submit("Read the file").follow()
    do_jobs(app)
    assert names() == []
    trial = browser.open(waiting.address)
    assert "A trial: Done" in trial.main
    assert "“abc” is no price." in trial.main
    done = trial.form().submit("Import it now").follow()
    do_jobs(app)
    assert names() == ["Alpine 1"]
    assert browser.open(done.address).all(".//a[@href='/studio/products/1']")


def test_column_of_any_name_can_be_chosen(app: Crescendo, sign_in: Browser) -> None:
    row = {"Bezeichnung": "Alpine 1", "Hersteller": "Norrel", "Gruppe": "Footwear"}
    form = columns(sign_in(), row).form("column_0")
    form.fill(column_0="name", column_1="brand", column_2="category", is_dry_run=None).submit("Read the file")
    do_jobs(app)
    assert names() == ["Alpine 1"]


def test_what_was_decided_is_proposed_for_the_next_file_like_it(app: Crescendo, sign_in: Browser) -> None:
    browser, row = sign_in(), {"Bezeichnung": "Alpine 1", "Hersteller": "Norrel"}
    columns(browser, row).form("column_0").fill(column_0="name", column_1="brand").submit("Read the file")
    assert uploaded(browser, row).follow().form("column_0").values["column_1"] == "brand"


def test_columns_without_a_name_are_refused_and_the_choices_stay(sign_in: Browser) -> None:
    form = columns(sign_in(), product_row(1)).form("column_0")
    page = form.fill(column_1="", brand="Mine", currency="zz").submit("Read the file")
    assert page.status == 422
    assert "No column stands for “Name”, and every product needs one." in page.main
    assert "Enter the three letters of a currency, such as USD." in page.main
    assert page.form("column_0").values["brand"] == "Mine"
    assert page.form("column_0").values["column_2"] == "brand"


def test_file_of_another_kind_is_refused_at_once(sign_in: Browser) -> None:
    form = sign_in().open("/studio/imports/products").form("file")
    page = form.attach("file", (b"%PDF-1.7", "shop.csv")).submit("Look at the file")
    assert page.status == 422
    assert "This is a PDF. Save its table as CSV and try again." in page.main
    assert db.session.scalars(select(ImportRun)).all() == []


def test_missing_file_is_asked_for(sign_in: Browser) -> None:
    page = sign_in().open("/studio/imports/products").form("file").submit("Look at the file")
    assert page.status == 422
    assert "Choose a .csv file, or a product feed in .xml." in page.main


def test_columns_can_be_decided_later_or_anew_after_a_trial(app: Crescendo, sign_in: Browser) -> None:
    browser = sign_in()
    page = columns(browser, product_row(1))
    report = browser.open(page.address.removesuffix("/columns"))
    assert "Waits for you to say what its columns hold" in report.main
    trial = (
        report.click("Say what its columns hold").form("column_0").fill(column_5="").submit("Read the file").follow()
    )
    do_jobs(app)
    anew = browser.open(trial.address).form().submit("Change the columns").follow()
    assert anew.form("column_0").values["column_5"] == ""
    anew.form("column_0").fill(is_dry_run=None).submit("Read the file")
    do_jobs(app)
    assert names() == ["Alpine 1"]


def test_decision_is_taken_once(app: Crescendo, sign_in: Browser) -> None:
    browser = sign_in()
    page = columns(browser, product_row(1))
    page.form("column_0").submit("Read the file")
    assert page.form("column_0").submit("Read the file").location == page.address.removesuffix("/columns")
    assert browser.ask(page.address).status == 303
    assert len(db.session.scalars(select(ImportRun)).all()) == 1


def test_rows_that_failed_can_be_corrected_in_a_file_of_their_own(app: Crescendo, sign_in: Browser) -> None:
    browser = sign_in()
    page = columns(browser, product_row(1), product_row(2, price="abc", mpn="=1+1"))
    report = page.form("column_0").fill(is_dry_run=None).submit("Read the file").follow()
    do_jobs(app)
    file = browser.ask(f"{report.address}/unusable.csv")
    assert file.html.splitlines()[1].endswith(",'=1+1,“abc” is no price.")
    corrected = file.html.replace("abc", "79.90").encode()
    form = browser.open("/studio/imports/products").form("file").attach("file", (corrected, "again.csv"))
    form.submit("Look at the file").follow().form("column_0").fill(is_dry_run=None).submit("Read the file")
    do_jobs(app)
    assert names() == ["Alpine 1", "Alpine 2"]
    assert db.session.scalars(select(Product.mpn).where(Product.mpn != "")).all() == ["=1+1"]


def test_pictures_are_fetched_by_a_run_of_their_own(app: Crescendo, sign_in: Browser) -> None:
    browser = sign_in()
    page = columns(browser, product_row(1, image_link="http://127.0.0.1:1/a.jpg"))
    report = page.form("column_0").fill(is_dry_run=None).submit("Read the file").follow()
    do_jobs(app)
    assert "1 picture of products to fetch" in browser.open(report.address).main
    do_jobs(app)
    fetching = db.session.scalars(select(ImportRun).where(ImportRun.kind == ImportKind.PICTURES)).one()
    assert fetching.state is RunState.DONE
    assert "1 could not be had so far." in browser.open("/studio/imports/").main


def test_pictures_can_be_fetched_again_or_forgotten(app: Crescendo, sign_in: Browser) -> None:
    browser = sign_in()
    form = columns(browser, product_row(1, image_link="http://127.0.0.1:1/a.jpg")).form("column_0")
    form.fill(is_dry_run=None, fetches_pictures=None).submit("Read the file")
    do_jobs(app)
    assert "Waits to begin" in browser.open("/studio/imports/").form().submit("Fetch them").follow().main
    browser.open("/studio/imports/").form().submit("Forget them")
    assert db.session.scalars(select(WantedPicture)).all() == []
    assert "to fetch" not in browser.open("/studio/imports/").main


def test_example_can_be_imported_as_it_is(app: Crescendo, sign_in: Browser) -> None:
    browser = sign_in()
    make_category("Footwear")
    example = browser.ask("/studio/imports/products/example.csv").html.encode()
    form = browser.open("/studio/imports/products").form("file").attach("file", (example, "products.csv"))
    form.submit("Look at the file").follow().form("column_0").fill(is_dry_run=None).submit("Read the file")
    do_jobs(app)
    assert names() == ["Trail shoe 4"]


def test_all_or_nothing_says_why_nothing_was_changed(app: Crescendo, sign_in: Browser) -> None:
    browser = sign_in()
    page = columns(browser, product_row(1), product_row(2, name=""))
    form = page.form("column_0").fill(is_dry_run=None, is_all_or_nothing="y")
    report = form.submit("Read the file").follow()
    do_jobs(app)
    assert "1 row could not be used, so nothing was changed." in browser.open(report.address).main
    assert names() == []


def test_authors_do_not_import_products(sign_in: Browser) -> None:
    assert sign_in("author").open("/studio/imports/products").status == 403


def test_file_that_nobody_decided_about_is_told_to_be_gone(app: Crescendo, sign_in: Browser) -> None:
    browser = sign_in()
    report = columns(browser, product_row(1)).address.removesuffix("/columns")
    run = db.session.scalars(select(ImportRun)).one()
    run.created_at = run.created_at.replace(year=2020)
    db.session.commit()
    do_jobs(app)
    page = browser.open(report)
    assert "Forgotten: its file was removed after a week. Upload it again." in page.main
    assert "Say what its columns hold" not in page.main
