"""Many guides are chosen and changed, with a script and without, with the mouse and by keyboard."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import accessibility_faults, overflow, sign_in
from tests.factories.accounts import make_user
from tests.factories.catalog import make_category, make_offer, make_product
from tests.factories.clicks import make_clicks
from tests.factories.journal import make_draft, make_guide

LIST = "/studio/articles/?sort=title"


def guides_listed(window: Any, **kwargs: Any) -> Page:
    """The list of six guides, A to F, before an editor."""
    make_user(email="ed@example.org")
    category = make_category("Belts")
    make_category("Footwear")
    for title in "ABCDEF":
        make_draft(f"Guide {title}", category=category)
    page: Page = window(**kwargs)
    sign_in(page, "ed@example.org")
    page.goto(LIST)
    return page


def ticked(page: Page) -> list[str]:
    return [box.get_attribute("aria-label") or "" for box in page.locator("input[name=article]:checked").all()]


def test_range_and_page_are_chosen_at_once_and_counted(window: Any) -> None:
    page = guides_listed(window)
    expect(page.get_by_text("0 selected")).to_be_visible()
    page.get_by_label("Guide B").click()
    page.get_by_label("Guide E").click(modifiers=["Shift"])
    assert ticked(page) == ["Guide B", "Guide C", "Guide D", "Guide E"]
    expect(page.get_by_text("4 selected")).to_be_visible()
    page.get_by_label("Guide C").click(modifiers=["Shift"])
    assert ticked(page) == ["Guide B"]
    page.get_by_role("button", name="Select all on this page").click()
    expect(page.get_by_text("6 selected")).to_be_visible()
    page.get_by_role("button", name="Select none").click()
    expect(page.get_by_text("0 selected")).to_be_visible()
    assert page.url.endswith(LIST)


@pytest.mark.parametrize("scripts", [True, False], ids=["with a script", "without"])
def test_guides_are_moved_and_back(window: Any, *, scripts: bool) -> None:
    page = guides_listed(window, scripts=scripts, width=360)
    page.get_by_text("Select all on this page").click()
    page.get_by_label("Guide A").uncheck()
    page.get_by_label("With the chosen guides").select_option("Footwear")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Move 5 guides to Footwear")
    if scripts:
        assert accessibility_faults(page) == []
    assert overflow(page) == 0
    page.get_by_role("button", name="Move 5 guides").click()
    expect(page.get_by_role("status")).to_have_text("5 guides moved to Footwear.")
    page.reload()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: 5 guides as before.")).to_be_visible()
    assert overflow(page) == 0


def test_guides_are_found_chosen_and_changed_by_keyboard_alone(window: Any) -> None:
    page = guides_listed(window)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("guide c/")
    expect(page.get_by_role("searchbox")).to_have_value("guide c/")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=guide+c**")
    page.get_by_text("Select all on this page").focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("1 selected")).to_be_visible()
    change = page.get_by_label("With the chosen guides")
    for _ in range(40):
        if change.evaluate("box => box === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(change).to_be_focused()
    page.keyboard.type("Add the tag")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Which tag")).to_be_focused()
    page.keyboard.type("Rain")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Add the tag “Rain” to 1 guide")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lists_and_dashboard_are_accessible_and_fit(window: Any, width: int, scheme: str) -> None:
    make_product(slug="sock")
    make_guide("About socks", body="::product[sock]", tags=["Wool"])
    make_clicks(make_offer(make_product()), 3, guide=make_guide("About boots with quite a long name"), position=2)
    page = guides_listed(window, width=width, scheme=scheme)
    pages = [LIST + "&tag=wool", "/studio/articles/?q=nothing", "/studio/products/?lacks=offer", "/studio/tasks/"]
    pages += ["/studio/clicks/", "/studio/clicks/?by=position", "/studio/clicks/?by=never", "/studio/clicks/?from=x"]
    for address in [LIST, *pages, "/studio/"]:
        page.goto(address)
        assert accessibility_faults(page) == [], address
        assert overflow(page) == 0, address


def test_bar_never_hides_what_the_keyboard_comes_to(window: Any) -> None:
    page = guides_listed(window)
    page.set_viewport_size({"width": 1280, "height": 500})
    page.get_by_label("Guide A").check()
    for title in "BCDEF":
        while page.evaluate("document.activeElement.getAttribute('aria-label')") != f"Guide {title}":
            page.keyboard.press("Tab")
        box, bar = page.get_by_label(f"Guide {title}").bounding_box(), page.locator(".bulk-bar").bounding_box()
        assert box
        assert bar
        assert box["y"] + box["height"] <= bar["y"] or box["y"] >= bar["y"] + bar["height"], title
