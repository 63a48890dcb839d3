"""What a merchant's file says of an offer that we have: its price and stock, and perhaps a new address or number."""

from dataclasses import dataclass
from datetime import datetime

from ..accounts.actions import record
from ..accounts.models import User
from ..foundation.database import claim, db
from ..foundation.signals import product_changed
from .actions import MANUAL_PREFIX, add_observation, set_availability
from .models import Availability, Offer, OfferSource, Product


@dataclass(frozen=True)
class Sighting:
    """An offer as it was seen. `availability` None: nothing was said of stock; empty texts: nothing of those."""

    observed_at: datetime
    price_minor: int | None
    currency: str
    availability: Availability | None
    source: OfferSource
    url: str = ""
    external_id: str = ""


def record_sighting(offer: Offer, seen: Sighting, *, by: User | None) -> bool:
    """Bring `offer` up to date; whether it differs from before in more than the time it was seen.

    A change enters the history of prices; the same as before does so once a day.
    """
    before, last_seen = _said(offer), offer.observed_at
    stock = (offer.price_minor, offer.currency, offer.availability)
    offer.price_minor, offer.currency = seen.price_minor, seen.currency
    offer.observed_at, offer.source = seen.observed_at, seen.source
    set_availability(offer, seen.availability or _still(offer.availability))
    offer.url = seen.url or offer.url
    if seen.external_id and offer.external_id.startswith(MANUAL_PREFIX):
        offer.external_id = seen.external_id
    is_changed = before != _said(offer)
    if is_changed:
        claim(offer, offer.version)
        record(by=by, verb="updated", subject="offer", subject_id=offer.id)
    db.session.flush()
    is_news = stock != (offer.price_minor, offer.currency, offer.availability)
    if is_news or last_seen.date() != offer.observed_at.date():
        add_observation(
            offer, observed_at=offer.observed_at, price_minor=offer.price_minor, availability=offer.availability
        )
    product_changed.send(db.session.get_one(Product, offer.product_id))
    return is_changed


def _said(offer: Offer) -> tuple[object, ...]:
    return (offer.price_minor, offer.currency, offer.availability, offer.url, offer.external_id)


def _still(availability: Availability) -> Availability:
    """What holds of stock when nothing is said: what held before, unless the offer had gone and is there again."""
    return Availability.UNKNOWN if availability is Availability.GONE else availability
