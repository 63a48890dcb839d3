"""`flask users`."""

import re
from collections.abc import Callable

import pytest

from crescendo.accounts.actions import authenticate
from crescendo.accounts.second_step import authenticator_of
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.journal.desk_queries import profile_of
from crescendo.web.application import Crescendo
from tests.factories.accounts import make_user, set_up_app
from tests.meanwhile import on_sqlite, somebody_writes
from tests.pages import Pages


def test_added_user_may_sign_in_and_has_a_byline(app: Crescendo) -> None:
    arguments = ["users", "add", "ed@example.org", "--role", "editor", "--name", "Edith", "--password-stdin"]
    result = app.test_cli_runner().invoke(args=arguments, input="four plain words here\n")
    user = authenticate(email="ed@example.org", password="four plain words here")
    assert result.exit_code == 0, result.output
    assert user is not None
    byline = profile_of(user)
    assert byline is not None
    assert (user.role, byline.name) == ("editor", "Edith")


@on_sqlite
def test_nobody_who_writes_waits_for_a_user_to_be_added(app: Crescendo) -> None:
    arguments = ["users", "add", "ed@example.org", "--role", "editor", "--password-stdin"]
    with somebody_writes() as taken:
        result = app.test_cli_runner().invoke(args=arguments, input="four plain words here\n")
    assert result.exit_code == 0, result.exception
    assert taken == ["four plain words here"]


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [("nonsense", "four plain words here", "Enter an e-mail address"), ("ed@example.org", "short", "at least 12")],
)
def test_bad_input_is_one_clear_line(app: Crescendo, email: str, password: str, words: str) -> None:
    arguments = ["users", "add", email, "--role", "owner", "--password-stdin"]
    result = app.test_cli_runner().invoke(args=arguments, input=f"{password}\n")
    assert result.exit_code == 1
    assert words in result.output
    assert len(result.output.strip().splitlines()) == 1


def test_signing_somebody_out_ends_every_session_of_theirs(app: Crescendo, sign_in: Callable[..., Pages]) -> None:
    theirs, other = sign_in(email="ed@example.org"), sign_in()
    result = app.test_cli_runner().invoke(args=["users", "sign-out", "ED@example.org"])
    assert "ed@example.org was signed out of 1 session." in result.output
    assert theirs.open("/studio/").status == 302
    assert other.open("/studio/").status == 200


def test_signing_out_a_stranger_is_one_clear_line(app: Crescendo) -> None:
    result = app.test_cli_runner().invoke(args=["users", "sign-out", "no@example.org"])
    assert result.exit_code == 1
    assert "Nobody here has the address no@example.org." in result.output


def test_link_of_a_reset_sets_a_password(app: Crescendo, pages: Pages) -> None:
    make_user(email="ed@example.org")
    result = app.test_cli_runner().invoke(args=["users", "reset", "ED@example.org"])
    found = re.search(r"http://localhost(/login/password/\S+)", result.output)
    assert found
    assert pages.open(found[1]).form().fill(password="four plain words here").submit("Set the password").location
    assert authenticate(email="ed@example.org", password="four plain words here")


def test_reset_of_a_disabled_account_is_one_clear_line(app: Crescendo) -> None:
    make_user(email="ed@example.org").disabled_at = clock.now()
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["users", "reset", "ed@example.org"])
    assert result.exit_code == 1
    assert "is disabled" in result.output


def test_accounts_are_listed_with_role_and_state(app: Crescendo) -> None:
    make_user(email="ed@example.org", name="Edith")
    make_user(role="author", email="ann@example.org", name="Ann").disabled_at = clock.now()
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["users", "list"])
    assert result.output.splitlines() == [
        "ann@example.org\tauthor\tdisabled\tAnn",
        "ed@example.org\towner\tmay sign in\tEdith",
    ]


def test_role_and_state_are_changed_and_end_sessions(app: Crescendo, sign_in: Callable[..., Pages]) -> None:
    make_user()
    theirs = sign_in(email="ed@example.org")
    run = app.test_cli_runner()
    assert "is editor now" in run.invoke(args=["users", "role", "ed@example.org", "editor"]).output
    assert theirs.open("/studio/").status == 302
    run.invoke(args=["users", "disable", "ed@example.org"])
    assert authenticate(email="ed@example.org", password="correct horse") is None
    run.invoke(args=["users", "enable", "ed@example.org"])
    assert authenticate(email="ed@example.org", password="correct horse")


@pytest.mark.parametrize("arguments", [["disable", "ed@example.org"], ["role", "ed@example.org", "author"]])
def test_last_owner_stays_one_at_the_command_line_too(app: Crescendo, arguments: list[str]) -> None:
    make_user(email="ed@example.org")
    result = app.test_cli_runner().invoke(args=["users", *arguments])
    assert result.exit_code == 1
    assert "needs an owner" in result.output


def test_lost_phone_is_helped_at_the_command_line(app: Crescendo) -> None:
    user = make_user(email="ed@example.org")
    set_up_app(user)
    app.test_cli_runner().invoke(args=["users", "codes-off", "ed@example.org"])
    db.session.rollback()
    assert authenticator_of(user) is None
