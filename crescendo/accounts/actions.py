"""Making accounts, checking passwords, opening and closing sessions, and adding to the audit trail."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, update

from ..foundation import clock
from ..foundation.database import db, insertion
from ..foundation.errors import Rejected
from . import passwords
from .models import NO_PASSWORD, AuditEvent, Role, User, UserSession
from .queries import token_hash, user_by_email

SESSION_LIFETIME = timedelta(days=14)


def add_user(*, email: str, name: str, password: str | None, role: Role, by: User | None = None) -> User:
    """The new user; `Rejected` when the address is no address or is taken, or the password is too weak.

    Without a password nobody can sign in to the account until one is set by a one-time link. Hashing takes its time,
    so it comes before anything is asked of the database: nobody who writes waits for a command.
    """
    errors: dict[str, str] = {}
    name, password_hash = name.strip() or email.partition("@")[0].strip(), NO_PASSWORD
    if password is not None and (fault := passwords.fault_in(password, known=[email, name])):
        errors["password"] = fault
    elif password is not None:
        password_hash = passwords.hash_password(password)
    try:
        email = usable_email(email)
    except Rejected as rejection:
        errors |= rejection.errors
    if errors:
        raise Rejected(errors)
    user = User(
        email=email,
        name=name,
        password_hash=password_hash,
        role=role,
        created_at=clock.now(),
    )
    db.session.add(user)
    db.session.flush()
    record(by=by or user, verb="created", subject="user", subject_id=user.id, detail={"role": role.value})
    return user


def usable_email(email: str, *, of: User | None = None) -> str:
    """`email` as it is kept; `Rejected` when it is no address, or another account than the one `of` has it."""
    try:
        email = validate_email(email, check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError as error:
        raise Rejected({"email": f"Enter an e-mail address such as name@example.org. {error}"}) from error
    if user_by_email(email) not in {None, of}:
        raise Rejected({"email": "Somebody with this e-mail address already has an account."})
    return email


def authenticate(*, email: str, password: str) -> User | None:
    """The enabled user with this address and password; None in every other case, after the same time."""
    password = password[: passwords.MAX_LENGTH + 1]
    user = user_by_email(email)
    if user is None:
        passwords.waste_time(password)
        return None
    return user if passwords.matches(user.password_hash, password) and user.is_enabled else None


def open_session(*, user: User, browser: str, way: str = "password") -> str:
    """The token of a new session, to be kept by the browser alone. `way` says how somebody proved who they are."""
    token = secrets.token_urlsafe(32)
    moment = clock.now()
    db.session.add(
        UserSession(
            user_id=user.id,
            token_hash=token_hash(token),
            browser=browser[:200],
            created_at=moment,
            last_seen_at=moment,
            expires_at=moment + SESSION_LIFETIME,
        )
    )
    db.session.execute(delete(UserSession).where(UserSession.expires_at <= moment))
    record(by=user, verb="signed in", subject="user", subject_id=user.id, detail={"way": way})
    return token


def close_session(*, token: str, by: User | None = None) -> None:
    """End the session that `token` opens, if it still runs."""
    db.session.execute(delete(UserSession).where(UserSession.token_hash == token_hash(token)))
    if by is not None:
        record(by=by, verb="signed out", subject="user", subject_id=by.id)


def close_own_session(*, session_id: int, by: User) -> bool:
    """End one session of `by`, wherever it was opened; whether there was such a one."""
    of_mine = delete(UserSession).where(UserSession.id == session_id, UserSession.user_id == by.id)
    closed = db.session.scalars(of_mine.returning(UserSession.id)).all()
    if closed:
        record(by=by, verb="ended a session", subject="user", subject_id=by.id)
    return bool(closed)


def close_all_sessions(*, user: User, by: User | None, except_token: str = "") -> int:
    """End every session of `user`, wherever it was opened, but that of `except_token`; how many there were."""
    count = end_sessions(user, except_token=except_token)
    record(by=by, verb="signed out everywhere", subject="user", subject_id=user.id)
    return count


def end_sessions(user: User, *, except_token: str = "") -> int:
    """End the sessions of `user` because of something else that is recorded; how many there were."""
    theirs = delete(UserSession).where(
        UserSession.user_id == user.id, UserSession.token_hash != token_hash(except_token)
    )
    return len(db.session.scalars(theirs.returning(UserSession.id)).all())


def write_sightings(seen: Mapping[int, datetime]) -> None:
    """Keep when sessions, by their numbers, were seen last."""
    for session_id, moment in sorted(seen.items()):
        db.session.execute(
            update(UserSession)
            .where(UserSession.id == session_id, UserSession.last_seen_at < moment)
            .values(last_seen_at=moment)
            .execution_options(synchronize_session=False)
        )


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


def record_all(ids: Iterable[int], *, by: User | None, verb: str, subject: str) -> None:
    """Add the same event to the audit trail for each of these rows."""
    event: dict[str, Any] = {
        "at": clock.now(),
        "user_id": by.id if by else None,
        "verb": verb,
        "subject": subject,
        "detail": {},
    }
    if events := [{**event, "subject_id": subject_id} for subject_id in ids]:
        db.session.execute(insertion(AuditEvent), events)
