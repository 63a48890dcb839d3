"""Clicks and searches for tests, as they are kept."""

from datetime import date

from crescendo.catalog.models import Offer
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.journal.models import Article
from crescendo.outbound.clicks import BlockForm, DailyClicks, MissedSearches, OfferState


def make_clicks(
    offer: Offer,
    human: int = 1,
    *,
    guide: Article | None = None,
    position: int = 1,
    form: BlockForm = BlockForm.CARD,
    met: OfferState = OfferState.OPEN,
    day: date | None = None,
    other: int = 0,
) -> DailyClicks:
    """The clicks of a day, today by default; without a guide, from anywhere else."""
    clicks = DailyClicks(
        day=day or clock.now().date(),
        offer_id=offer.id,
        place=f"{guide.id}-{position}" if guide else "",
        form=form if guide else BlockForm.NONE,
        met=met,
        article_id=guide.id if guide else None,
        position=position if guide else 0,
        human=human,
        other=other,
    )
    db.session.add(clicks)
    db.session.commit()
    return clicks


def make_missed_search(words: str, times: int = 1, *, day: date | None = None) -> MissedSearches:
    missed = MissedSearches(day=day or clock.now().date(), words=words, times=times)
    db.session.add(missed)
    db.session.commit()
    return missed
