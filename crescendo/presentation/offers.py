"""Offers as readers see them: price only while it may be shown, and links marked as what they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ..catalog.disclosing import sentence_about
from ..catalog.known import KnownMerchant
from ..catalog.merchants import Relationship
from ..catalog.models import Availability, Offer, Product
from ..catalog.offers import best_offer, is_healthy, shown_price
from .reading import Reading

AVAILABILITY_WORDS = {
    Availability.IN_STOCK: "In stock",
    Availability.PREORDER: "Pre-order",
    Availability.UNKNOWN: "Check availability",
    Availability.OUT_OF_STOCK: "Out of stock",
    Availability.GONE: "No longer sold here",
}


@dataclass(frozen=True)
class OfferLine:
    """One offer, with the `rel` that its link must carry.

    `price`, `amount` (in major units of `currency`) and `minor` (in minor ones) are None when no price may be shown.
    """

    id: int
    merchant: str
    address: str
    rel: str
    price: str | None
    amount: Decimal | None
    minor: int | None
    currency: str
    observed_at: datetime
    availability: str
    is_healthy: bool
    is_paid: bool
    is_own: bool
    sentence: str = ""  # what must be said before the link
    programme: str = ""  # what the merchant's programme demands besides


def offer_line(offer: Offer, reading: Reading, *, place: str = "") -> OfferLine:
    """`offer` as it may be shown to this reader now; `place` is where in a guide its link stands, such as “7-3”."""
    price = shown_price(offer, reading.now)
    relationship = offer.merchant.relationship_
    return OfferLine(
        id=offer.id,
        merchant=offer.merchant.name,
        address=f"/go/{offer.id}/{place}" if place else f"/go/{offer.id}",
        rel=link_rel(relationship),
        price=price.format(reading.locale) if price else None,
        amount=price.amount if price else None,
        minor=price.minor if price else None,
        currency=offer.currency,
        observed_at=offer.observed_at,
        availability=AVAILABILITY_WORDS[offer.availability] if offer.broken_since is None else "The link is broken",
        is_healthy=is_healthy(offer),
        is_paid=relationship.is_paid,
        is_own=relationship is Relationship.OWN_SHOP,
        sentence=sentence_about(offer.merchant),
        programme=offer.merchant.programme,
    )


def best_offer_line(product: Product, reading: Reading, *, place: str = "") -> OfferLine | None:
    """The offer that a card of `product` leads to; None when nothing healthy is on sale."""
    offer = best_offer(product, currency=reading.currency, now=reading.now)
    return offer_line(offer, reading, place=place) if offer else None


def mixed_currencies(offers: Iterable[OfferLine | None]) -> list[str]:
    """The currencies of the prices that `offers` show, if there is more than one: such prices do not compare."""
    found = sorted({offer.currency for offer in offers if offer is not None and offer.price is not None})
    return found if len(found) > 1 else []


def link_rel(relationship: Relationship) -> str:
    """The `rel` of a link to a merchant, computed from what the merchant is to us and from nothing else."""
    return "sponsored nofollow" if relationship.is_paid else "nofollow"


def web_link_rel(merchant: KnownMerchant | None) -> str:
    """The `rel` of a link in a body: that of its merchant, nothing for any other site."""
    return link_rel(merchant.relationship_) if merchant else ""
