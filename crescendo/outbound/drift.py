"""Verdicts that time has overtaken, in guides that readers see: a select for each kind of drift."""

from datetime import datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, Date, and_, case, exists, func, select
from sqlalchemy.orm import aliased

from ..catalog.attributes import AttributeChange
from ..catalog.listing import is_current, may_be_shown
from ..catalog.models import Availability, Offer, PriceObservation, Product, ProductStatus
from ..journal.derived import Mention, MentionForm, MentionRole
from ..journal.models import Article
from ..journal.publishing import visible_at
from ..journal.verdicts import DRIFT
from .task_rows import Found, task_rows
from .tasks import TaskKind

COMPETING = (MentionRole.BEST_OVERALL, MentionRole.RUNNER_UP, MentionRole.BUDGET, MentionRole.UPGRADE)


def drifted(now: datetime) -> list[Found]:
    """One for each live guide and product that it recommends by a verdict, for each way in which that has drifted."""
    picks = _picks(now)
    return [_price_moved(picks), _facts_changed(picks), _superseded(picks), _undercut(picks)]


def _picks(now: datetime) -> CTE:
    """The first verdict on each product in each live guide, with the price of its day and the price of now."""
    first = (
        select(func.min(Mention.id))
        .join(Article, Mention.revision_id == Article.live_revision_id)
        .where(visible_at(now), Mention.form == MentionForm.PICK, Mention.role != MentionRole.AVOID)
        .group_by(Mention.revision_id, Mention.product_id)
    )
    day = func.coalesce(func.date(Mention.verified_on), func.date(Article.publish_at), type_=Date)
    return (
        select(
            Article.id.label("article_id"),
            Product.id.label("product_id"),
            Product.category_id,
            Product.status,
            Product.superseded_by_id,
            Mention.role,
            Mention.price_minor.label("price_then"),
            Mention.currency,
            day.label("day"),
            _price_now(may_be_shown(now)).label("price_now"),
        )
        .join(Mention, Mention.revision_id == Article.live_revision_id)
        .join(Product, Mention.product_id == Product.id)
        .where(Mention.id.in_(first))
        .cte("picks")
    )


def _price_now(is_shown: ColumnElement[bool]) -> Any:
    """The best price of the product in the currency of its verdict, in minor units; NULL where none may be shown."""
    health = case({kind: rank for rank, kind in enumerate(Availability)}, value=Offer.availability)
    return (
        select(Offer.price_minor)
        .where(
            is_current(),
            Offer.currency == Mention.currency,
            Offer.price_minor.is_not(None),
            is_shown,
        )
        .order_by(health, Offer.price_minor)
        .limit(1)
        .correlate(Product, Mention)
        .scalar_subquery()
    )


def _price_moved(picks: CTE) -> Found:
    moved = func.abs(picks.c.price_now - picks.c.price_then) * 100
    return _of(TaskKind.PRICE_MOVED, picks).where(picks.c.price_then > 0, moved >= DRIFT * picks.c.price_then)


def _facts_changed(picks: CTE) -> Found:
    """An attribute is not what it was on the day: the first change since then began with something else."""
    first, later, last = aliased(AttributeChange), aliased(AttributeChange), aliased(AttributeChange)
    became = (
        select(last.after)
        .where(last.product_id == first.product_id, last.attribute_id == first.attribute_id)
        .order_by(last.id.desc())
        .limit(1)
        .correlate(first)
        .scalar_subquery()
    )
    earlier = exists().where(
        later.product_id == first.product_id,
        later.attribute_id == first.attribute_id,
        func.date(later.changed_at) > picks.c.day,
        later.id < first.id,
    )
    changed = exists().where(
        first.product_id == picks.c.product_id,
        func.date(first.changed_at) > picks.c.day,
        first.before != "",
        first.before != became,
        ~earlier,
    )
    return _of(TaskKind.FACTS_CHANGED, picks).where(changed)


def _superseded(picks: CTE) -> Found:
    """Something took its place, though it is still made."""
    found = _of(TaskKind.SUPERSEDED, picks, other_id=picks.c.superseded_by_id)
    return found.where(picks.c.superseded_by_id.is_not(None), picks.c.status == ProductStatus.ACTIVE)


def _undercut(picks: CTE) -> Found:
    """The cheapest product that is recommended in the same role and category became so since the verdict."""
    group = (picks.c.role, picks.c.category_id, picks.c.currency)
    place = func.row_number().over(partition_by=group, order_by=(picks.c.price_now, picks.c.product_id))
    ranked = (
        select(*group, picks.c.product_id, picks.c.price_now, place.label("place"))
        .where(picks.c.role.in_(COMPETING), picks.c.status == ProductStatus.ACTIVE, picks.c.price_now.is_not(None))
        .cte("ranked")
    )
    known = exists().where(
        PriceObservation.offer_id == Offer.id,
        Offer.product_id == ranked.c.product_id,
        PriceObservation.currency == picks.c.currency,
        PriceObservation.price_minor * 100 <= (100 - DRIFT) * picks.c.price_then,
        func.date(PriceObservation.observed_at) <= picks.c.day,
    )
    rival = and_(
        ranked.c.place == 1,
        ranked.c.role == picks.c.role,
        ranked.c.category_id == picks.c.category_id,
        ranked.c.currency == picks.c.currency,
        ranked.c.product_id != picks.c.product_id,
        ranked.c.price_now * 100 <= (100 - DRIFT) * picks.c.price_now,
    )
    found = _of(TaskKind.UNDERCUT, picks, other_id=ranked.c.product_id).join(ranked, rival)
    return found.where(~known.correlate(picks, ranked))


def _of(kind: TaskKind, picks: CTE, **about: Any) -> Found:
    found = task_rows(
        kind,
        article_id=Article.id,
        product_id=picks.c.product_id,
        price_then=picks.c.price_then,
        price_now=picks.c.price_now,
        currency=picks.c.currency,
        due=picks.c.day,
        **about,
    )
    return found.join(picks, picks.c.article_id == Article.id)
