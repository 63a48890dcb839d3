"""Accounts: who may have one, who may sign in, and when a session ends."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from crescendo.accounts.actions import SESSION_LIFETIME, add_user, authenticate, close_session, open_session
from crescendo.accounts.models import AuditEvent, Role, UserSession
from crescendo.accounts.queries import session_by_token
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.foundation.errors import Rejected
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize(
    ("email", "password", "field"),
    [
        ("nonsense", "four plain words here", "email"),
        ("ED@example.org", "four plain words here", "email"),
        ("new@example.org", "short", "password"),
        ("new@example.org", "aaaaaaaaaaaa", "password"),
        ("new@example.org", "x" * 201, "password"),
    ],
)
def test_account_that_cannot_be_is_refused_by_field(email: str, password: str, field: str) -> None:
    make_user(email="ed@example.org")
    with pytest.raises(Rejected) as refusal:
        add_user(email=email, name="", password=password, role=Role.AUTHOR)
    assert set(refusal.value.errors) == {field}


def test_password_is_kept_as_a_hash_that_opens_the_account() -> None:
    user = add_user(email="ed@example.org", name="Ed", password="four plain words here", role=Role.OWNER)
    assert user.password_hash.startswith("$argon2id$")
    assert authenticate(email=" ED@example.org ", password="four plain words here") is user


@pytest.mark.parametrize(("email", "password"), [("ed@example.org", "wrong"), ("no@example.org", PASSWORD)])
def test_wrong_address_or_password_opens_nothing(email: str, password: str) -> None:
    make_user(email="ed@example.org")
    assert authenticate(email=email, password=password) is None


def test_disabled_account_opens_nothing() -> None:
    user = make_user(email="ed@example.org")
    token = open_session(user=user, browser="")
    user.disabled_at = clock.now()
    db.session.commit()
    assert authenticate(email="ed@example.org", password=PASSWORD) is None
    assert session_by_token(token) is None


def test_session_ends_when_it_is_closed() -> None:
    token = open_session(user=make_user(), browser="")
    close_session(token=token)
    assert session_by_token(token) is None


@pytest.mark.parametrize(("age", "opens"), [(SESSION_LIFETIME - timedelta(seconds=1), True), (SESSION_LIFETIME, False)])
def test_session_ends_by_itself(age: timedelta, opens: bool) -> None:
    opened_at = clock.now()
    with time_machine.travel(opened_at, tick=False):
        token = open_session(user=make_user(), browser="")
    with time_machine.travel(opened_at + age, tick=False):
        assert (session_by_token(token) is not None) is opens


def test_database_never_learns_a_sessions_token() -> None:
    token = open_session(user=make_user(), browser="")
    [stored] = db.session.scalars(select(UserSession.token_hash)).all()
    assert token not in stored


def test_signing_in_leaves_a_trace() -> None:
    user = make_user()
    open_session(user=user, browser="")
    assert "signed in" in db.session.scalars(select(AuditEvent.verb).where(AuditEvent.user_id == user.id)).all()
