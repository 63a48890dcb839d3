"""Reading clicks. Only people are counted, unless a name says otherwise."""

from datetime import date, timedelta

from sqlalchemy import Subquery, func, select

from ..catalog.models import Offer
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
