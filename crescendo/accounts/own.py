"""What people change about their own account."""

from ..foundation.database import claim, db
from ..foundation.errors import Rejected
from . import passwords
from .actions import end_sessions, record, usable_email
from .models import User
from .one_time import forget_links, forget_tokens, use_token
from .proofs import Purpose


def rename(*, user: User, name: str, version: int) -> None:
    """Call `user` something else in the studio."""
    name = name.strip()
    if not name or len(name) > 120:
        raise Rejected({"name": "Enter a name of at most 120 characters."})
    claim(user, version)
    user.name = name
    record(by=user, verb="updated", subject="user", subject_id=user.id)


def change_email(*, user: User, email: str, version: int) -> None:
    """Let `user` sign in with another address; links that were sent to the old one end."""
    email = usable_email(email, of=user)
    claim(user, version)
    user.email = email
    forget_links(user)
    record(by=user, verb="changed the e-mail address", subject="user", subject_id=user.id)


def hash_for(user: User, password: str) -> str:
    """The hash of a new password for `user`; `Rejected` when it would soon be guessed.

    It takes its time, and whoever writes at that time keeps everybody else waiting: see `reading`.
    """
    if fault := passwords.fault_in(password, known=[user.email, user.name]):
        raise Rejected({"password": fault})
    return passwords.hash_password(password)


def change_password(*, user: User, password_hash: str, token: str) -> None:
    """A new password: every session of `user` ends but that of `token`, and so does every link."""
    _set(user, password_hash)
    end_sessions(user, except_token=token)
    forget_tokens(user)
    record(by=user, verb="changed the password", subject="user", subject_id=user.id)


def set_password_by_link(*, token: str, password_hash: str) -> User | None:
    """The user whose password the link of `token` has set; None when it does so no more. All their sessions end."""
    used = use_token(token, Purpose.INVITATION, Purpose.RESET)
    user = used.user if used else None
    if user is None:
        return None
    _set(user, password_hash)
    end_sessions(user)
    forget_tokens(user)
    record(by=user, verb="set the password by a link", subject="user", subject_id=user.id)
    return user


def _set(user: User, password_hash: str) -> None:
    user.password_hash = password_hash
    user.version += 1
    db.session.flush()
