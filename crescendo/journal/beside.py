"""What stands beside a guide: its neighbours in time, the newest of all, and those that share most with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, literal, select, tuple_, union_all
from sqlalchemy.orm import aliased

from ..foundation.database import UTCDateTime, db
from .derived import Mention
from .models import Article, Tag, article_tags
from .publishing import visible_at
from .queries import card_of_guide

Ids = Select[*tuple[Any, ...]]
RELATED, LATEST = 3, 4
_CONSIDERED = 200  # guides with the same product or tag, the last written first
_NEWEST_FIRST = (Article.publish_at.desc(), Article.id.desc())


@dataclass(frozen=True)
class Beside:
    """The neighbours of a guide in its category, the newest other guides, and related ones, most related first."""

    older: Article | None = None
    newer: Article | None = None
    latest: Sequence[Article] = ()
    related: Sequence[Article] = field(default_factory=list)


def guides_beside(article: Article, *, tags: Sequence[Tag], alike: Ids | None, now: datetime) -> Beside:
    """What readers see beside `article` at `now`, in one query.

    Related guides share products (which count thrice), `tags` (twice), the category (once), or are `alike`: ids with
    their places, the likest first, which counts up to twice.
    """
    others = select(Article.id, literal(0.0).label("score")).where(visible_at(now), Article.id != article.id)
    same = others.where(Article.category_id == article.category_id)
    place = tuple_(Article.publish_at, Article.id)
    mine = tuple_(literal(article.publish_at or now, UTCDateTime()), literal(article.id))
    wanted = {
        "older": same.where(place < mine).order_by(*_NEWEST_FIRST).limit(1),
        "newer": same.where(place > mine).order_by(Article.publish_at, Article.id).limit(1),
        "latest": others.order_by(*_NEWEST_FIRST).limit(LATEST),
        "related": _related(article, tags=tags, alike=alike, now=now),
    }
    parts = [(why, part.subquery()) for why, part in wanted.items()]
    found = union_all(*(select(literal(why).label("why"), part.c.id, part.c.score) for why, part in parts)).subquery()
    statement = select(found.c.why, Article).join(found, found.c.id == Article.id)
    guides: dict[str, list[Article]] = {why: [] for why in wanted}
    ordered = statement.order_by(found.c.score.desc(), *_NEWEST_FIRST).options(*card_of_guide())
    for why, guide in db.session.execute(ordered):
        guides[why].append(guide)
    return Beside(
        next(iter(guides["older"]), None), next(iter(guides["newer"]), None), guides["latest"], guides["related"]
    )


def _related(article: Article, *, tags: Sequence[Tag], alike: Ids | None, now: datetime) -> Ids:
    """The ids of the guides that share most, with their scores.

    Only guides that share something are scored, and the newest of the category and of all, of whom one stands first
    among those that share nothing more.
    """
    newest = select(Article.id, literal(0.0).label("points")).where(visible_at(now), Article.id != article.id)
    newest = newest.order_by(*_NEWEST_FIRST).limit(RELATED)
    candidates = [_with_products(article), *(_with_tag(tag) for tag in tags), newest]
    candidates.append(newest.where(Article.category_id == article.category_id))
    if alike is not None:
        found = alike.subquery()
        candidates.append(select(found.c.id, 2.0 - 2.0 * found.c.place / func.count().over()))
    points = union_all(*(select(part.subquery()) for part in candidates)).subquery()
    same_category = case((Article.category_id == article.category_id, 1.0), else_=0.0)
    score = func.sum(points.c.points) + same_category
    related: Ids = (
        select(Article.id, score.label("score"))
        .join(points, points.c.id == Article.id)
        .where(visible_at(now), Article.id != article.id)
        .group_by(Article.id)
        .order_by(score.desc(), *_NEWEST_FIRST)
        .limit(RELATED)
    )
    return related


def _with_products(article: Article) -> Ids:
    """Guides that speak of the same products."""
    mine, theirs = aliased(Mention), aliased(Mention)
    products = select(mine.product_id).where(mine.revision_id == article.live_revision_id)
    shared = 3.0 * func.count(theirs.product_id.distinct())
    guides = select(Article.id, shared.label("points")).join(Article, theirs.revision_id == Article.live_revision_id)
    guides = guides.where(theirs.product_id.in_(products)).group_by(Article.id)
    return guides.order_by(Article.id.desc()).limit(_CONSIDERED)


def _with_tag(tag: Tag) -> Ids:
    return (
        select(article_tags.c.article_id.label("id"), literal(2.0).label("points"))
        .where(article_tags.c.tag_id == tag.id)
        .order_by(article_tags.c.article_id.desc())
        .limit(_CONSIDERED)
    )
