"""Who has to wait, and who never does."""

from collections.abc import Callable

import pytest
from argon2 import Parameters, PasswordHasher, extract_parameters
from sqlalchemy import select

from crescendo.accounts.actions import add_user, authenticate
from crescendo.accounts.models import AuditEvent, Role
from crescendo.accounts.proofs import Tries
from crescendo.foundation.database import db
from crescendo.signin import allowances
from crescendo.web.application import Crescendo
from tests.factories.accounts import PASSWORD, make_user
from tests.meanwhile import on_sqlite, somebody_writes
from tests.pages import Page, Pages

Browser = Callable[..., Pages]


def tried(pages: Pages, email: str, password: str, *, times: int = 1) -> list[Page]:
    form = pages.open("/login").form()
    form.fill(email=email, password=password)
    return [form.submit("Sign in") for _try in range(times)]


def test_waiting_is_told_in_words_and_in_the_header_and_keeps_the_address(pages: Pages) -> None:
    *_before, page = tried(pages, "ed@example.org", "wrong", times=11)
    assert page.status == 429
    assert int(page.response.headers["Retry-After"]) in range(1, 31)
    assert "Wait" in page.main
    assert page.form().values["email"] == "ed@example.org"


@on_sqlite
def test_nobody_who_writes_waits_while_a_password_is_judged(app: Crescendo) -> None:
    make_user(email="quick@example.org")
    with somebody_writes() as judged:
        statuses = [
            tried(Pages(app), email, password)[0].status
            for email, password in (
                ("quick@example.org", "wrong"),
                ("nobody@example.org", "wrong"),
                ("quick@example.org", PASSWORD),
            )
        ]
    assert (statuses, judged) == ([422, 422, 302], ["wrong", "wrong", PASSWORD])


@on_sqlite
def test_password_that_is_changed_while_it_is_judged_opens_nothing(pages: Pages) -> None:
    make_user(email="quick@example.org")
    with somebody_writes("UPDATE users SET password_hash = 'another'") as judged:
        [page] = tried(pages, "quick@example.org", PASSWORD)
    assert (page.status, judged) == (422, [PASSWORD])
    assert pages.open("/studio/").status == 302


def test_known_browser_gets_in_while_strangers_wait(app: Crescendo, sign_in: Browser) -> None:
    own = sign_in(email="ed@example.org")
    own.open("/logout").form().submit("Sign out")
    strangers = tried(Pages(app), "ed@example.org", "wrong", times=11)
    assert strangers[-1].status == 429
    assert tried(Pages(app), "ed@example.org", PASSWORD)[0].status == 429
    assert tried(own, "ed@example.org", PASSWORD)[0].location == "/studio/"


def test_mark_of_a_browser_helps_with_its_own_account_only(app: Crescendo, sign_in: Browser) -> None:
    thief = sign_in(email="other@example.org")
    thief.open("/logout").form().submit("Sign out")
    make_user(email="ed@example.org")
    assert [page.status for page in tried(thief, "ed@example.org", "wrong", times=11)] == [422] * 10 + [429]


def test_known_browser_cannot_guess_for_ever_either(sign_in: Browser) -> None:
    own = sign_in(email="ed@example.org")
    own.open("/logout").form().submit("Sign out")
    assert [page.status for page in tried(own, "ed@example.org", "wrong", times=11)] == [422] * 10 + [429]


def test_many_accounts_from_one_address_are_slowed_down_too(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowances, "FROM_ADDRESS", 5)
    statuses = [tried(pages, f"user{number}@example.org", "wrong")[0].status for number in range(6)]
    assert statuses == [422] * 5 + [429]


def test_address_that_a_request_only_claims_changes_nothing(app: Crescendo, pages: Pages) -> None:
    form = pages.open("/login").form().fill(email="ed@example.org", password="wrong")
    db.session.rollback()
    answers = [
        pages._client.post("/login", data=form.values, headers={"X-Forwarded-For": f"198.51.100.{number}"})
        for number in range(11)
    ]
    assert answers[-1].status_code == 429
    assert len(db.session.scalars(select(Tries)).all()) == 2  # of one account and one address


def test_signing_in_forgets_the_failures_before_it(pages: Pages) -> None:
    make_user(email="ed@example.org")
    tried(pages, "ed@example.org", "wrong", times=9)
    assert tried(pages, "ed@example.org", PASSWORD)[0].location == "/studio/"
    db.session.rollback()
    assert sorted(db.session.scalars(select(Tries.count))) == [
        9
    ]  # of the address: another account's success is no help


def test_database_learns_neither_address_nor_account_nor_password(pages: Pages) -> None:
    tried(pages, "no@example.org", "my secret words")
    db.session.rollback()
    kept = str([vars(row) for row in [*db.session.scalars(select(Tries)), *db.session.scalars(select(AuditEvent))]])
    assert "was refused" in kept
    for secret in ("no@example.org", "my secret words", "127.0.0.1"):
        assert secret not in kept


def test_mark_is_for_the_sign_in_pages_alone_and_out_of_reach_of_scripts(app: Crescendo) -> None:
    make_user(email="ed@example.org")
    [page] = tried(Pages(app), "ed@example.org", PASSWORD)
    [mark] = [c for c in page.response.headers.getlist("Set-Cookie") if c.startswith("crescendo_browser=")]
    assert "Path=/login" in mark
    assert "HttpOnly" in mark
    assert "SameSite=Lax" in mark


def test_unknown_account_asks_the_database_as_often_as_a_known_one(pages: Pages) -> None:
    make_user(email="ed@example.org")
    tried(pages, "first@example.org", "wrong")
    [known], [unknown] = tried(pages, "ed@example.org", "wrong"), tried(pages, "no@example.org", "wrong")
    assert [s.split()[0] for s in known.statements] == [s.split()[0] for s in unknown.statements]
    assert known.main.replace("ed@", "no@") == unknown.main


def test_unknown_account_costs_the_same_hash_as_a_known_one(app: Crescendo, monkeypatch: pytest.MonkeyPatch) -> None:
    add_user(email="ed@example.org", name="Ed", password="four plain words here", role=Role.OWNER)
    costs: list[Parameters] = []
    verify = PasswordHasher.verify

    def noted(hasher: PasswordHasher, password_hash: str, password: str) -> bool:
        costs.append(extract_parameters(password_hash))
        return verify(hasher, password_hash, password)

    monkeypatch.setattr(PasswordHasher, "verify", noted)
    for email in ("ed@example.org", "no@example.org"):
        authenticate(email=email, password="wrong")
    known, unknown = costs
    assert known == unknown
