"""The list of guides as authors narrow and sort it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased, selectinload

from ..accounts.models import User
from ..catalog.taxonomy import Category
from ..foundation import clock
from ..foundation.pagination import Page, paginate
from .desk_queries import in_state, row_options
from .models import Article, AuthorProfile, Revision, Tag
from .ownership import owned_by
from .publishing import ArticleState

PAGE_SIZE = 50


class DeskOrder(StrEnum):
    """How the list is sorted, the usual way first. What has no such date comes last, whichever way."""

    CHANGED_DOWN = "changed-down"
    CHANGED = "changed"
    TITLE = "title"
    TITLE_DOWN = "title-down"
    PUBLISHED_DOWN = "published-down"
    PUBLISHED = "published"
    REVIEW = "review"
    REVIEW_DOWN = "review-down"


@dataclass(frozen=True)
class DeskFilter:
    """What the list is narrowed to; empty fields narrow nothing. Category, author and tag go by their slugs."""

    words: str = ""
    state: ArticleState | None = None
    category: str = ""
    author: str = ""
    tag: str = ""
    mine: bool = False
    review_due: bool = False


def articles_page(
    filters: DeskFilter, *, by: User, today: date, number: int = 1, order: DeskOrder = DeskOrder.CHANGED_DOWN
) -> Page[Article]:
    """Page `number` of the articles that `filters` leave, with their tags.

    “Mine” are those of `by`; reviews are due by `today`, the day where the site is.
    """
    draft, live = aliased(Revision), aliased(Revision)
    statement = (
        select(Article)
        .outerjoin(draft, Article.draft_revision_id == draft.id)
        .outerjoin(live, Article.live_revision_id == live.id)
        .order_by(*_sorted(order, title=func.coalesce(draft.title, live.title)))
    )
    for word in filters.words.split():
        texts = (draft.title, live.title, draft.summary, live.summary, Article.slug)
        statement = statement.where(or_(*(text.icontains(word, autoescape=True) for text in texts)))
    statement = _narrowed(statement, filters, by, today).options(*row_options(), selectinload(Article.tags))
    return paginate(statement, number=number, size=PAGE_SIZE)


def _sorted(order: DeskOrder, *, title: ColumnElement[str]) -> list[ColumnElement[Any]]:
    columns: dict[str, InstrumentedAttribute[Any] | ColumnElement[Any]] = {
        "changed": Article.updated_at,
        "title": func.lower(title),
        "published": Article.publish_at,
        "review": Article.review_on,
    }
    column = columns[order.removesuffix("-down")]
    if order.endswith("-down"):
        return [column.desc().nulls_last(), Article.id.desc()]
    return [column.asc().nulls_last(), Article.id.asc()]


def _narrowed(statement: Select[Article], filters: DeskFilter, by: User, today: date) -> Select[Article]:
    if filters.state is not None:
        statement = statement.where(in_state(filters.state, clock.now()))
    if filters.category:
        statement = statement.where(Article.category.has(Category.slug == filters.category))
    if filters.author:
        statement = statement.where(Article.author.has(AuthorProfile.slug == filters.author))
    if filters.tag:
        statement = statement.where(Article.tags.any(Tag.slug == filters.tag))
    if filters.mine:
        statement = statement.where(owned_by(by))
    if filters.review_due:
        statement = statement.where(Article.review_on <= today)
    return statement
