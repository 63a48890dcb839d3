"""Steps that browser tests share."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from crescendo.foundation.database import db
from tests.conftest import migrated, settings_for
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.journal import make_draft

THROW = """([kind, place, name, text]) => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type: "image/png" }));
  const names = { drop: "dataTransfer", paste: "clipboardData" };
  const make = { drop: DragEvent, paste: ClipboardEvent }[kind];
  document.querySelector(place).dispatchEvent(new make(kind, { [names[kind]]: data, bubbles: true, cancelable: true }));
}"""


@contextmanager
def draft_to_serve(data: Path, database_url: str) -> Iterator[str]:
    """The path of a draft in a database of its own, for a server of its own. ed@example.org may edit it."""
    with migrated(settings_for(data, database_url)) as app, app.app_context():
        make_user(email="ed@example.org")
        path = f"/studio/articles/{make_draft('Boots', summary='Old words.').id}"
        db.session.remove()
        yield path


def sign_in(page: Page, email: str) -> None:
    page.goto("/login")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/studio/")


def accessibility_faults(page: Page) -> list[str]:
    """What axe finds on the page as it stands."""
    violations = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {node['html'][:120]}" for fault in violations for node in fault["nodes"]]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def throw_picture(page: Page, kind: str, name: str, picture: bytes, *, place: str = "body") -> None:
    """Drop or paste a file, as `kind` says, on what the selector `place` finds."""
    page.evaluate(THROW, [kind, place, name, base64.b64encode(picture).decode()])
