"""All that a live revision refers to, in one statement: a row for each place, found by its key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, Subquery, and_, bindparam, literal, select, union_all
from sqlalchemy.orm import contains_eager, joinedload

from ..catalog.attributes import AttributeChange
from ..foundation.database import db, let_go_of_rows
from ..foundation.freshness import Memory
from .changes import next_change
from .derived import BodyLink, BodyPicture, Mention, MentionForm
from .models import Article, Revision, Tag, article_tags
from .publishing import visible_at

_kept = Memory(8, let_go=let_go_of_rows)  # by revision
_REVISION: BindParameter[int] = bindparam("revision")


@dataclass(frozen=True)
class References:
    """What a revision refers to, in the order of its body, and what its article is filed under.

    Links to a guide that readers see have it as `article`, the others None. `changes` are those of the attributes of
    the products that it picked on a day, oldest first.
    """

    mentions: Sequence[Mention]
    links: Sequence[BodyLink]
    pictures: Sequence[BodyPicture]
    tags: Sequence[Tag]
    changes: Sequence[AttributeChange]


def references_of(revision: Revision, *, now: datetime) -> References:
    """What `revision` refers to, as readers see it at `now`."""
    return _kept.recall(revision.id, lambda: _read(revision, now), until=next_change)


def _read(revision: Revision, now: datetime) -> References:
    parameters = {"revision": revision.id, "article": revision.article_id, "now": now}
    rows = db.session.execute(_statement(), parameters).all()
    mentions = [row.Mention for row in rows if row.Mention is not None]
    links = [row.BodyLink for row in rows if row.BodyLink is not None]
    pictures = [row.BodyPicture for row in rows if row.BodyPicture is not None]
    tags = [row.Tag for row in rows if row.Tag is not None]
    changes = [row.AttributeChange for row in rows if row.AttributeChange is not None]
    return References(
        mentions=sorted(mentions, key=lambda mention: (mention.position, mention.id)),
        links=sorted(links, key=lambda link: link.position),
        pictures=pictures,
        tags=sorted(tags, key=lambda tag: tag.name),
        changes=sorted(changes, key=lambda change: (change.changed_at, change.id)),
    )


@cache
def _statement() -> Select[*tuple[Any, ...]]:
    """Made once, since making it costs more than asking it."""
    keys, mine = _keys(), _REVISION
    kind, key = keys.c
    return (
        select(Mention, BodyLink, BodyPicture, Tag, AttributeChange)
        .select_from(keys)
        .outerjoin(Mention, and_(kind == "mention", Mention.id == key))
        .outerjoin(BodyLink, and_(kind == "link", BodyLink.revision_id == mine, BodyLink.position == key))
        .outerjoin(Article, and_(BodyLink.article_id == Article.id, visible_at(bindparam("now"))))
        .outerjoin(BodyPicture, and_(kind == "picture", BodyPicture.revision_id == mine, BodyPicture.position == key))
        .outerjoin(Tag, and_(kind == "tag", Tag.id == key))
        .outerjoin(AttributeChange, and_(kind == "change", AttributeChange.id == key))
        .options(
            contains_eager(BodyLink.article),
            joinedload(BodyPicture.asset),
            joinedload(AttributeChange.attribute),
        )
    )


def _keys() -> Subquery:
    """The key of each row that is wanted, and what it is the key of."""
    mine = _REVISION
    is_dated_pick = and_(
        Mention.revision_id == mine, Mention.form == MentionForm.PICK, Mention.verified_on.is_not(None)
    )
    picked = select(Mention.product_id).where(is_dated_pick)
    return union_all(
        select(literal("mention").label("kind"), Mention.id.label("key")).where(Mention.revision_id == mine),
        select(literal("link"), BodyLink.position).where(BodyLink.revision_id == mine),
        select(literal("picture"), BodyPicture.position).where(BodyPicture.revision_id == mine),
        select(literal("tag"), article_tags.c.tag_id).where(article_tags.c.article_id == bindparam("article")),
        select(literal("change"), AttributeChange.id).where(AttributeChange.product_id.in_(picked)),
    ).subquery("keys")
