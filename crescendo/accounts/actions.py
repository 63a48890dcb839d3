"""All changes to accounts. They flush; the request or `unit_of_work()` commits."""

import secrets
from datetime import timedelta
from typing import Any

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete

from ..foundation import clock
from ..foundation.database import db
from ..foundation.errors import Rejected
from . import passwords
from .models import AuditEvent, Role, User, UserSession
from .queries import token_hash, user_by_email

SESSION_LIFETIME = timedelta(days=14)


def add_user(*, email: str, name: str, password: str, role: Role) -> User:
    """The new user; `Rejected` when the address is no address or is taken, or the password is too weak."""
    errors = {}
    try:
        email = validate_email(email, check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError as error:
        errors["email"] = f"Enter an e-mail address such as name@example.org. {error}"
    if "email" not in errors and user_by_email(email):
        errors["email"] = "Somebody with this e-mail address already has an account."
    if fault := passwords.fault_in(password):
        errors["password"] = fault
    if errors:
        raise Rejected(errors)
    user = User(
        email=email,
        name=name.strip() or email.partition("@")[0],
        password_hash=passwords.hash_password(password),
        role=role,
        created_at=clock.now(),
    )
    db.session.add(user)
    db.session.flush()
    record(by=user, verb="created", subject="user", subject_id=user.id)
    return user


def authenticate(*, email: str, password: str) -> User | None:
    """The enabled user with this address and password; None in every other case, after the same time."""
    password = password[: passwords.MAX_LENGTH + 1]
    user = user_by_email(email)
    if user is None:
        passwords.waste_time(password)
        return None
    return user if passwords.matches(user.password_hash, password) and user.is_enabled else None


def open_session(*, user: User, browser: str) -> str:
    """The token of a new session, to be kept by the browser alone."""
    token = secrets.token_urlsafe(32)
    moment = clock.now()
    db.session.add(
        UserSession(
            user_id=user.id,
            token_hash=token_hash(token),
            browser=browser[:200],
            created_at=moment,
            expires_at=moment + SESSION_LIFETIME,
        )
    )
    db.session.execute(delete(UserSession).where(UserSession.expires_at <= moment))
    record(by=user, verb="signed in", subject="user", subject_id=user.id)
    return token


def close_session(*, token: str) -> None:
    """End the session that `token` opens, if it still runs."""
    db.session.execute(delete(UserSession).where(UserSession.token_hash == token_hash(token)))


def close_all_sessions(*, user: User, by: User | None) -> int:
    """End every session of `user`, wherever it was opened; how many there were."""
    closed = db.session.scalars(delete(UserSession).where(UserSession.user_id == user.id).returning(UserSession.id))
    count = len(closed.all())
    record(by=by, verb="signed out everywhere", subject="user", subject_id=user.id)
    return count


def record(
    *, by: User | None, verb: str, subject: str, subject_id: int | None, detail: dict[str, Any] | None = None
) -> None:
    """Add an event to the audit trail."""
    db.session.add(
        AuditEvent(
            at=clock.now(),
            user_id=by.id if by else None,
            verb=verb,
            subject=subject,
            subject_id=subject_id,
            detail=detail or {},
        )
    )
    db.session.flush()
