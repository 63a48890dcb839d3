"""A whole guide written from nothing with the keyboard alone, in every form that such guides have."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.journal.queries import guide_by_slug
from tests.browser.journeys import sign_in
from tests.factories.accounts import make_user
from tests.factories.catalog import make_category, make_offer, make_product

BODY = """Back pain comes and goes. Some ask whether **compression socks** can help.

## How they work

They press on the lower leg, most at the ankle. That does a few things:

- blood flows back faster
- ankles swell less
- calves tire later

## Which to choose

:::table[What each pressure is for]{rowheader="true"}
| Pressure | For whom |
| --- | --- |
| 15 to 20 mmHg | Long days on your feet |
| 20 to 30 mmHg | As a doctor says |
:::

:::pick[trail-socks]{role="best-overall" evidence="tested"}
The pair we kept on.

+ Dry by morning
:::

:::quote[Dr. Ann Lee]{role="Physiotherapist" evidence="interview"}
Socks help legs. A back needs to move.
:::

:::faq
### Can they cure back pain?

No. They can make standing easier.
:::

Most of this is known.[^1]

[^1]: Ann Lee, Legs and backs, https://example.org/legs
"""


def tab_to(page: Page, wanted: Locator) -> None:
    """Tab on until `wanted` has the focus."""
    for _step in range(80):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {wanted}.")


def lines(page: Page, *typed: str) -> None:
    """Type lines, each with Enter after it."""
    for line in typed:
        page.keyboard.type(line)
        page.keyboard.press("Enter")


def insert(page: Page, words: str) -> None:
    page.keyboard.type(f"/{words}")
    expect(page.get_by_role("listbox", name="Insert")).to_be_visible()
    page.keyboard.press("Enter")


def write_body(page: Page) -> None:
    lines(page, "Back pain comes and goes. Some ask whether **compression socks** can help.")
    lines(page, "## How they work", "They press on the lower leg, most at the ankle. That does a few things:")
    lines(page, "- blood flows back faster", "ankles swell less", "calves tire later", "")
    lines(page, "## Which to choose")
    insert(page, "table")
    write_table(page)
    insert(page, "pick")
    page.keyboard.type("trail")
    expect(page.get_by_role("dialog").get_by_role("option").first).to_contain_text("Trail Socks")
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    lines(page, "The pair we kept on.")
    page.keyboard.type("+ Dry by morning")
    page.keyboard.press("Control+Enter")
    insert(page, "expert")
    page.keyboard.type("Socks help legs. A back needs to move.")
    for label, words in [("Name", "Dr. Ann Lee"), ("Who they are", "Physiotherapist"), ("Evidence", "Interview")]:
        to_field(page, page.locator(".editor-block--quote").get_by_label(label, exact=True))
        page.keyboard.type(words)
        page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    insert(page, "questions")
    lines(page, "Can they cure back pain?")
    page.keyboard.type("No. They can make standing easier.")
    page.keyboard.press("Control+Enter")
    page.keyboard.type("Most of this is known.")
    page.keyboard.press("Control+Alt+f")
    page.keyboard.type("Ann Lee, Legs and backs, https://example.org/legs")


def to_field(page: Page, wanted: Locator) -> None:
    """From the text of a block to one of its fields."""
    page.keyboard.press("Alt+ArrowUp")
    for key in ["Tab"] * 20 + ["Shift+Tab"] * 20:
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"No way leads to {wanted}.")


def write_table(page: Page) -> None:
    cells = [
        "Pressure",
        "For whom",
        "",
        "15 to 20 mmHg",
        "Long days on your feet",
        "",
        "20 to 30 mmHg",
        "As a doctor says",
    ]
    for words in cells:
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    to_field(page, page.get_by_role("button", name="Delete column"))
    page.keyboard.press("Enter")
    to_field(page, page.get_by_label("What the table shows"))
    page.keyboard.type("What each pressure is for")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")


def test_guide_is_written_and_published_by_keyboard_alone(window: Any) -> None:
    make_category("Socks")
    make_offer(make_product("Trail Socks", slug="trail-socks"))
    make_user(email="ed@example.org")
    page = window()
    sign_in(page, "ed@example.org")
    page.goto("/studio/articles/new")
    tab_to(page, page.get_by_label("Title", exact=True))
    page.keyboard.type("Can compression socks help with back pain?")
    tab_to(page, page.get_by_label("Summary", exact=True))
    page.keyboard.type("What they do, what they do not, and which to wear.")
    tab_to(page, page.get_by_role("textbox", name="Text"))
    write_body(page)
    assert page.evaluate("document.querySelector('textarea[name=body]').value") == BODY
    tab_to(page, page.get_by_role("button", name="Publish"))
    page.keyboard.press("Enter")
    expect(page.locator(".message")).to_have_text("Published.")
    db.session.rollback()
    guide = guide_by_slug("can-compression-socks-help-with-back-pain", now=clock.now())
    assert guide.live_revision is not None
    assert guide.live_revision.body == BODY
