"""Users for tests. Their password is “correct horse”."""

from itertools import count

from argon2 import PasswordHasher

from crescendo.accounts.models import Role, User
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.journal.bylines import add_byline

PASSWORD = "correct horse"
_numbers = count(1)
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
