"""A real browser before a real server. Without Chromium these tests say that they were skipped."""

import os
import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from crescendo.foundation.database import db
from crescendo.web.application import Crescendo
from tests.browser.journeys import sign_in
from tests.conftest import empty_tables, skip_without
from tests.factories.accounts import make_user
from tests.factories.journal import make_draft

# What a browser says of refusals and outages that a test arranged: the test sees what the page makes of them.
EXPECTED = ("the server responded with", "net::ERR_INTERNET_DISCONNECTED")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    path = os.environ.get("CRESCENDO_TEST_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        skip_without("chromium", "No Chromium here; CRESCENDO_TEST_CHROMIUM can name one.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def site(app: Crescendo, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of the site, served while the test runs."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def app(sqlite_app: Crescendo) -> Iterator[Crescendo]:
    """What needs a browser does not depend on the database: SQLite alone."""
    with sqlite_app.app_context():
        yield sqlite_app
        db.session.remove()
        empty_tables()


@pytest.fixture
def window(chromium: Browser, site: str) -> Iterator[Any]:
    """Opens windows: `window(width=360, scripts=False)`. Any script error or refused resource fails the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_window(*, width: int = 1280, scripts: bool = True, scheme: Any = "light") -> Page:
        db.session.rollback()  # what the test arranged is done; the server may write
        context = chromium.new_context(
            base_url=site,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            color_scheme=scheme,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda message: (
                faults.append(message.text)
                if message.type == "error" and not any(text in message.text for text in EXPECTED)
                else None
            ),
        )
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def write(window: Any) -> Any:
    """Opens the form of a draft whose body is given, with the caret in the text."""

    def open_draft(body: str = "", *, width: int = 1280) -> Page:
        address = f"/studio/articles/{make_draft('Boots', body=body).id}"
        email = make_user().email
        page: Page = window(width=width)
        sign_in(page, email)
        page.goto(address)
        page.get_by_role("textbox", name="Text").focus()
        return page

    return open_draft
