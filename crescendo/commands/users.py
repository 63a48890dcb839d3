"""`flask users`: accounts for people who cannot sign in yet."""

import sys

import click
from flask.cli import AppGroup

from ..accounts.actions import add_user, close_all_sessions
from ..accounts.models import Role
from ..accounts.queries import user_by_email
from ..foundation.database import unit_of_work
from ..foundation.errors import Rejected
from ..journal.bylines import add_byline

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
    user = user_by_email(email)
    if user is None:
        raise click.ClickException(f"Nobody here has the address {email}.")
    with unit_of_work():
        count = close_all_sessions(user=user, by=None)
    click.echo(f"{user.email} was signed out of {count} {'session' if count == 1 else 'sessions'}.")
