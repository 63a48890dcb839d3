"""Passkeys in a real browser, with a device that Chromium plays."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from crescendo.web.application import Crescendo
from tests.browser.journeys import sign_in
from tests.factories.accounts import PASSWORD, make_user

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def site(app: Crescendo, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The site under a name, since no browser makes passkeys for a number."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    address = f"http://localhost:{server.server_port}"
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], site_url=address))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield address
    server.shutdown()
    thread.join()
    server.server_close()


def with_device(page: Page) -> Any:
    """The session by which the page's device is spoken to, and its number."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return devtools, made["authenticatorId"]


def add(page: Page, name: str) -> None:
    page.goto("/studio/account/")
    page.get_by_label("What to call it").fill(name)
    page.locator("#password_for_passkey").fill(PASSWORD)
    page.get_by_role("button", name="Add a passkey").click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.goto("/login")


def test_passkey_is_added_signs_in_and_opens_nothing_once_removed(window: Any) -> None:
    make_user(email="ed@example.org")
    page: Page = window()
    with_device(page)
    sign_in(page, "ed@example.org")
    add(page, "Blue key")
    expect(page.get_by_role("status")).to_have_text("Passkey added. You can sign in with it from now on.")
    expect(page.get_by_text("not used yet")).to_be_visible()
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/studio/")
    page.goto("/studio/account/")
    expect(page.get_by_text("last used")).to_be_visible()
    page.get_by_role("button", name="Remove Blue key").click()
    expect(page.get_by_role("status")).to_have_text("Passkey removed.")
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("This passkey opens nothing here.")).to_be_visible()


def test_passkey_is_not_added_with_a_wrong_password_nor_twice_on_a_device(window: Any) -> None:
    make_user(email="ed@example.org")
    page: Page = window()
    with_device(page)
    sign_in(page, "ed@example.org")
    page.goto("/studio/account/")
    page.locator("#password_for_passkey").fill("wrong")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("This is not your present password.")).to_be_visible()
    add(page, "One")
    expect(page.get_by_role("status")).to_be_visible()
    add(page, "Two")
    expect(page.get_by_text("This device has a passkey for you already.")).to_be_visible()


def test_answer_is_taken_once(window: Any, site: str) -> None:
    make_user(email="ed@example.org")
    page: Page = window()
    with_device(page)
    sign_in(page, "ed@example.org")
    add(page, "One")
    expect(page.get_by_role("status")).to_be_visible()
    sign_out(page)
    sent: list[str] = []
    page.on("request", lambda r: sent.append(r.post_data or "") if r.url.endswith("/login/passkey") else None)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/studio/")
    [answer] = sent
    sign_out(page)
    token = page.locator("input[name=csrf_token]").first.input_value()
    kept = "&".join([part for part in answer.split("&") if not part.startswith("csrf_token")])
    again = page.request.post(
        f"{site}/login/passkey",
        data=f"csrf_token={token}&{kept}",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert again.status == 422


def test_disabled_account_is_not_opened_by_a_passkey(window: Any) -> None:
    from crescendo.accounts.team import disable
    from crescendo.foundation.database import db

    make_user()
    user = make_user(email="ed@example.org")
    page: Page = window()
    with_device(page)
    sign_in(page, "ed@example.org")
    add(page, "One")
    expect(page.get_by_role("status")).to_be_visible()
    disable(user=user, by=None)
    db.session.commit()
    page.goto("/login")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("This passkey opens nothing here.")).to_be_visible()


def test_without_scripts_there_is_the_password(window: Any) -> None:
    make_user(email="ed@example.org")
    page: Page = window(scripts=False)
    page.goto("/login")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    sign_in(page, "ed@example.org")
