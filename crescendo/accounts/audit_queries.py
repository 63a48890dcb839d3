"""Reading the audit trail."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from ..foundation.database import db
from ..foundation.pagination import Page, paginate
from .models import AuditEvent, User

PAGE = 50


@dataclass(frozen=True)
class EventFilter:
    """Which events to read; None and empty texts leave a question open. `until` is not in it any more."""

    user_id: int | None = None
    by_nobody: bool = False  # what the site itself, the command line or somebody unknown did
    verb: str = ""
    subject: str = ""
    subject_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


def events_page(filters: EventFilter, *, number: int) -> Page[AuditEvent]:
    """A page of events with their users, the newest first."""
    return paginate(_narrowed(filters), number=number, size=PAGE)


def newest_events(filters: EventFilter, *, most: int) -> list[AuditEvent]:
    """As many events with their users, the newest first."""
    return list(db.session.scalars(_narrowed(filters).limit(most)))


def kinds_of_events() -> list[tuple[str, str]]:
    """What was ever done to what: pairs of verb and subject."""
    pairs = db.session.execute(select(AuditEvent.verb, AuditEvent.subject).distinct())
    return [(verb, subject) for verb, subject in pairs]


def user_names(ids: Collection[int]) -> dict[int, str]:
    """The names of users by their numbers."""
    return dict(db.session.execute(select(User.id, User.name).where(User.id.in_(set(ids)))).all())


def _narrowed(filters: EventFilter) -> Select[Any]:
    statement = select(AuditEvent).options(joinedload(AuditEvent.user))
    conditions = [
        (filters.user_id is not None, AuditEvent.user_id == filters.user_id),
        (filters.by_nobody, AuditEvent.user_id.is_(None)),
        (bool(filters.verb), AuditEvent.verb == filters.verb),
        (bool(filters.subject), AuditEvent.subject == filters.subject),
        (filters.subject_id is not None, AuditEvent.subject_id == filters.subject_id),
    ]
    statement = statement.where(*(condition for is_asked, condition in conditions if is_asked))
    if filters.since is not None:
        statement = statement.where(AuditEvent.at >= filters.since)
    if filters.until is not None:
        statement = statement.where(AuditEvent.at < filters.until)
    return statement.order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
