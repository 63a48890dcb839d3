"""A server that dies at the worst moment: what it said to be saved is there, and what it never got comes to it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.journeys import draft_to_serve, sign_in
from tests.factories.accounts import PASSWORD
from tests.real_server import RealServer


@pytest.fixture
def draft(data: Path, tmp_path: Path) -> Iterator[str]:
    """The path of a draft in a database of its own, with an account that may edit it."""
    with draft_to_serve(data, database_at(tmp_path)) as path:
        yield path


@pytest.fixture
def server(draft: str, data: Path, tmp_path: Path) -> Iterator[RealServer]:
    """A server of that database, running."""
    started = RealServer(data, database_at(tmp_path))
    started.start()
    yield started
    started.kill()


def database_at(folder: Path) -> str:
    return f"sqlite:///{folder / 'crescendo.sqlite3'}"


def value_of(name: str, page: str) -> str:
    """What the hidden field `name` of a page holds."""
    [found] = re.findall(rf'<input [^>]*name="{name}"[^>]* value="([^"]*)"', page)[-1:]
    return str(found)


def test_draft_that_was_answered_survives_a_killed_server(chromium: Browser, server: RealServer, draft: str) -> None:
    author = chromium.new_context(base_url=server.address).request
    token = value_of("csrf_token", author.get("/login").text())
    author.post("/login", form={"email": "ed@example.org", "password": PASSWORD, "csrf_token": token})
    page = author.get(draft).text()
    typed = {"title": "Boots", "summary": "New words.", "body": "More new words."}
    hidden = {name: value_of(name, page) for name in ("csrf_token", "version", "revision")}
    assert author.post(f"{draft}/autosave", form={**typed, **hidden}).status == 200
    server.kill()
    server.start()
    again = author.get(draft).text()
    assert "New words." in again
    assert "More new words." in again


def test_words_typed_while_the_server_is_gone_are_sent_when_it_is_back(
    chromium: Browser, server: RealServer, draft: str
) -> None:
    page = chromium.new_context(base_url=server.address).new_page()
    page.clock.install()  # so that nobody waits for the next try
    sign_in(page, "ed@example.org")
    page.goto(draft)
    server.kill()
    page.get_by_label("Summary", exact=True).fill("New words.")
    state = page.locator("[data-kept-state]")
    expect(state).to_have_text("Offline: kept in this browser")
    expect(page.get_by_label("Summary", exact=True)).to_have_value("New words.")
    server.start()
    page.clock.fast_forward("00:16")
    expect(state).to_have_text("Saved")
    page.reload()
    expect(page.get_by_label("Summary", exact=True)).to_have_value("New words.")
