"""What the clock alone changes on public pages: guides come and go at their hours."""

from datetime import datetime

from sqlalchemy import func, select

from ..foundation.database import db
from ..foundation.freshness import watched
from .models import Article

_last: tuple[int, datetime, datetime | None] | None = None  # content version, since when, and the change


def next_change(moment: datetime) -> datetime | None:
    """The first moment after `moment` at which a guide comes or goes; None when none is planned.

    Every page may show any guide, so this ends them all. It is asked once, until it passes or content changes.
    """
    global _last  # noqa: PLW0603 (one answer for the whole process)
    freshness, last = watched(), _last
    if freshness is not None and last is not None:
        version, since, change = last
        if version == freshness.version and since <= moment and (change is None or moment < change):
            return change
    change = _next_change(moment)
    if freshness is not None:
        _last = freshness.version, moment, change
    return change


def _next_change(moment: datetime) -> datetime | None:
    is_planned = Article.live_revision_id.is_not(None)
    come = select(func.min(Article.publish_at)).where(is_planned, Article.publish_at > moment)
    go = select(func.min(Article.unpublish_at)).where(is_planned, Article.unpublish_at > moment)
    found = db.session.execute(select(come.scalar_subquery(), go.scalar_subquery())).one()
    return min((change for change in found if change is not None), default=None)
