"""`flask users`: accounts, for whoever runs the site. It works when nobody can sign in."""

import sys
from collections.abc import Callable

import click
from flask.cli import AppGroup

from ..accounts.actions import add_user, close_all_sessions
from ..accounts.models import Role, User
from ..accounts.passkeys import remove_all_passkeys
from ..accounts.queries import user_by_email
from ..accounts.queries import users as everybody
from ..accounts.second_step import turn_off
from ..accounts.team import change_role, disable, enable, make_link
from ..foundation.database import unit_of_work
from ..foundation.errors import Rejected
from ..foundation.urls import password_path
from ..journal.bylines import add_byline
from ..web.addresses import absolute

users = AppGroup("users", help="Manage the accounts that may sign in to the studio.")


@users.command("add")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--name", default="", help="How the studio calls this person; by default the start of the address.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking.")
def add(email: str, role: str, name: str, password_stdin: bool) -> None:
    """Make an account for EMAIL, with an author profile of the same name."""
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        with unit_of_work():
            user = add_user(email=email, name=name, password=password, role=Role(role))
            add_byline(user)
    except Rejected as rejection:
        raise click.ClickException(" ".join(rejection.errors.values())) from rejection
    click.echo(f"{user.email} may sign in as {user.role}.")


@users.command("sign-out")
@click.argument("email")
def sign_out(email: str) -> None:
    """End every session of EMAIL, on whatever device it runs."""
    user = _user(email)
    with unit_of_work():
        count = close_all_sessions(user=user, by=None)
    click.echo(f"{user.email} was signed out of {count} {'session' if count == 1 else 'sessions'}.")


@users.command("list")
def list_users() -> None:
    """Say who may sign in, and as what."""
    for user in everybody():
        state = "disabled" if not user.is_enabled else "invited" if user.has_no_password else "may sign in"
        click.echo(f"{user.email}\t{user.role}\t{state}\t{user.name}")


@users.command("reset")
@click.argument("email")
def reset(email: str) -> None:
    """Print a link by which EMAIL chooses a new password. It works once."""
    user = _user(email)
    if not user.is_enabled:
        raise click.ClickException(f"{user.email} is disabled: `flask users enable` comes first.")
    with unit_of_work():
        token = make_link(user=user, by=None)
    click.echo(f"Hand this to {user.email}. It works once, and not for long:")
    click.echo(absolute(password_path(token)))


@users.command("role")
@click.argument("email")
@click.argument("role", type=click.Choice([role.value for role in Role]))
def role_of(email: str, role: str) -> None:
    """Make EMAIL an owner, editor or author. Their sessions end."""
    user = _user(email)
    _change(lambda: change_role(user=user, role=Role(role), by=None))
    click.echo(f"{user.email} is {user.role} now.")


@users.command("disable")
@click.argument("email")
def disable_user(email: str) -> None:
    """Keep EMAIL out, at once. What they wrote stays."""
    user = _user(email)
    _change(lambda: disable(user=user, by=None))
    click.echo(f"{user.email} cannot sign in any more.")


@users.command("enable")
@click.argument("email")
def enable_user(email: str) -> None:
    """Let EMAIL sign in again."""
    user = _user(email)
    _change(lambda: enable(user=user, by=None))
    click.echo(f"{user.email} may sign in again.")


@users.command("codes-off")
@click.argument("email")
def codes_off(email: str) -> None:
    """Let EMAIL sign in by password alone: no authenticator app, no recovery codes, no passkeys."""
    user = _user(email)
    with unit_of_work():
        turn_off(user=user, by=None)
        remove_all_passkeys(user=user, by=None)
    click.echo(f"{user.email} signs in by password alone now.")


def _user(email: str) -> User:
    user = user_by_email(email)
    if user is None:
        raise click.ClickException(f"Nobody here has the address {email}.")
    return user


def _change(act: Callable[[], None]) -> None:
    try:
        with unit_of_work():
            act()
    except Rejected as rejection:
        raise click.ClickException(" ".join(rejection.errors.values())) from rejection
