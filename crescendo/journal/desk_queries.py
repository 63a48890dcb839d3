"""All reading of the journal for authors: drafts included, by state."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload, undefer
from sqlalchemy.sql.base import ExecutableOption

from ..accounts.models import User
from ..catalog.taxonomy import Category
from ..foundation.database import db
from ..foundation.errors import NotFound
from ..foundation.pagination import Page, paginate
from .derived import Mention
from .models import Article, AuthorProfile, Revision, Tag, article_tags
from .publishing import ArticleState, visible_at


def article_by_id(article_id: int) -> Article:
    """The article with all that its form shows; `NotFound` when there is none."""
    article = db.session.scalar(
        select(Article)
        .where(Article.id == article_id)
        .options(
            joinedload(Article.live_revision).options(undefer(Revision.body), undefer(Revision.document)),
            joinedload(Article.draft_revision).options(undefer(Revision.body), undefer(Revision.document)),
            joinedload(Article.draft_revision).joinedload(Revision.created_by),
            joinedload(Article.live_revision).joinedload(Revision.created_by),
            joinedload(Article.category),
            joinedload(Article.author).joinedload(AuthorProfile.picture),
            joinedload(Article.hero),
            selectinload(Article.tags),
        )
        .execution_options(populate_existing=True)
    )
    if article is None:
        raise NotFound
    return article


def revisions_page(article: Article, *, number: int) -> Page[Revision]:
    """The revisions of `article`, newest first, with who made them."""
    statement = select(Revision).where(Revision.article_id == article.id).order_by(Revision.number.desc())
    return paginate(statement.options(joinedload(Revision.created_by)), number=number, size=50)


def revision_by_number(article: Article, number: int) -> Revision:
    """Revision `number` of `article` with its text; `NotFound` when there is none, as after pruning."""
    revision = find_revision(article, number)
    if revision is None:
        raise NotFound
    return revision


def find_revision(article: Article, number: int) -> Revision | None:
    """Revision `number` of `article` with its text, if it is still there."""
    return db.session.scalar(
        select(Revision)
        .where(Revision.article_id == article.id, Revision.number == number)
        .options(undefer(Revision.body), joinedload(Revision.created_by))
    )


def number_before(revision: Revision) -> int | None:
    """The number of the revision that came before; None for the first one."""
    return db.session.scalar(
        select(func.max(Revision.number)).where(
            Revision.article_id == revision.article_id, Revision.number < revision.number
        )
    )


def row_options() -> tuple[ExecutableOption, ...]:
    """What a line of a list shows of an article."""
    return (
        joinedload(Article.draft_revision),
        joinedload(Article.live_revision),
        joinedload(Article.category),
        joinedload(Article.author),
    )


def in_state(state: ArticleState, now: datetime) -> ColumnElement[bool]:
    """The condition under which `publishing.state_of` answers `state`."""
    scheduled = and_(Article.live_revision_id.is_not(None), Article.publish_at > now)
    ended = and_(Article.live_revision_id.is_not(None), Article.unpublish_at <= now)
    withdrawn = or_(Article.withdrawn_at.is_not(None), ended)
    return {
        ArticleState.LIVE: visible_at(now),
        ArticleState.SCHEDULED: scheduled,
        ArticleState.WITHDRAWN: and_(withdrawn, ~scheduled, ~visible_at(now)),
        ArticleState.DRAFT: and_(Article.live_revision_id.is_(None), Article.withdrawn_at.is_(None)),
    }[state]


def counts_by_state(now: datetime) -> dict[ArticleState, int]:
    """How many articles there are in each state."""
    return {
        state: db.session.scalar(select(func.count(Article.id)).where(in_state(state, now))) or 0
        for state in ArticleState
    }


def articles_mentioning(product_id: int) -> Sequence[Article]:
    """Articles whose live or draft text speaks of a product."""
    revisions = select(Mention.revision_id).where(Mention.product_id == product_id)
    statement = select(Article).where(
        or_(Article.live_revision_id.in_(revisions), Article.draft_revision_id.in_(revisions))
    )
    return db.session.scalars(statement.order_by(Article.slug).options(*row_options())).all()


def tags_with_counts() -> list[tuple[Tag, int]]:
    """All tags by name, with how many articles have each."""
    rows = db.session.execute(
        select(Tag, func.count(article_tags.c.article_id))
        .outerjoin(article_tags, article_tags.c.tag_id == Tag.id)
        .group_by(Tag.id)
        .order_by(Tag.name)
    )
    return [(tag, count) for tag, count in rows]


def tag_by_id(tag_id: int) -> Tag:
    """The tag; `NotFound` when there is none."""
    tag = db.session.get(Tag, tag_id)
    if tag is None:
        raise NotFound
    return tag


def authors() -> Sequence[AuthorProfile]:
    """All author profiles by name."""
    return db.session.scalars(
        select(AuthorProfile).order_by(AuthorProfile.name).options(joinedload(AuthorProfile.picture))
    ).all()


def author_by_id(author_id: int) -> AuthorProfile:
    """The author profile; `NotFound` when there is none."""
    author = db.session.get(AuthorProfile, author_id)
    if author is None:
        raise NotFound
    return author


def profile_of(user: User) -> AuthorProfile | None:
    """The byline that belongs to an account, if it has one."""
    return db.session.scalar(select(AuthorProfile).where(AuthorProfile.user_id == user.id))


def category_articles(category: Category) -> int:
    """How many articles, in any state, are in `category`."""
    return db.session.scalar(select(func.count()).where(Article.category_id == category.id)) or 0
