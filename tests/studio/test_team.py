"""The team, as owners keep it."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from crescendo.accounts.models import Role, User
from crescendo.accounts.queries import user_by_email
from crescendo.accounts.second_step import authenticator_of
from crescendo.foundation.database import db
from crescendo.journal.desk_queries import profile_of
from crescendo.web.application import Crescendo
from tests.factories.accounts import make_user, set_up_app
from tests.pages import Page, Pages
from tests.postbox import delivered, postbox

Browser = Callable[..., Pages]
TEAM = "/studio/team/"
NEW = "four plain words here"


def user(email: str) -> User:
    db.session.rollback()
    found = user_by_email(email)
    assert found is not None
    return found


def press(page: Page, path: str, **values: str) -> Page:
    token = page.tree.find(".//input[@name='csrf_token']")
    assert token is not None
    return page.pages.send(f"{page.address}/{path}", {"csrf_token": token.get("value", ""), **values})


def test_invited_person_chooses_a_password_by_the_link_and_can_write(app: Crescendo, sign_in: Browser) -> None:
    form = sign_in().open(TEAM).form(containing="email").fill(email="Nell@example.org", name="Nell Orme")
    shown = form.choose("role", "Editor").submit("Invite")
    found = re.search(r"http://localhost(/login/password/[\w-]+)", shown.html)
    assert found
    guest = Pages(app)
    page = guest.open(found[1]).form().fill(password=NEW).submit("Set the password").follow()
    page.form().fill(email="nell@example.org", password=NEW).submit("Sign in")
    assert guest.open("/studio/offers/").status == 200
    byline = profile_of(user("nell@example.org"))
    assert byline
    assert byline.name == "Nell Orme"


@pytest.mark.parametrize(
    ("email", "name", "words"),
    [
        ("nonsense", "Nell", "Enter an e-mail address"),
        ("ed@example.org", "Nell", "already has an account"),
        ("nell@example.org", "", "Enter their name"),
        ("x" * 300 + "@example.org", "Nell", "longer than 254"),
    ],
)
def test_invitation_that_cannot_be_comes_back_as_typed(sign_in: Browser, email: str, name: str, words: str) -> None:
    form = sign_in(email="ed@example.org").open(TEAM).form(containing="email")
    page = form.fill(email=email, name=name).submit("Invite")
    assert page.status == 422
    assert words in page.main
    assert page.form(containing="email").values["email"] == email


def test_role_that_does_not_exist_is_refused(sign_in: Browser) -> None:
    author = make_user(role="author", email="ann@example.org")
    page = press(sign_in().open(f"{TEAM}{author.id}"), "role", role="god")
    assert page.status == 422
    assert user("ann@example.org").role is Role.AUTHOR


def test_new_role_counts_at_once(sign_in: Browser) -> None:
    theirs = sign_in("editor", email="mia@example.org")
    owner = sign_in()
    done = press(owner.open(f"{TEAM}{user('mia@example.org').id}"), "role", role="author")
    assert done.status == 303
    assert theirs.open("/studio/offers/").location.startswith("/login")
    assert user("mia@example.org").role is Role.AUTHOR


def test_disabled_person_is_out_at_once_and_comes_back_when_enabled(sign_in: Browser, pages: Pages) -> None:
    theirs = sign_in("author", email="ann@example.org")
    page = sign_in().open(f"{TEAM}{user('ann@example.org').id}")
    press(page, "disabling")
    assert theirs.open("/studio/").status == 302
    form = pages.open("/login").form().fill(email="ann@example.org", password="correct horse")
    assert form.submit("Sign in").status == 422
    press(page, "enabling")
    assert form.submit("Sign in").location == "/studio/"


@pytest.mark.parametrize(("path", "values"), [("disabling", {}), ("role", {"role": "editor"})])
def test_last_owner_cannot_go(sign_in: Browser, path: str, values: dict[str, str]) -> None:
    owner = sign_in(email="ed@example.org")
    page = press(owner.open(f"{TEAM}{user('ed@example.org').id}"), path, **values)
    assert page.status == 422
    assert "needs an owner" in page.main
    assert owner.open(TEAM).status == 200


def test_lost_phone_is_helped_by_an_owner(sign_in: Browser) -> None:
    ann = make_user(role="author", email="ann@example.org")
    set_up_app(ann)
    press(sign_in().open(f"{TEAM}{ann.id}"), "proofs/removal")
    assert authenticator_of(user("ann@example.org")) is None


def test_owner_signs_somebody_out(sign_in: Browser) -> None:
    theirs = sign_in("author", email="ann@example.org")
    press(sign_in().open(f"{TEAM}{user('ann@example.org').id}"), "sessions/end")
    assert theirs.open("/studio/").status == 302


def test_owner_hands_over_a_link_for_a_forgotten_password(sign_in: Browser, pages: Pages) -> None:
    ann = make_user(role="author", email="ann@example.org")
    shown = press(sign_in().open(f"{TEAM}{ann.id}"), "link")
    found = re.search(r"http://localhost(/login/password/[\w-]+)", shown.html)
    assert found
    assert pages.open(found[1]).form().fill(password=NEW).submit("Set the password").location == "/login"


def test_nobody_of_that_number_is_missing(sign_in: Browser) -> None:
    assert sign_in().open(f"{TEAM}99999").status == 404


def test_where_letters_can_be_sent_the_invitation_is_one(
    app: Crescendo, sign_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    with postbox() as post:
        settings = replace(app.config["SETTINGS"], smtp_url=post.url, mail_from="studio@example.org")
        monkeypatch.setitem(app.config, "SETTINGS", settings)
        form = sign_in(name="Edith").open(TEAM).form(containing="email").fill(email="nell@example.org", name="Nell")
        page = form.submit("Invite").follow()
        delivered()
    assert "A letter with a link is on its way to nell@example.org" in page.main
    assert "/login/password/" not in page.html
    [letter] = post.letters
    assert letter["To"] == "nell@example.org"
    assert "Edith invites you" in str(letter)


def test_refused_invitation_sends_nothing(app: Crescendo, sign_in: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    with postbox() as post:
        settings = replace(app.config["SETTINGS"], smtp_url=post.url, mail_from="studio@example.org")
        monkeypatch.setitem(app.config, "SETTINGS", settings)
        sign_in(email="ed@example.org").open(TEAM).form(containing="email").fill(
            email="ed@example.org", name="Nell"
        ).submit("Invite")
        delivered()
    assert post.letters == []


@pytest.mark.parametrize("path", ["link", "proofs/removal"])
def test_open_computer_of_an_owner_gives_neither_link_nor_codes_away(sign_in: Browser, path: str) -> None:
    browser = sign_in(email="ed@example.org")
    set_up_app(user("ed@example.org"))
    page = press(browser.open(f"{TEAM}{user('ed@example.org').id}"), path)
    assert page.status == 422
    assert "/login/password/" not in page.html
    assert authenticator_of(user("ed@example.org")) is not None
