"""Reading for changes of many articles at once."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from ..accounts.models import User
from ..catalog.taxonomy import Category
from ..foundation.database import db
from ..foundation.errors import NotFound
from ..foundation.slugs import slug_from
from .bulk_changes import BulkChange
from .desk_queries import row_options
from .models import Article, AuthorProfile, Revision, Tag

Row = TypeVar("Row", Category, AuthorProfile, Tag)


def articles_by_ids(ids: Collection[int], *, lock: bool = False) -> Sequence[Article]:
    """The articles with these ids and their tags, as they are now; `lock` lets nobody else change them meanwhile."""
    statement = (
        select(Article)
        .where(Article.id.in_(ids))
        .order_by(Article.id)  # locked in one order, so that two changes never wait for each other
        .options(*row_options(), selectinload(Article.tags))
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement.with_for_update(of=Article) if lock else statement).all()


def find_tag(name: str) -> Tag | None:
    """The tag that an author means by `name`: so called, or with the address that the name makes."""
    is_meant = or_(func.lower(Tag.name) == name.strip().lower(), Tag.slug == slug_from(name))
    return db.session.scalar(select(Tag).where(is_meant).order_by(Tag.slug != slug_from(name)).limit(1))


def bulk_change_by_id(change_id: int) -> BulkChange:
    """The change, which nobody else can undo meanwhile; `NotFound` when there is none."""
    change = db.session.scalar(select(BulkChange).where(BulkChange.id == change_id).with_for_update())
    if change is None:
        raise NotFound
    return change


def last_bulk_change(user: User, *, since: datetime) -> BulkChange | None:
    """The last change that `user` made, if that was after `since` and is not undone."""
    newest = db.session.scalar(
        select(BulkChange)
        .where(BulkChange.made_by_id == user.id, BulkChange.made_at > since)
        .order_by(BulkChange.id.desc())
        .limit(1)
    )
    return newest if newest is not None and newest.reversed_at is None else None


def existing(model: type[Row], ids: Collection[int]) -> dict[int, Row]:
    """Those of the rows with these ids that still exist, by id."""
    return {row.id: row for row in db.session.scalars(select(model).where(model.id.in_(ids)))}


def revisions_by_ids(ids: Collection[int]) -> dict[int, Revision]:
    """Those of these revisions that are still kept, by id."""
    statement = select(Revision).where(Revision.id.in_(ids))
    return {revision.id: revision for revision in db.session.scalars(statement)}
