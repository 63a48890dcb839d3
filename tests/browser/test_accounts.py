"""The pages of accounts, at both ends of the width and in both schemes."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from crescendo.accounts.actions import close_all_sessions
from crescendo.foundation.database import db
from tests.browser.journeys import accessibility_faults, overflow, sign_in
from tests.factories.accounts import PASSWORD, code_of, make_user, set_up_app
from tests.factories.journal import make_draft

PUBLIC = ("/login", "/login/forgotten", "/login/password/nothing")
OWN = ("/studio/account/", "/studio/account/app", "/studio/team/", "/studio/audit/", "/studio/audit/?from=x")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_accounts_are_accessible_and_fit(window: Any, width: int, scheme: str) -> None:
    member = make_user(role="author", name="Somebody-with-a-rather-long-name-of-one-word")
    make_user(email="ed@example.org")
    page: Page = window(width=width, scheme=scheme)
    for address in PUBLIC:
        page.goto(address)
        assert accessibility_faults(page) == [], address
        assert overflow(page) == 0, address
    sign_in(page, "ed@example.org")
    for address in (*OWN, f"/studio/team/{member.id}"):
        page.goto(address)
        assert accessibility_faults(page) == [], address
        assert overflow(page) == 0, address


def test_code_is_asked_for_on_a_page_of_its_own(window: Any) -> None:
    user = make_user(email="ed@example.org")
    secret, _codes = set_up_app(user)
    page: Page = window(width=360)
    page.goto("/studio/tasks/")
    page.get_by_label("E-mail").fill("ed@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step")
    assert accessibility_faults(page) == []
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/studio/tasks/")


def test_writer_with_an_app_is_told_to_sign_in_elsewhere_and_loses_nothing(window: Any) -> None:
    user, draft = make_user(email="ed@example.org"), make_draft("Boots", summary="Old.")
    address = f"/studio/articles/{draft.id}"
    page: Page = window()
    sign_in(page, "ed@example.org")
    page.goto(address)
    set_up_app(user)
    close_all_sessions(user=user, by=None)
    db.session.commit()
    page.get_by_label("Summary").fill("New.")
    dialog = page.get_by_role("dialog", name="Sign in again")
    dialog.get_by_label("E-mail").fill("ed@example.org")
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog.get_by_role("alert")).to_contain_text("asks for a code, too")
    expect(page.get_by_label("Summary")).to_have_value("New.")
