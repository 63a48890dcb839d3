"""Users for tests. Their password is “correct horse”."""

from datetime import timedelta
from itertools import count

import pyotp
import time_machine
from argon2 import PasswordHasher

from crescendo.accounts.models import Role, User
from crescendo.accounts.second_step import new_secret, turn_on
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.journal.bylines import add_byline
from crescendo.web.signing import sealed

PASSWORD = "correct horse"
_numbers = count(1)
_SECRETS = "authenticator app"  # the purpose under which the site seals them
_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def make_user(*, role: str = "owner", email: str = "", name: str = "", byline: bool = True) -> User:
    """A user who may sign in, with a byline."""
    number = next(_numbers)
    user = User(
        email=email or f"user{number}@example.org",
        name=name or f"User {number}",
        password_hash=_HASH,
        role=Role(role),
        created_at=clock.now(),
    )
    db.session.add(user)
    db.session.flush()
    if byline:
        add_byline(user)
    db.session.commit()
    return user


def set_up_app(user: User) -> tuple[str, list[str]]:
    """Let `user` have an authenticator app; its secret, and the recovery codes. Its codes from now on are unused."""
    secret = new_secret()
    past = clock.now() - timedelta(minutes=5)
    with time_machine.travel(past, tick=False):
        code = pyotp.TOTP(secret).at(past)
        codes = turn_on(user=user, secret=secret, sealed_secret=sealed(secret, purpose=_SECRETS), code=code)
    db.session.commit()
    return secret, codes


def code_of(secret: str) -> str:
    """The code that the app shows now."""
    return pyotp.TOTP(secret).at(clock.now())
