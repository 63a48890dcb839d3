"""Reading clicks. Only people are counted, unless a name says otherwise."""

from datetime import date, timedelta

from sqlalchemy import Subquery, func, select

from ..catalog.models import Offer
from ..foundation.database import db
from .clicks import DailyClicks

RECENT_DAYS = 30


def recent_clicks(*, today: date) -> Subquery:
    """Columns `article_id`, `product_id` and `clicks`: those of the last 30 days, from places in guides."""
    return (
        select(DailyClicks.article_id, Offer.product_id, func.sum(DailyClicks.human).label("clicks"))
        .join(Offer, DailyClicks.offer_id == Offer.id)
        .where(
            DailyClicks.day > today - timedelta(days=RECENT_DAYS),
            DailyClicks.day <= today,
            DailyClicks.article_id.is_not(None),
            DailyClicks.human > 0,
        )
        .group_by(DailyClicks.article_id, Offer.product_id)
        .subquery("recent_clicks")
    )


def clicks_by_place(product_id: int, *, today: date) -> dict[tuple[int, int], int]:
    """The clicks of the last 30 days on offers of a product, by guide and position in it."""
    rows = db.session.execute(
        select(DailyClicks.article_id, DailyClicks.position, func.sum(DailyClicks.human))
        .join(Offer, DailyClicks.offer_id == Offer.id)
        .where(
            Offer.product_id == product_id,
            DailyClicks.day > today - timedelta(days=RECENT_DAYS),
            DailyClicks.article_id.is_not(None),
            DailyClicks.human > 0,
        )
        .group_by(DailyClicks.article_id, DailyClicks.position)
    )
    return {(article_id or 0, position): count for article_id, position, count in rows}
