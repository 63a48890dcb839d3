"""What somebody wants to know when the day begins: what waits for them, what appeared, and who changed what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, literal, or_, select, union_all

from ..accounts.models import AuditEvent, User
from ..foundation import clock
from ..foundation.database import db
from .desk_queries import in_state, row_options
from .models import Article, Revision
from .ownership import owned_by
from .publishing import ArticleState, visible_at

SAVED = "saved"
TOLD = ("published", "updated", "scheduled", "withdrew", "restored", "filed", "reinstated")  # verbs of audit events
_READ = 200  # events at most, of which each guide's last is told


@dataclass(frozen=True)
class News:
    """The last thing that somebody else did to a guide: `SAVED` or one of the verbs `TOLD`."""

    article: Article
    verb: str
    who: str
    at: datetime


def drafts_of(user: User, *, limit: int) -> Sequence[Article]:
    """Drafts of this person's guides, of live guides too, last changed first; not those of withdrawn guides."""
    now = clock.now()
    states = (ArticleState.DRAFT, ArticleState.SCHEDULED, ArticleState.LIVE)
    statement = select(Article).where(
        owned_by(user), Article.draft_revision_id.is_not(None), or_(*(in_state(state, now) for state in states))
    )
    return _rows(statement.order_by(Article.updated_at.desc(), Article.id.desc()), limit)


def appearing_until(moment: datetime, *, user: User) -> Sequence[Article]:
    """This person's guides that readers will see before `moment`, the next first."""
    statement = select(Article).where(
        owned_by(user), in_state(ArticleState.SCHEDULED, clock.now()), Article.publish_at < moment
    )
    return _rows(statement.order_by(Article.publish_at, Article.id), 20)


def published_since(moment: datetime, *, limit: int) -> Sequence[Article]:
    """Guides of everybody that readers see since `moment` or later, last published first."""
    statement = select(Article).where(visible_at(clock.now()), Article.publish_at >= moment)
    return _rows(statement.order_by(Article.publish_at.desc(), Article.id.desc()), limit)


def changed_by_others(user: User, *, since: datetime, limit: int) -> list[News]:
    """What others last did to each of this person's guides, newest first."""
    events = _events(user, since).subquery()
    rows = db.session.execute(
        select(Article, events.c.verb, User.name, events.c.at)
        .join(events, events.c.article_id == Article.id)
        .join(User, events.c.user_id == User.id)
        .where(owned_by(user))
        .order_by(events.c.at.desc(), events.c.verb == SAVED, Article.id.desc())
        .options(*row_options())
        .limit(_READ)
    )
    news: dict[int, News] = {}
    for article, verb, who, at in rows:
        news.setdefault(article.id, News(article, verb, who, at))
    return list(news.values())[:limit]


def _events(user: User, since: datetime) -> Any:
    """What others did to any guide: told by the audit trail, and saves, of which the revisions tell."""
    told = select(
        AuditEvent.subject_id.label("article_id"),
        AuditEvent.verb.label("verb"),
        AuditEvent.user_id.label("user_id"),
        AuditEvent.at.label("at"),
    ).where(
        AuditEvent.subject == "article", AuditEvent.verb.in_(TOLD), AuditEvent.user_id != user.id, AuditEvent.at > since
    )
    saves = select(Revision.article_id, literal(SAVED), Revision.created_by_id, Revision.created_at).where(
        Revision.created_by_id != user.id, Revision.created_at > since
    )
    return union_all(told, saves)


def _rows(statement: Select[Article], limit: int) -> Sequence[Article]:
    return db.session.scalars(statement.limit(limit).options(*row_options())).all()
