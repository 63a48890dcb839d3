"""What stands beside a guide: its neighbours in time, the newest of all, and those that share most with it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, case, func, literal, select, tuple_, union_all
from sqlalchemy.orm import aliased

from ..foundation.database import UTCDateTime, db, let_go_of_rows
from ..foundation.freshness import Memory
from .changes import next_change
from .derived import Mention
from .models import Article, Tag, article_tags
from .publishing import visible_at
from .queries import card_of_guide

Ids = Select[*tuple[Any, ...]]
Alike = tuple[Ids, Mapping[str, Any]]  # ids of guides with their places, the likest at 0, and the parameters for it
RELATED, LATEST = 3, 4
_CONSIDERED = 100  # guides with the same product or tag, the last written first
_kept = Memory(8, let_go=let_go_of_rows)  # by article
_ARTICLE = bindparam("article", type_=Integer)
_CATEGORY = bindparam("category", type_=Integer)
_NOW = bindparam("now", type_=UTCDateTime())
_NEWEST_FIRST = (Article.publish_at.desc(), Article.id.desc())


@dataclass(frozen=True)
class Beside:
    """The neighbours of a guide in its category, the newest other guides, and related ones, most related first."""

    older: Article | None = None
    newer: Article | None = None
    latest: Sequence[Article] = ()
    related: Sequence[Article] = field(default_factory=list)


def guides_beside(article: Article, *, tags: Sequence[Tag], alike: Alike | None, now: datetime) -> Beside:
    """What readers see beside `article` at `now`, in one query.

    Related guides share products (which count thrice), `tags` (twice), the category (once), or are `alike`, which
    counts up to twice.
    """
    return _kept.recall(article.id, lambda: _read(article, tags=tags, alike=alike, now=now), until=next_change)


def _read(article: Article, *, tags: Sequence[Tag], alike: Alike | None, now: datetime) -> Beside:
    found, parameters = alike or (None, {})
    mine = {
        "article": article.id,
        "category": article.category_id,
        "revision": article.live_revision_id,
        "published": article.publish_at or now,
        "now": now,
    }
    given = {f"tag_{number}": tag.id for number, tag in enumerate(tags)}
    guides = defaultdict[str, list[Article]](list)
    for why, guide in db.session.execute(_statement(found, len(tags)), {**parameters, **mine, **given}):
        guides[why].append(guide)
    return Beside(
        next(iter(guides["older"]), None), next(iter(guides["newer"]), None), guides["latest"], guides["related"]
    )


@lru_cache(maxsize=256)
def _statement(alike: Ids | None, tags: int) -> Ids:
    """Made once for so many tags, since making it costs more than asking it."""
    others = select(Article.id, literal(0.0).label("score")).where(visible_at(_NOW), Article.id != _ARTICLE)
    same = others.where(Article.category_id == _CATEGORY)
    place = tuple_(Article.publish_at, Article.id)
    mine = tuple_(bindparam("published", type_=UTCDateTime()), _ARTICLE)
    wanted = {
        "older": same.where(place < mine).order_by(*_NEWEST_FIRST).limit(1),
        "newer": same.where(place > mine).order_by(Article.publish_at, Article.id).limit(1),
        "latest": others.order_by(*_NEWEST_FIRST).limit(LATEST),
        "related": _related(alike, tags),
    }
    parts = [(why, part.subquery()) for why, part in wanted.items()]
    found = union_all(*(select(literal(why).label("why"), part.c.id, part.c.score) for why, part in parts)).subquery()
    statement = select(found.c.why, Article).join(found, found.c.id == Article.id)
    return statement.order_by(found.c.score.desc(), *_NEWEST_FIRST).options(*card_of_guide())


def _related(alike: Ids | None, tags: int) -> Ids:
    """The ids of the guides that share most, with their scores.

    Only guides that share something are scored, and the newest of the category and of all, of whom one stands first
    among those that share nothing more.
    """
    newest = select(Article.id, literal(0.0).label("points")).where(visible_at(_NOW), Article.id != _ARTICLE)
    newest = newest.order_by(*_NEWEST_FIRST).limit(RELATED)
    candidates = [
        _with_products(),
        *map(_with_tag, range(tags)),
        newest,
        newest.where(Article.category_id == _CATEGORY),
    ]
    if alike is not None:
        found = alike.subquery()
        candidates.append(select(found.c.id, 2.0 - 2.0 * found.c.place / func.count().over()))
    points = union_all(*(select(part.subquery()) for part in candidates)).subquery()
    same_category = case((Article.category_id == _CATEGORY, 1.0), else_=0.0)
    score = func.sum(points.c.points) + same_category
    related: Ids = (
        select(Article.id, score.label("score"))
        .join(points, points.c.id == Article.id)
        .where(visible_at(_NOW), Article.id != _ARTICLE)
        .group_by(Article.id)
        .order_by(score.desc(), *_NEWEST_FIRST)
        .limit(RELATED)
    )
    return related


def _with_products() -> Ids:
    """Guides that speak of the same products."""
    mine, theirs = aliased(Mention), aliased(Mention)
    products = select(mine.product_id).where(mine.revision_id == bindparam("revision"))
    shared = 3.0 * func.count(theirs.product_id.distinct())
    guides = select(Article.id, shared.label("points")).join(Article, theirs.revision_id == Article.live_revision_id)
    guides = guides.where(theirs.product_id.in_(products)).group_by(Article.id)
    return guides.order_by(Article.id.desc()).limit(_CONSIDERED)


def _with_tag(number: int) -> Ids:
    return (
        select(article_tags.c.article_id.label("id"), literal(2.0).label("points"))
        .where(article_tags.c.tag_id == bindparam(f"tag_{number}"))
        .order_by(article_tags.c.article_id.desc())
        .limit(_CONSIDERED)
    )
