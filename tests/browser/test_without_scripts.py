"""The whole job of an author in a browser that runs no scripts."""

from datetime import timedelta
from typing import Any

from playwright.sync_api import Page, expect

from crescendo.foundation import clock
from tests.browser.journeys import sign_in
from tests.factories.accounts import make_user
from tests.factories.catalog import make_category, make_offer, make_product
from tests.factories.media import picture_bytes

BODY = """First words.

![](media:boot "Laced to the top")

:::pick[norrel-steady-20]{role="best-overall" evidence="specs-only"}
Start here.
:::
"""


def press(page: Page, button: str, message: str) -> None:
    """Press the button, and see the next page say so."""
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".message")).to_contain_text(message)


def add_picture(page: Page) -> None:
    page.get_by_role("link", name="Media", exact=True).click()
    file: Any = {"name": "boot.png", "mimeType": "image/png", "buffer": picture_bytes()}
    page.get_by_label("Pictures", exact=True).set_input_files([file])
    press(page, "Add", "Describe the picture")
    page.get_by_label("This text describes it").check()
    page.get_by_label("Description").fill("A laced boot.")
    press(page, "Save", "Picture saved.")


def write_guide(page: Page) -> None:
    page.get_by_role("link", name="Guides", exact=True).click()
    page.get_by_role("link", name="Write a guide").click()
    page.get_by_label("Title", exact=True).fill("How boots fit")
    page.get_by_label("Summary").fill("Snug.")
    page.get_by_label("Text", exact=True).fill(BODY)
    page.get_by_label("Category").select_option(label="Socks")
    page.get_by_label("Lead picture").select_option(label="boot")


def see_preview(page: Page) -> None:
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Preview", exact=True).click()
    preview = opened.value
    expect(preview.get_by_role("heading", level=1)).to_have_text("How boots fit")
    expect(preview.get_by_text("Laced to the top")).to_be_visible()
    expect(preview.get_by_text("Best overall")).to_be_visible()
    preview.close()


def test_author_does_the_whole_job(window: Any) -> None:
    make_offer(make_product("Steady 20", category=make_category("Socks")), price=2650)
    make_user(email="ed@example.org", role="author")
    page = window(scripts=False)
    sign_in(page, "ed@example.org")
    add_picture(page)
    write_guide(page)
    see_preview(page)
    press(page, "Save draft", "Draft saved.")
    page.get_by_label("Publish at").fill(f"{clock.now() + timedelta(days=1):%Y-%m-%dT%H:%M}")
    press(page, "Schedule", "Scheduled.")
    assert page.request.get("/guides/how-boots-fit").status == 404
    press(page, "Publish", "Published.")
    page.get_by_label("Text", exact=True).fill(BODY.replace("First", "Second"))
    page.get_by_label("Date this as a substantive update").check()
    press(page, "Update", "Updated.")
    assert "Second words." in page.request.get("/guides/how-boots-fit").text()
    page.get_by_role("link", name="History").click()
    page.get_by_role("link", name="1", exact=True).click()
    page.get_by_role("link", name="See what that would change").click()
    expect(page.locator("ins")).to_have_text("First ")
    press(page, "Make it the draft again", "Revision 1 is the draft again.")
    expect(page.get_by_label("Text", exact=True)).to_have_value(BODY)
    press(page, "Withdraw", "Withdrawn.")
    assert page.request.get("/guides/how-boots-fit").status == 410
