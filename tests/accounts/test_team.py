"""Who is on the team, and what ends with a role, a password or an account."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from crescendo.accounts.actions import authenticate, close_own_session, open_session
from crescendo.accounts.models import AuditEvent, Role, User
from crescendo.accounts.one_time import make_token, running_token, use_token
from crescendo.accounts.own import change_email, change_password, hash_for, rename, set_password_by_link
from crescendo.accounts.proofs import Purpose
from crescendo.accounts.queries import session_by_token, sessions_of
from crescendo.accounts.team import change_role, disable, enable, invite, make_link
from crescendo.foundation.database import db
from crescendo.foundation.errors import Conflict, NotPermitted, Rejected
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.usefixtures("app")
NEW = "four plain words here"


@pytest.mark.parametrize(
    "end",
    [
        lambda user, owner: change_role(user=user, role=Role.AUTHOR, by=owner),
        lambda user, owner: disable(user=user, by=owner),
        lambda user, _owner: change_password(user=user, password_hash=hash_for(user, NEW), token="another"),
        lambda user, owner: set_password_by_link(token=make_link(user=user, by=owner), password_hash="another"),
    ],
    ids=["role", "disabling", "password", "link"],
)
def test_sessions_and_links_end_with_what_they_stood_on(end: Callable[[User, User], object]) -> None:
    user, owner = make_user(role="editor"), make_user()
    session, link = open_session(user=user, browser=""), make_token(purpose=Purpose.RESET, user=user)
    end(user, owner)
    assert session_by_token(session) is None
    assert running_token(link, Purpose.RESET) is None


def test_changing_the_password_keeps_the_session_that_did_it() -> None:
    user = make_user()
    here, elsewhere = open_session(user=user, browser=""), open_session(user=user, browser="")
    change_password(user=user, password_hash=hash_for(user, NEW), token=here)
    assert session_by_token(here) is not None
    assert session_by_token(elsewhere) is None


@pytest.mark.parametrize(
    "change",
    [lambda u: disable(user=u, by=u), lambda u: change_role(user=u, role=Role.EDITOR, by=u)],
    ids=["disabling", "role"],
)
def test_last_owner_who_may_sign_in_stays_one(change: Callable[[User], None]) -> None:
    owner = make_user()
    disable(user=make_user(), by=None)
    with pytest.raises(Rejected, match="needs an owner"):
        change(owner)


def test_owner_may_go_when_another_is_there() -> None:
    owner, other = make_user(), make_user()
    change_role(user=owner, role=Role.AUTHOR, by=other)
    assert owner.role is Role.AUTHOR


def test_disabled_owner_may_be_made_something_else() -> None:
    owner, gone = make_user(), make_user()
    disable(user=gone, by=owner)
    change_role(user=gone, role=Role.AUTHOR, by=owner)
    assert gone.role is Role.AUTHOR


@pytest.mark.parametrize("role", ["author", "editor"])
def test_only_owners_decide_about_the_team(role: str) -> None:
    by, user = make_user(role=role), make_user(role="author")
    for act in (
        lambda: change_role(user=user, role=Role.OWNER, by=by),
        lambda: disable(user=user, by=by),
        lambda: enable(user=user, by=by),
        lambda: make_link(user=user, by=by),
        lambda: invite(email="new@example.org", name="", role=Role.OWNER, by=by),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_invited_person_has_no_password_until_they_choose_one() -> None:
    user, token = invite(email="New@example.org", name="Nell", role=Role.AUTHOR, by=make_user())
    assert user.has_no_password
    assert authenticate(email="new@example.org", password="-") is None
    set_password_by_link(token=token, password_hash=hash_for(user, NEW))
    assert authenticate(email="new@example.org", password=NEW) is user


def test_link_works_once() -> None:
    user = make_user()
    token = make_link(user=user, by=None)
    assert set_password_by_link(token=token, password_hash=hash_for(user, NEW)) is user
    assert set_password_by_link(token=token, password_hash="another") is None
    assert authenticate(email=user.email, password=NEW) is user


@pytest.mark.parametrize("password", ["short", "password1234", "nelly.bly@example.org"])
def test_password_that_would_soon_be_guessed_is_not_even_hashed(password: str) -> None:
    with pytest.raises(Rejected):
        hash_for(make_user(email="nelly.bly@example.org"), password)


def test_newer_link_takes_the_place_of_the_older() -> None:
    user = make_user()
    older, newer = make_link(user=user, by=None), make_link(user=user, by=None)
    assert running_token(older, Purpose.RESET) is None
    assert running_token(newer, Purpose.RESET) is not None


def test_token_for_one_thing_is_worth_nothing_for_another() -> None:
    token = make_token(purpose=Purpose.SECOND_STEP, user=make_user())
    assert set_password_by_link(token=token, password_hash="another") is None
    assert use_token(token, Purpose.SECOND_STEP) is not None


def test_link_of_a_disabled_account_opens_nothing() -> None:
    user = make_user(role="author")
    token = make_link(user=user, by=None)
    user.disabled_at = user.created_at
    db.session.commit()
    assert running_token(token, Purpose.RESET) is None


def test_link_of_nobody_opens_nothing() -> None:
    assert set_password_by_link(token=make_token(purpose=Purpose.RESET, user=None), password_hash="x") is None


def test_new_address_ends_links_to_the_old_one() -> None:
    user = make_user(email="old@example.org")
    token = make_link(user=user, by=None)
    change_email(user=user, email="New@Example.org", version=user.version)
    assert user.email == "new@example.org"
    assert running_token(token, Purpose.RESET) is None
    assert authenticate(email="new@example.org", password=PASSWORD) is user


@pytest.mark.parametrize("email", ["nonsense", "taken@example.org"])
def test_address_that_cannot_be_is_refused(email: str) -> None:
    make_user(email="taken@example.org")
    user = make_user()
    with pytest.raises(Rejected):
        change_email(user=user, email=email, version=user.version)


def test_account_saved_elsewhere_is_not_overwritten() -> None:
    user = make_user()
    with pytest.raises(Conflict):
        rename(user=user, name="Ed", version=user.version + 1)


def test_nobody_ends_a_session_of_somebody_else() -> None:
    victim = make_user()
    open_session(user=victim, browser="")
    [session] = sessions_of(victim)
    assert not close_own_session(session_id=session.id, by=make_user())
    assert sessions_of(victim) == [session]


def test_every_change_of_an_account_leaves_a_trace() -> None:
    user, owner = make_user(role="author"), make_user()
    change_role(user=user, role=Role.EDITOR, by=owner)
    disable(user=user, by=owner)
    enable(user=user, by=owner)
    change_password(user=user, password_hash=hash_for(user, NEW), token="")
    verbs = db.session.scalars(select(AuditEvent.verb).where(AuditEvent.subject_id == user.id).order_by(AuditEvent.id))
    assert verbs.all()[-4:] == ["changed the role", "disabled", "enabled", "changed the password"]
