"""Pure rules of publishing: who sees an article, and when."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, or_

from .models import Article


class ArticleState(StrEnum):
    """What an author calls the state of an article at some moment."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    LIVE = "live"
    WITHDRAWN = "withdrawn"


def is_live(article: Article, now: datetime) -> bool:
    """Whether readers see `article` at `now`. `visible_at` says the same to the database."""
    if article.live_revision_id is None or article.publish_at is None:
        return False
    return article.publish_at <= now and (article.unpublish_at is None or now < article.unpublish_at)


def visible_at(now: datetime | BindParameter[Any]) -> ColumnElement[bool]:
    """The condition under which readers see an article: a comparison, so that no worker can miss a schedule.

    `now` may be given later, with the parameters of the statement.
    """
    return and_(
        Article.live_revision_id.is_not(None),
        Article.publish_at <= now,
        or_(Article.unpublish_at.is_(None), Article.unpublish_at > now),
    )


def moment_of(article: Article, now: datetime) -> datetime:
    """The time of what is done to `article` at `now`: if the clock was put back, never before what was done last."""
    return max(now, article.updated_at)


def state_of(article: Article, now: datetime) -> ArticleState:
    """The state of `article` at `now`."""
    if is_live(article, now):
        return ArticleState.LIVE
    if article.live_revision_id is not None and article.publish_at is not None and now < article.publish_at:
        return ArticleState.SCHEDULED
    return ArticleState.WITHDRAWN if was_public(article, now) else ArticleState.DRAFT


def was_public(article: Article, now: datetime) -> bool:
    """Whether readers could once see `article` and no longer can: its address then answers 410."""
    ended = article.unpublish_at is not None and article.unpublish_at <= now
    return article.withdrawn_at is not None or (article.live_revision_id is not None and ended)


def is_known(article: Article, now: datetime) -> bool:
    """Whether readers see `article` or once did, so that its address may be written down somewhere."""
    return is_live(article, now) or was_public(article, now)
