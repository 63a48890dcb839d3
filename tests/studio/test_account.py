"""One's own account."""

import re
from collections.abc import Callable

import pytest

from crescendo.accounts.models import User
from crescendo.accounts.queries import user_by_email
from crescendo.accounts.second_step import authenticator_of, recovery_codes_left
from crescendo.foundation.database import db
from crescendo.web.application import Crescendo
from tests.factories.accounts import PASSWORD, code_of, set_up_app
from tests.meanwhile import on_sqlite, somebody_writes
from tests.pages import Page, Pages

Browser = Callable[..., Pages]
ACCOUNT = "/studio/account/"
NEW = "four plain words here"


def ed() -> User:
    db.session.rollback()
    user = user_by_email("ed@example.org")
    assert user is not None
    return user


def signed_in_again(app: Crescendo, password: str = PASSWORD) -> Pages:
    """The same person in another browser."""
    other = Pages(app)
    other.open("/login").form().fill(email="ed@example.org", password=password).submit("Sign in")
    return other


def send(page: Page, path: str, **values: str) -> Page:
    """Press a button that stands in a form of its own."""
    token = page.tree.find(".//input[@name='csrf_token']")
    assert token is not None
    return page.pages.send(f"{ACCOUNT}{path}", {"csrf_token": token.get("value", ""), **values})


def test_name_is_changed(sign_in: Browser) -> None:
    page = sign_in(email="ed@example.org").open(ACCOUNT)
    done = page.form(containing="name").fill(name="Edith").submit("Save the name").follow()
    assert "Name saved." in done.main
    assert ed().name == "Edith"


@pytest.mark.parametrize("name", ["", "x" * 121])
def test_name_that_is_none_stays_in_the_form(sign_in: Browser, name: str) -> None:
    page = sign_in().open(ACCOUNT).form(containing="name").fill(name=name).submit("Save the name")
    assert page.status == 422
    assert page.form(containing="name").values["name"] == name


def test_email_is_changed_with_the_present_password_alone(sign_in: Browser) -> None:
    form = sign_in(email="ed@example.org").open(ACCOUNT).form(containing="email")
    page = form.fill(email="edith@example.org", password_for_email="wrong").submit("Save the e-mail")
    assert page.status == 422
    assert page.form(containing="email").values["email"] == "edith@example.org"
    form = page.form(containing="email").fill(password_for_email=PASSWORD)
    assert "E-mail saved" in form.submit("Save the e-mail").follow().main
    db.session.rollback()
    assert user_by_email("edith@example.org")


def test_new_password_signs_out_everywhere_else(app: Crescendo, sign_in: Browser) -> None:
    here = sign_in(email="ed@example.org")
    elsewhere = signed_in_again(app)
    form = here.open(ACCOUNT).form(containing="present_password")
    form.fill(present_password=PASSWORD, password=NEW).submit("Change the password").follow()
    assert here.open("/studio/").status == 200
    assert elsewhere.open("/studio/").status == 302
    assert signed_in_again(app, NEW).open("/studio/").status == 200


@pytest.mark.parametrize(
    ("present", "new", "words"),
    [
        ("wrong", NEW, "not your present password"),
        (PASSWORD, "short", "at least 12"),
        (PASSWORD, "password1234", "soon be guessed"),
        ("", NEW, "Enter your present password"),
    ],
)
def test_password_is_not_changed_without_need_and_proof(sign_in: Browser, present: str, new: str, words: str) -> None:
    form = sign_in(email="ed@example.org").open(ACCOUNT).form(containing="present_password")
    page = form.fill(present_password=present, password=new).submit("Change the password")
    assert page.status == 422
    assert words in page.main


@on_sqlite
@pytest.mark.parametrize(
    ("path", "values", "status", "passwords"),
    [
        ("email", {"password_for_email": "wrong", "email": "edith@example.org", "version": "1"}, 422, ["wrong"]),
        ("email", {"password_for_email": PASSWORD, "email": "edith@example.org", "version": "1"}, 303, [PASSWORD]),
        ("app/codes", {"password_for_app": PASSWORD}, 303, [PASSWORD]),
        ("passkeys/challenge", {"password_for_passkey": PASSWORD}, 200, [PASSWORD]),
        ("password", {"present_password": PASSWORD, "password": NEW}, 303, [PASSWORD, NEW]),
    ],
)
def test_nobody_who_writes_waits_while_an_account_is_changed(
    sign_in: Browser, path: str, values: dict[str, str], status: int, passwords: list[str]
) -> None:
    page = sign_in(email="ed@example.org").open(ACCOUNT)
    with somebody_writes() as taken:
        assert send(page, path, **values).status == status
    assert taken == passwords


@on_sqlite
def test_present_password_that_is_changed_meanwhile_is_not_the_present_one(sign_in: Browser) -> None:
    form = sign_in(email="ed@example.org").open(ACCOUNT).form(containing="present_password")
    with somebody_writes("UPDATE users SET password_hash = 'another'"):
        page = form.fill(present_password=PASSWORD, password=NEW).submit("Change the password")
    assert page.status == 422
    assert ed().password_hash == "another"


def test_open_computer_lets_nobody_guess_the_password_for_long(sign_in: Browser) -> None:
    form = sign_in().open(ACCOUNT).form(containing="present_password").fill(present_password="wrong", password=NEW)
    assert [form.submit("Change the password").status for _try in range(11)] == [422] * 10 + [429]


def test_sessions_are_listed_and_ended_one_by_one(app: Crescendo, sign_in: Browser) -> None:
    here = sign_in(email="ed@example.org")
    elsewhere = signed_in_again(app)
    page = here.open(ACCOUNT)
    assert page.main.count("This one") == 1
    [path] = re.findall(r"sessions/\d+/end", page.html)
    assert "That browser is signed out" in send(page, path).follow().main
    assert elsewhere.open("/studio/").status == 302
    assert here.open("/studio/").status == 200


def test_signing_out_everywhere_is_here_too(app: Crescendo, sign_in: Browser) -> None:
    here = sign_in(email="ed@example.org")
    elsewhere = signed_in_again(app)
    assert send(here.open(ACCOUNT), "sessions/end").location == "/login"
    assert here.open("/studio/").status == 302
    assert elsewhere.open("/studio/").status == 302


def test_session_of_somebody_else_goes_on(sign_in: Browser) -> None:
    victim, thief = sign_in(email="ed@example.org"), sign_in("author")
    for number in range(1, 6):
        send(thief.open(ACCOUNT), f"sessions/{number}/end") if number != own_session(thief) else None
    assert victim.open("/studio/").status == 200


def own_session(browser: Pages) -> int:
    from crescendo.accounts.queries import sessions_of

    email = browser.open(ACCOUNT).form(containing="email").values["email"]
    db.session.rollback()
    user = user_by_email(email)
    assert user is not None
    return sessions_of(user)[0].id


def test_app_is_set_up_by_code_and_password_and_shows_recovery_codes_once(sign_in: Browser) -> None:
    browser = sign_in(email="ed@example.org")
    page = browser.open(f"{ACCOUNT}app")
    found = re.search(r"Key: ((?:[A-Z2-7]{4} ?)+)", page.main)
    assert found
    secret = found[1].replace(" ", "")
    picture = browser.open(f"{ACCOUNT}app/code.svg").response
    assert picture.mimetype == "image/svg+xml"
    form = page.form(containing="code").fill(code="000000", present_password=PASSWORD)
    refused = form.submit("Set up the app")
    assert refused.status == 422
    assert found[1].strip() in refused.main
    form.fill(code=code_of(secret))
    shown = form.submit("Set up the app")
    codes = re.findall(r"<code>([a-z2-9]{5}-[a-z2-9]{5})</code>", shown.html)
    assert len(codes) == 10
    assert not any(code in browser.open(ACCOUNT).html for code in codes)
    assert browser.open(f"{ACCOUNT}app").location == ACCOUNT
    assert browser.open(f"{ACCOUNT}app/code.svg").status == 404


def test_app_is_turned_off_with_the_password_alone(sign_in: Browser) -> None:
    browser = sign_in(email="ed@example.org")
    set_up_app(ed())
    page = browser.open(ACCOUNT)
    assert send(page, "app/removal", password_for_app="wrong").status == 422
    assert authenticator_of(ed()) is not None
    assert send(page, "app/removal", password_for_app=PASSWORD).location == ACCOUNT
    assert authenticator_of(ed()) is None


def test_new_recovery_codes_take_the_place_of_the_old(sign_in: Browser) -> None:
    browser = sign_in(email="ed@example.org")
    _secret, old = set_up_app(ed())
    shown = send(browser.open(ACCOUNT), "app/codes", password_for_app=PASSWORD)
    assert shown.main.count("-") >= 10
    assert old[0] not in shown.html
    assert recovery_codes_left(ed()) == 10


def test_where_passkeys_cannot_be_the_page_says_so(
    sign_in: Browser, app: Crescendo, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], site_url="http://127.0.0.1:5000"))
    page = sign_in().open(ACCOUNT)
    assert "Passkeys work once this site has an address with a name" in page.main
    assert "data-passkey" not in page.html


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", '{"id": 5}', '{"id": "x"}', "x" * 20_000, '{"id": null'])
def test_passkey_that_proves_nothing_opens_and_adds_nothing(sign_in: Browser, pages: Pages, answer: str) -> None:
    browser = sign_in(email="ed@example.org")
    page = browser.open(ACCOUNT)
    send(page, "passkeys/challenge", passkey="Phone", password_for_passkey=PASSWORD)
    assert send(page, "passkeys", passkey="Phone", answer=answer).status == 422
    form = pages.open("/login").form()
    pages.send("/login/passkey/challenge", form.values)
    form.values["answer"] = answer
    refused = pages.send("/login/passkey", form.values)
    assert refused.status == 422
    assert "opens nothing here" in refused.main


def test_passkey_is_begun_with_the_password_alone(sign_in: Browser) -> None:
    page = sign_in().open(ACCOUNT)
    assert send(page, "passkeys/challenge", passkey="Phone", password_for_passkey="wrong").status == 422
    assert send(page, "passkeys/challenge", passkey="Phone", password_for_passkey=PASSWORD).status == 200


def test_last_seen_is_told_after_hours_of_reading(app: Crescendo, sign_in: Browser) -> None:
    from datetime import timedelta

    import time_machine

    from crescendo.accounts.queries import sessions_of
    from crescendo.foundation import clock

    reading = sign_in(email="ed@example.org")
    begun = clock.now()
    with time_machine.travel(begun + timedelta(hours=3), tick=False):
        reading.open("/studio/")
        other = signed_in_again(app)
        send(other.open(ACCOUNT), "name", name="Ed", version="1")
    seen = {session.last_seen_at for session in sessions_of(ed())}
    assert seen == {begun + timedelta(hours=3)}
