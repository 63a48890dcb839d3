"""Reading every guide there is, whoever may see it."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from ..foundation.database import db
from .models import Article, Revision

BATCH = 20  # guides whose texts are held in memory at once


def every_guide() -> Iterator[Article]:
    """Each guide with its texts, category, author, lead picture and tags. What was read for it is let go of."""
    last = 0
    while True:
        articles = db.session.scalars(
            select(Article)
            .where(Article.id > last)
            .order_by(Article.id)
            .limit(BATCH)
            .options(
                joinedload(Article.category),
                joinedload(Article.author),
                joinedload(Article.hero),
                selectinload(Article.tags),
                joinedload(Article.live_revision).undefer(Revision.document),
                joinedload(Article.draft_revision).undefer(Revision.document),
            )
        ).all()
        if not articles:
            return
        last = articles[-1].id
        yield from articles
        db.session.expunge_all()


def guide_count() -> int:
    return db.session.scalar(select(func.count()).select_from(Article)) or 0


def highest_guide_id() -> int:
    return db.session.scalar(select(func.max(Article.id))) or 0
