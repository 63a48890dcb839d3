"""`flask users`."""

from collections.abc import Callable

import pytest

from crescendo.accounts.actions import authenticate
from crescendo.journal.desk_queries import profile_of
from crescendo.web.application import Crescendo
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


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [("nonsense", "four plain words here", "Enter an e-mail address"), ("ed@example.org", "short", "at least 10")],
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
