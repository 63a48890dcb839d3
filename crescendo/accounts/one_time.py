"""One-time tokens: links that set a password, and what holds the steps of signing in together."""

import secrets
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from ..foundation import clock
from ..foundation.database import db
from .models import User
from .proofs import OneTimeToken, Purpose
from .queries import token_hash

LASTS = {
    Purpose.INVITATION: timedelta(days=7),
    Purpose.RESET: timedelta(hours=1),
    Purpose.SECOND_STEP: timedelta(minutes=10),
    Purpose.PASSKEY: timedelta(minutes=5),
}
PASSWORD_LINKS = (Purpose.INVITATION, Purpose.RESET)


def make_token(*, purpose: Purpose, user: User | None, content: str = "") -> str:
    """A new token. Links for passwords replace those that the user had before."""
    moment = clock.now()
    db.session.execute(delete(OneTimeToken).where(OneTimeToken.expires_at <= moment))
    if user is not None and purpose in PASSWORD_LINKS:
        forget_links(user)
    token = secrets.token_urlsafe(32)
    db.session.add(
        OneTimeToken(
            purpose=purpose,
            user_id=user.id if user else None,
            token_hash=token_hash(token),
            content=content,
            created_at=moment,
            expires_at=moment + LASTS[purpose],
        )
    )
    db.session.flush()
    return token


def running_token(token: str, *purposes: Purpose) -> OneTimeToken | None:
    """The row of `token` with its user; None when it is unknown, used or over, or its user is disabled."""
    found = db.session.scalar(
        select(OneTimeToken)
        .options(joinedload(OneTimeToken.user))
        .where(
            OneTimeToken.token_hash == token_hash(token),
            OneTimeToken.purpose.in_(purposes),
            OneTimeToken.expires_at > clock.now(),
        )
    )
    return found if found and (found.user is None or found.user.is_enabled) else None


def use_token(token: str, *purposes: Purpose) -> OneTimeToken | None:
    """The same, and the token is worth nothing any more: of two who use it at once, one gets it."""
    found = running_token(token, *purposes)
    if found is None:
        return None
    db.session.expunge(found)
    gone = db.session.scalars(delete(OneTimeToken).where(OneTimeToken.id == found.id).returning(OneTimeToken.id)).all()
    return found if gone else None


def forget_links(user: User) -> None:
    """Let no link that sets the password of `user` work any more."""
    db.session.execute(
        delete(OneTimeToken).where(OneTimeToken.user_id == user.id, OneTimeToken.purpose.in_(PASSWORD_LINKS))
    )


def forget_tokens(user: User) -> None:
    """Let no token of `user` work any more, whatever it is for."""
    db.session.execute(delete(OneTimeToken).where(OneTimeToken.user_id == user.id))
