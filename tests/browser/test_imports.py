"""Moving in and starting from a document, as somebody does it in a browser, with and without scripts."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.transfer.models import ImportRun, RunState
from crescendo.transfer.waiting import run_waiting_imports
from crescendo.web.application import Crescendo
from tests.browser.journeys import accessibility_faults, overflow, sign_in
from tests.factories.accounts import make_user
from tests.factories.catalog import make_category
from tests.factories.documents import paragraph, picture, word_document
from tests.factories.journal import make_author
from tests.factories.media import picture_bytes
from tests.factories.products import product_csv, product_row
from tests.factories.wordpress import wxr, wxr_author, wxr_category, wxr_item

LOSING = '<p>Words <iframe src="https://a.example/a-video-with-a-rather-long-address-of-one-word"></iframe></p>'
FILE: Any = {
    "name": "an-old-site-with-a-rather-long-name.wordpress.2026-11-01.xml",
    "mimeType": "text/xml",
    "buffer": wxr(
        wxr_author(),
        wxr_category("shoes", "Shoes"),
        wxr_item(1, "Boots", LOSING, slug="boots", terms=[("category", "shoes", "Shoes")]),
        wxr_item(2, "About", kind="page"),
        wxr_item(3, "Broken", date="at noon"),
    ).getvalue(),
}
TABLE: Any = {
    "name": "shop.csv",
    "mimeType": "text/csv",
    "buffer": product_csv(
        product_row(1, image_link=f"https://127.0.0.1:1/{'a-long-name-' * 9}.jpg"), product_row(2, price="abc")
    ),
}
WORD: Any = {
    "name": "boots.docx",
    "mimeType": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "buffer": word_document(
        paragraph("Rain boots", style="Title"), paragraph("Fit."), picture("A boot"), image=picture_bytes()
    ),
}


def check(page: Page) -> None:
    """The page is accessible, and fits into its window."""
    assert accessibility_faults(page) == []
    assert overflow(page) == 0


def do_jobs(app: Crescendo) -> None:
    settings = app.config["SETTINGS"]
    list(run_waiting_imports(settings.data / "imports", fetcher=settings.fetcher, currency="USD"))
    db.session.rollback()


def upload(page: Page) -> None:
    page.goto("/studio/imports/")
    page.get_by_role("link", name="Move in from WordPress").click()
    page.get_by_label("The file").set_input_files([FILE])
    page.get_by_role("button", name="Read the file").click()


def let_pass(done: int) -> None:
    """Let the run that waits be one that is under way."""
    run = db.session.scalars(select(ImportRun).where(ImportRun.state == RunState.WAITING)).one()
    run.state, run.seen_at, run.done, run.total = RunState.RUNNING, clock.now(), done, 9
    db.session.commit()


def let_wait() -> None:
    run = db.session.scalars(select(ImportRun).where(ImportRun.state == RunState.RUNNING)).one()
    run.state = RunState.WAITING
    db.session.commit()


@pytest.mark.parametrize("width", [360, 1280])
def test_site_moves_in_after_a_trial(app: Crescendo, window: Any, width: int) -> None:
    make_user(email="ed@example.org")
    page: Page = window(width=width)
    sign_in(page, "ed@example.org")
    for address in ("/studio/imports/", "/studio/imports/wordpress"):
        page.goto(address)
        check(page)
    upload(page)
    expect(page.get_by_role("heading", name="A trial: Waits to begin")).to_be_visible()
    check(page)
    do_jobs(app)
    expect(page.get_by_role("heading", name="A trial: Done")).to_be_visible()
    expect(page.get_by_text("Pages are left out unless a category for them is chosen.")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Import it now").click()
    expect(page.get_by_role("heading", name="Waits to begin", exact=True)).to_be_visible()
    let_pass(3)
    expect(page.get_by_text("3 of 9 rows")).to_be_visible()
    check(page)
    let_wait()
    do_jobs(app)
    expect(page.get_by_role("heading", name="Done", exact=True)).to_be_visible()
    check(page)
    page.get_by_role("link", name="Boots").click()
    expect(page.get_by_label("Title", exact=True)).to_have_value("Boots")
    page.wait_for_load_state("networkidle")
    page.goto("/studio/imports/")
    check(page)


def test_site_moves_in_without_scripts(app: Crescendo, window: Any) -> None:
    make_user(email="ed@example.org")
    page: Page = window(scripts=False)
    sign_in(page, "ed@example.org")
    upload(page)
    do_jobs(app)
    page.get_by_role("link", name="Look again").click()
    page.get_by_role("button", name="Import it now").click()
    do_jobs(app)
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("heading", name="Done", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Boots")).to_be_visible()
    page.get_by_role("link", name="Failed", exact=True).click()
    expect(page.get_by_text("“at noon” is no time.")).to_be_visible()


def start(page: Page) -> None:
    page.goto("/studio/articles/")
    page.get_by_role("link", name="Start from a document").click()
    page.get_by_label("Category").select_option(label="Footwear")
    page.get_by_label("Author").select_option(label="Anna Weber")


@pytest.mark.parametrize(("width", "scripts"), [(360, True), (1280, True), (1280, False)])
def test_pasted_page_becomes_a_draft_and_tells_what_was_lost(window: Any, width: int, scripts: bool) -> None:
    make_category("Footwear")
    make_author("Anna Weber")
    make_user(email="ed@example.org", role="author")
    page: Page = window(width=width, scripts=scripts)
    sign_in(page, "ed@example.org")
    start(page)
    if scripts:
        check(page)
    page.get_by_label("Or paste a text").fill(f"<h1>Boots</h1>{LOSING}")
    page.get_by_role("button", name="Make a draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The draft is made")
    if scripts:
        check(page)
    page.reload()
    page.get_by_role("link", name="Go on writing").click()
    expect(page.get_by_label("Title", exact=True)).to_have_value("Boots")
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("scripts", [True, False])
def test_word_document_becomes_a_draft_with_its_picture(window: Any, scripts: bool) -> None:
    make_category("Footwear")
    make_author("Anna Weber")
    make_user(email="ed@example.org", role="author")
    page: Page = window(scripts=scripts)
    sign_in(page, "ed@example.org")
    start(page)
    page.get_by_label("File").set_input_files([WORD])
    page.get_by_role("button", name="Make a draft").click()
    expect(page.locator(".message")).to_contain_text("Everything in the document came with it.")
    expect(page.get_by_label("Title", exact=True)).to_have_value("Rain boots")
    assert "Fit.\n\n![A boot](media:" in page.locator("textarea[name=body]").input_value()
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize(("width", "scripts"), [(360, True), (1280, True), (1280, False)])
def test_catalog_comes_from_a_file(app: Crescendo, window: Any, width: int, scripts: bool) -> None:
    make_category("Footwear")
    make_user(email="ed@example.org")
    page: Page = window(width=width, scripts=scripts)
    sign_in(page, "ed@example.org")
    page.goto("/studio/imports/products")
    if scripts:
        check(page)
    page.get_by_label("The file").set_input_files([TABLE])
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_label("“price” holds")).to_have_value("price")
    if scripts:
        check(page)
    page.get_by_label("First only tell me what would happen").uncheck()
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", name="Waits to begin", exact=True)).to_be_visible()
    do_jobs(app)
    page.goto(page.url)
    expect(page.get_by_role("heading", name="Done", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="1 picture of products to fetch")).to_be_visible()
    if scripts:
        check(page)
    page.get_by_role("link", name="Alpine 1").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Alpine 1")
