"""Signing in and out, and the first account."""

from collections.abc import Callable

import pytest
from flask import Flask

from crescendo.accounts.queries import has_users
from crescendo.signin import setup_url
from tests.factories.accounts import PASSWORD, make_user
from tests.pages import Pages

Browser = Callable[..., Pages]


def test_right_password_opens_the_studio(pages: Pages) -> None:
    make_user(email="ed@example.org")
    page = pages.open("/login").form().fill(email="Ed@Example.org", password=PASSWORD).submit("Sign in")
    assert page.location == "/studio/"
    assert page.follow().status == 200


@pytest.mark.parametrize(("email", "password"), [("ed@example.org", "wrong horse"), ("no@example.org", PASSWORD)])
def test_wrong_sign_in_says_nothing_about_which_part_was_wrong(pages: Pages, email: str, password: str) -> None:
    make_user(email="ed@example.org")
    page = pages.open("/login").form().fill(email=email, password=password).submit("Sign in")
    assert page.status == 422
    assert "do not belong together" in page.main
    assert page.form().values["email"] == email


def test_sign_out_ends_the_session_itself(app: Flask, sign_in: Browser) -> None:
    browser = sign_in()
    token = browser.open("/studio/").tree.find(".//input[@name='csrf_token']")
    assert token is not None
    stolen = Pages(app)
    stolen.take_cookies_of(browser)
    browser.send("/logout", {"csrf_token": token.get("value", "")})
    assert stolen.open("/studio/").status == 302


def test_sign_out_asks_before_it_acts(sign_in: Browser, pages: Pages) -> None:
    browser = sign_in()
    page = browser.open("/logout").form().submit("Sign out")
    assert page.location == "/"
    assert browser.open("/studio/").status == 302
    assert pages.open("/logout").location.startswith("/login")


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"])
def test_sign_in_never_leads_to_another_site(pages: Pages, elsewhere: str) -> None:
    make_user(email="ed@example.org")
    form = pages.open("/login").form().fill(email="ed@example.org", password=PASSWORD, next=elsewhere)
    assert form.submit("Sign in").location == "/studio/"


def test_too_many_tries_are_slowed_down(pages: Pages) -> None:
    form = pages.open("/login").form().fill(email="ed@example.org", password="wrong")
    statuses = [form.submit("Sign in").status for _ in range(11)]
    assert statuses == [422] * 10 + [429]


def test_readers_get_no_cookie_and_pages_do_not_vary_by_one(pages: Pages) -> None:
    for address in ("/", "/guides/", "/products/", "/nowhere"):
        headers = pages.open(address).response.headers
        assert "Set-Cookie" not in headers
        assert "Cookie" not in headers.get("Vary", "")


def test_first_account_is_made_at_the_consoles_address(app: Flask, pages: Pages) -> None:
    with app.test_request_context():
        address = setup_url().removeprefix("http://localhost")
    form = pages.open(address).form()
    page = form.fill(name="Edith", email="ed@example.org", password="four plain words here").submit("Make the account")
    assert page.follow().main.startswith("Good to see you, Edith")
    assert pages.open(address).status == 404


def test_set_up_page_needs_the_right_token(pages: Pages) -> None:
    assert pages.open("/studio/setup/guess").status == 404
    assert not has_users()


def test_set_up_page_keeps_what_was_typed(app: Flask, pages: Pages) -> None:
    with app.test_request_context():
        address = setup_url().removeprefix("http://localhost")
    page = (
        pages.open(address)
        .form()
        .fill(name="Edith", email="ed@example.org", password="short")
        .submit("Make the account")
    )
    assert page.status == 422
    assert page.form().values["name"] == "Edith"
    assert "at least 12 characters" in page.main
