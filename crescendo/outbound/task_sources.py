"""Where tasks come from: for each kind the select that finds them, all with the same columns."""

from datetime import date, datetime

from sqlalchemy import CTE, ColumnElement, case, exists, or_
from sqlalchemy import union_all as all_of

from ..accounts.models import User
from ..accounts.permissions import is_editor
from ..catalog.health import Lack, lacks
from ..catalog.models import Product, ProductStatus
from ..catalog.price_sources import PriceSource
from ..journal.derived import BodyPicture, Mention
from ..journal.desk_queries import in_state
from ..journal.models import Article
from ..journal.ownership import owned_by
from ..journal.publishing import ArticleState, visible_at
from ..media.models import AltState, Asset
from . import link_sources
from .drift import drifted
from .task_rows import Found, task_rows
from .tasks import ENDING_NOW, ENDING_SOON, STALE_AFTER, URGENCY, TaskKind, Urgency


def all_tasks(now: datetime, today: date, whose: User | None) -> CTE:
    """Every task at `now`, which is on the day `today` where the site is.

    `whose` leaves those of one person's guides, of the products that these speak of, and of what all editors care for.
    """
    mine = [] if whose is None else [owned_by(whose)]
    of_guides = [
        _review(now, today),
        _ending(now),
        _stale(now),
        *_about_products(now),
        *drifted(now),
        *_about_pictures(now),
        *link_sources.of_guides(now, today),
    ]
    spoken_of = exists().where(
        Mention.product_id == Product.id, Mention.revision_id == Article.live_revision_id, visible_at(now), *mine
    )
    of_shelves = [_failing()] if whose is None or is_editor(whose) else []
    return all_of(
        *(found.where(*mine) for found in of_guides),
        *(found.where(spoken_of) for found in (*_lacking(now), link_sources.of_offers(today))),
        *of_shelves,
    ).cte("tasks")


def _review(now: datetime, today: date) -> Found:
    kept = (in_state(state, now) for state in (ArticleState.LIVE, ArticleState.SCHEDULED, ArticleState.DRAFT))
    found = task_rows(TaskKind.REVIEW, article_id=Article.id, due=Article.review_on)
    return found.where(Article.review_on <= today, or_(*kept))


def _ending(now: datetime) -> Found:
    urgency = case((Article.unpublish_at <= now + ENDING_NOW, Urgency.NOW.value), else_=URGENCY[TaskKind.ENDING].value)
    found = task_rows(TaskKind.ENDING, article_id=Article.id, due=Article.unpublish_at, urgency=urgency)
    return found.where(visible_at(now), Article.unpublish_at <= now + ENDING_SOON)


def _stale(now: datetime) -> Found:
    """Drafts, of live guides too, that nobody has touched for long; not those of withdrawn guides."""
    found = task_rows(TaskKind.STALE, article_id=Article.id, due=Article.updated_at)
    is_draft = or_(in_state(ArticleState.DRAFT, now), visible_at(now))
    return found.where(Article.draft_revision_id.is_not(None), is_draft, Article.updated_at < now - STALE_AFTER)


def _about_products(now: datetime) -> list[Found]:
    """One for each live guide and product that it speaks of."""
    conditions: dict[TaskKind, list[ColumnElement[bool]]] = {
        TaskKind.RECALLED: [Product.status == ProductStatus.RECALLED],
        TaskKind.DISCONTINUED: [Product.status == ProductStatus.DISCONTINUED],
        TaskKind.SOLD_OUT: [Product.status == ProductStatus.ACTIVE, lacks(Lack.STOCK, now=now)],
    }
    return [
        task_rows(kind, article_id=Article.id, product_id=Product.id)
        .join(Mention, Mention.revision_id == Article.live_revision_id)
        .join(Product, Mention.product_id == Product.id)
        .where(visible_at(now), *found)
        .distinct()
        for kind, found in conditions.items()
    ]


def _about_pictures(now: datetime) -> list[Found]:
    """One for each live guide and picture that blocks its next publishing, as `preflight` would say."""
    found = task_rows(TaskKind.BLOCKED, article_id=Article.id, asset_id=Asset.id).where(
        visible_at(now), Asset.alt_state == AltState.UNDECIDED
    )
    in_body = (
        found.join(BodyPicture, BodyPicture.revision_id == Article.live_revision_id)
        .join(Asset, BodyPicture.asset_id == Asset.id)
        .where(BodyPicture.is_described.is_(False), or_(Article.hero_id.is_(None), Article.hero_id != Asset.id))
        .distinct()
    )
    return [found.join(Asset, Article.hero_id == Asset.id), in_body]


def _lacking(now: datetime) -> list[Found]:
    """One for each product on sale that lacks something, whether or not guides speak of it."""
    return [
        task_rows(kind, product_id=Product.id).where(Product.status == ProductStatus.ACTIVE, lacks(lack, now=now))
        for kind, lack in ((TaskKind.NO_OFFER, Lack.OFFER), (TaskKind.NO_PICTURE, Lack.PICTURE))
    ]


def _failing() -> Found:
    """One for each source of prices whose last run failed."""
    found = task_rows(TaskKind.PRICES_FAILING, source_id=PriceSource.id, due=PriceSource.failing_since)
    return found.where(PriceSource.failing_since.is_not(None))
