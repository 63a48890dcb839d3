"""Pages of the guides that readers see, newest first: all of them, those of a category, of a tag, or by an author."""

from array import array
from collections.abc import Iterable
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Integer, Select, bindparam, exists, func, select, union_all

from ..catalog.taxonomy import Category
from ..foundation.database import UTCDateTime, db
from ..foundation.freshness import Memory
from ..foundation.pagination import Page, paged
from .changes import next_change
from .models import Article, AuthorProfile, Tag, article_tags
from .publishing import visible_at
from .queries import guides_for_cards

PAGE_SIZE = 12
LATELY = 1000  # guides, the newest, among which the first of a tag are looked for
_orders = Memory(1000)  # the ids of the guides of a category, of a tag, by an author
_firsts = Memory(1000)  # the first pages of tags
_NOW = bindparam("now", type_=UTCDateTime())
_TAG = bindparam("tag", type_=Integer)
_NEWEST_FIRST = (Article.publish_at.desc(), Article.id.desc())


def guides_page(
    *,
    now: datetime,
    number: int,
    category: Category | None = None,
    tag: Tag | None = None,
    author: AuthorProfile | None = None,
) -> Page[Article]:
    """Guides that readers see, newest first, ready for cards.

    Their order is kept, so the last page of a long list takes no longer than its first.
    """
    shelf = tuple(each.id if each is not None else None for each in (category, tag, author))
    wanted = _first_with_tag(tag.id, now) if tag is not None and number == 1 else None
    if wanted is None:
        ids = _orders.recall(shelf, lambda: array("q", _ids(*shelf, now=now)), until=next_change)
        wanted = paged(ids, number=number, size=PAGE_SIZE)
    guides = guides_for_cards(wanted.items, now=now)
    found = [guides[guide_id] for guide_id in wanted.items if guide_id in guides]
    return Page(found, wanted.number, wanted.size, wanted.total)


def _ids(category: int | None, tag: int | None, author: int | None, *, now: datetime) -> Iterable[int]:
    statement = select(Article.id).where(visible_at(now)).order_by(*_NEWEST_FIRST)
    if category is not None:
        statement = statement.where(Article.category_id == category)
    if tag is not None:
        statement = statement.join(article_tags).where(article_tags.c.tag_id == tag)
    if author is not None:
        statement = statement.where(Article.author_id == author)
    return db.session.scalars(statement)


def _first_with_tag(tag: int, now: datetime) -> Page[int] | None:
    """The ids on the first page of a tag; None where they are not among the newest guides of all.

    Tags do not know when their guides were published, so no index has these in order, and to order them takes the
    longer the more there are.
    """

    def read() -> Page[int] | None:
        found = db.session.execute(_newest_with_tag(LATELY), {"tag": tag, "now": now}).all()
        return Page([row.id for row in found], 1, PAGE_SIZE, found[0].total) if len(found) == PAGE_SIZE else None

    return _firsts.recall(tag, read, until=next_change)


@cache
def _newest_with_tag(lately: int) -> Select[int, int]:
    newest = select(Article.id, Article.publish_at).where(visible_at(_NOW)).order_by(*_NEWEST_FIRST).limit(lately)
    among = newest.subquery()
    has_tag = exists().where(article_tags.c.tag_id == _TAG, article_tags.c.article_id == among.c.id)
    ids = select(among.c.id, _count_with_tag().label("total")).where(has_tag)
    return ids.order_by(among.c.publish_at.desc(), among.c.id.desc()).limit(PAGE_SIZE)


def _count_with_tag() -> ColumnElement[int]:
    """How many guides with a tag readers see: all that have it but the few that are hidden, which need no look at each.

    What is hidden is the opposite of `visible_at`, in a form that indexes answer.
    """
    hidden = union_all(
        select(Article.id).where(Article.live_revision_id.is_(None)),
        select(Article.id).where(Article.publish_at > _NOW),
        select(Article.id).where(Article.unpublish_at <= _NOW),
    )
    having = select(func.count()).select_from(article_tags).where(article_tags.c.tag_id == _TAG)
    without = having.where(article_tags.c.article_id.in_(hidden))
    return having.scalar_subquery() - without.scalar_subquery()
