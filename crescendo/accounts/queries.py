"""All reading of accounts."""

import hashlib

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from ..foundation import clock
from ..foundation.database import db
from .models import User, UserSession


def has_users() -> bool:
    """Whether anybody can sign in at all."""
    return bool(db.session.scalar(select(exists().where(User.id.is_not(None)))))


def users() -> list[User]:
    """All users by name."""
    return list(db.session.scalars(select(User).order_by(User.name, User.id)))


def user_by_email(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def user_by_id(user_id: int) -> User | None:
    return db.session.get(User, user_id)


def has_still(user: User, password_hash: str) -> bool:
    """Whether the password of `user` is the one that was hashed; it stays so until this transaction ends."""
    this = select(User.id).where(User.id == user.id, User.password_hash == password_hash)
    return db.session.scalar(this.with_for_update()) is not None


def sessions_of(user: User) -> list[UserSession]:
    """The running sessions of `user`, the one seen last first."""
    theirs = select(UserSession).where(UserSession.user_id == user.id, UserSession.expires_at > clock.now())
    return list(db.session.scalars(theirs.order_by(UserSession.last_seen_at.desc(), UserSession.id.desc())))


def token_hash(token: str) -> str:
    """What is stored of a session's token: SHA-256, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def session_by_token(token: str) -> UserSession | None:
    """The running session that `token` opens, with its user; None when it ended or the user was disabled."""
    return db.session.scalar(
        select(UserSession)
        .join(UserSession.user)
        .options(joinedload(UserSession.user))
        .where(
            UserSession.token_hash == token_hash(token),
            UserSession.expires_at > clock.now(),
            User.disabled_at.is_(None),
        )
    )
