"""An author with scripts on a site without room: what is typed is safe, and the words say what is the matter."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.journeys import accessibility_faults, draft_to_serve, overflow, sign_in, throw_picture
from tests.factories.media import picture_bytes
from tests.real_server import RealServer
from tests.small_disk import fill


@pytest.fixture
def draft(disk: Path) -> Iterator[str]:
    """The path of a draft on that disk, with an account that may edit it."""
    with draft_to_serve(disk, database_on(disk)) as path:
        yield path


@pytest.fixture
def page(chromium: Browser, disk: Path, draft: str) -> Iterator[Page]:
    """The form of that draft, opened by somebody who signed in while there was room."""
    server = RealServer(disk, database_on(disk))
    server.start()
    context = chromium.new_context(base_url=server.address, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.clock.install()  # so that nobody waits for the next try
    sign_in(page, "ed@example.org")
    page.goto(draft)
    yield page
    context.close()
    server.kill()


def database_on(disk: Path) -> str:
    return f"sqlite:///{disk / 'site.sqlite3'}"


def test_words_are_kept_and_sent_once_there_is_room(disk: Path, page: Page) -> None:
    state = page.locator("[data-kept-state]")
    filler = fill(disk)
    page.get_by_label("Summary", exact=True).fill("New words.")
    expect(state).to_have_text("The disk of this site is full: kept in this browser")
    assert accessibility_faults(page) == []
    assert overflow(page) == 0
    filler.unlink()
    page.clock.fast_forward("00:16")
    expect(state).to_have_text("Saved")
    page.reload()
    expect(page.get_by_label("Summary", exact=True)).to_have_value("New words.")


def test_picture_that_found_no_room_says_so_in_the_editor(disk: Path, page: Page) -> None:
    fill(disk)
    throw_picture(page, "paste", "boot.png", picture_bytes(), place=".editor-text")
    expect(page.get_by_text("boot.png was not stored. The disk of this site is full.")).to_be_visible()


def test_picture_that_found_no_room_says_so_in_the_library(disk: Path, page: Page) -> None:
    page.goto("/studio/media/")
    fill(disk)
    throw_picture(page, "paste", "boot.png", picture_bytes())
    line = page.get_by_role("list", name="Uploads").get_by_role("listitem")
    expect(line).to_contain_text("boot.png: It was not stored. The disk of this site is full.")
