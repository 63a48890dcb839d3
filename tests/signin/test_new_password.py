"""New passwords by a link."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from crescendo.accounts.one_time import make_token
from crescendo.accounts.proofs import Purpose
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.web.application import Crescendo
from tests.factories.accounts import make_user
from tests.meanwhile import on_sqlite, somebody_writes
from tests.pages import Page, Pages
from tests.postbox import Postbox, delivered, postbox

NEW = "four plain words here"


@pytest.fixture
def post(app: Crescendo, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    """The mail server that the site sends letters by."""
    from dataclasses import replace

    with postbox() as box:
        settings = replace(app.config["SETTINGS"], smtp_url=box.url, mail_from="studio@example.org")
        monkeypatch.setitem(app.config, "SETTINGS", settings)
        yield box


def asked_for(pages: Pages, email: str) -> Page:
    page = pages.open("/login/forgotten").form().fill(email=email).submit("Send the link")
    delivered()
    return page


def link_in(post: Postbox) -> str:
    [letter] = post.letters
    found = re.search(r"http://localhost(/login/password/\S+)", letter.get_content())  # type: ignore[attr-defined]
    assert found
    return found[1]


def test_letter_leads_to_a_new_password_once(pages: Pages, post: Postbox) -> None:
    make_user(email="ed@example.org")
    asked_for(pages, "Ed@Example.org")
    link = link_in(post)
    pages.open(link)
    page = pages.open(link).form().fill(password=NEW).submit("Set the password").follow()
    assert "Your new password is set" in page.main
    assert page.form().fill(email="ed@example.org", password=NEW).submit("Sign in").location == "/studio/"
    assert pages.open(link).status == 410


def test_letter_names_the_site_by_its_own_address_whatever_the_request_says(pages: Pages, post: Postbox) -> None:
    make_user(email="ed@example.org")
    page = pages.open("/login/forgotten", headers={"X-Forwarded-Host": "evil.example"})
    page.form().fill(email="ed@example.org").submit("Send the link")
    delivered()
    assert link_in(post)
    assert "evil.example" not in str(post.letters[0])


def test_answer_is_the_same_whether_or_not_somebody_has_the_address(pages: Pages, post: Postbox) -> None:
    make_user(email="ed@example.org")
    known, unknown = asked_for(pages, "ed@example.org"), asked_for(pages, "no@example.org")
    assert (known.status, known.main) == (unknown.status, unknown.main)
    assert len(known.statements) == len(unknown.statements)
    assert len(post.letters) == 1


def test_disabled_account_gets_no_letter(pages: Pages, post: Postbox) -> None:
    user = make_user(email="ed@example.org")
    user.disabled_at = clock.now()
    db.session.commit()
    assert asked_for(pages, "ed@example.org").status == 200
    assert post.letters == []


def test_link_lasts_an_hour(pages: Pages) -> None:
    token = make_token(purpose=Purpose.RESET, user=make_user())
    db.session.commit()
    address, begun = f"/login/password/{token}", clock.now()
    with time_machine.travel(begun + timedelta(minutes=59), tick=False):
        assert pages.open(address).status == 200
    with time_machine.travel(begun + timedelta(hours=1), tick=False):
        assert pages.open(address).status == 410


def test_weak_password_may_be_mended_with_the_same_link(pages: Pages) -> None:
    token = make_token(purpose=Purpose.RESET, user=make_user())
    db.session.commit()
    page = pages.open(f"/login/password/{token}").form().fill(password="password1234").submit("Set the password")
    assert page.status == 422
    assert "soon be guessed" in page.main
    assert page.form().fill(password=NEW).submit("Set the password").location == "/login"


@on_sqlite
def test_nobody_who_writes_waits_while_a_new_password_is_hashed(pages: Pages) -> None:
    token = make_token(purpose=Purpose.RESET, user=make_user())
    db.session.commit()
    form = pages.open(f"/login/password/{token}").form().fill(password=NEW)
    with somebody_writes() as taken:
        assert form.submit("Set the password").location == "/login"
    assert taken == [NEW]


def test_mail_server_that_is_gone_is_no_fault_of_the_page(pages: Pages, post: Postbox) -> None:
    make_user(email="ed@example.org")
    post.shutdown()
    post.server_close()
    assert asked_for(pages, "ed@example.org").status == 200


def test_letters_are_not_sent_without_end(pages: Pages, post: Postbox) -> None:
    make_user(email="ed@example.org")
    assert [asked_for(pages, "ed@example.org").status for _try in range(5)] == [200] * 3 + [429] * 2
    assert len(post.letters) == 3


def test_without_a_mail_server_the_page_says_whom_to_ask(pages: Pages) -> None:
    assert "Ask an owner of this site" in pages.open("/login/forgotten").main


@pytest.mark.parametrize("token", ["x", "x" * 3000, "..%2f..", "é"])
def test_unknown_link_is_over(pages: Pages, token: str) -> None:
    assert pages.open(f"/login/password/{token}").status in {404, 410}
