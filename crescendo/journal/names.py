"""What things of the journal are called, by their numbers, for pages that only name them."""

from collections.abc import Collection

from sqlalchemy import func, select

from ..foundation.database import db
from .models import Article, AuthorProfile, Revision, Tag

Names = dict[int, str]


def guide_names(ids: Collection[int]) -> Names:
    """The newest titles of guides."""
    newest = func.coalesce(Article.draft_revision_id, Article.live_revision_id)
    rows = select(Article.id, Revision.title).join(Revision, Revision.id == newest).where(Article.id.in_(set(ids)))
    return dict(db.session.execute(rows).all())


def revision_names(ids: Collection[int]) -> Names:
    """Such as “How a boot fits, 12”."""
    rows = db.session.execute(select(Revision.id, Revision.title, Revision.number).where(Revision.id.in_(set(ids))))
    return {revision_id: f"{title}, {number}" for revision_id, title, number in rows}


def author_names(ids: Collection[int]) -> Names:
    rows = select(AuthorProfile.id, AuthorProfile.name).where(AuthorProfile.id.in_(set(ids)))
    return dict(db.session.execute(rows).all())


def tag_names(ids: Collection[int]) -> Names:
    return dict(db.session.execute(select(Tag.id, Tag.name).where(Tag.id.in_(set(ids)))).all())
