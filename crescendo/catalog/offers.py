"""Pure rules of offers: which is best, and whether its price may be shown.

Nothing here can see a commission, because no row holds one.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from ..foundation.freshness import holds_until
from ..foundation.money import Money
from .models import Availability, Offer, Product, ProductStatus

HEALTHY = frozenset({Availability.IN_STOCK, Availability.PREORDER, Availability.UNKNOWN})
_HEALTH = {kind: rank for rank, kind in enumerate(Availability)}


def shown_price(offer: Offer, now: datetime) -> Money | None:
    """The price of `offer` if it may be shown at `now`, else None. Every surface asks this and nothing else."""
    if offer.price_minor is None or not offer.merchant.shows_prices or now >= price_expires_at(offer):
        return None
    holds_until(price_expires_at(offer))
    return Money(offer.currency, offer.price_minor)


def price_expires_at(offer: Offer) -> datetime:
    """When the price of `offer` becomes too old to be shown."""
    return offer.observed_at + timedelta(seconds=offer.merchant.price_ttl)


def is_healthy(offer: Offer) -> bool:
    """Whether a reader who follows `offer` can expect to buy."""
    return offer.archived_at is None and offer.broken_since is None and offer.availability in HEALTHY


def ranked(offers: Iterable[Offer], *, currency: str, now: datetime) -> list[Offer]:
    """Current offers, best first: by health, then price, then the order of merchants that the author set.

    Prices compare within `currency` alone; an offer in another one, or without a price to show, comes after
    those with a price.
    """

    def order(offer: Offer) -> tuple[bool, int, bool, int, int, int]:
        price = shown_price(offer, now)
        comparable = price is not None and price.currency == currency
        minor = price.minor if price is not None and comparable else 0
        return (
            not is_healthy(offer),
            _HEALTH[offer.availability],
            not comparable,
            minor,
            offer.merchant.position,
            offer.id,
        )

    return sorted((offer for offer in offers if offer.archived_at is None), key=order)


def best_offer(product: Product, *, currency: str, now: datetime) -> Offer | None:
    """The offer that a card of `product` leads to; None when nothing healthy is on sale or it was recalled."""
    if product.status in {ProductStatus.RECALLED, ProductStatus.MERGED}:
        return None
    return next((offer for offer in ranked(product.offers, currency=currency, now=now) if is_healthy(offer)), None)


def leading_offer(product: Product, *, now: datetime) -> Offer | None:
    """The first of the current offers, whatever its stock, compared in the currency that most of them have."""
    currencies = Counter(offer.currency for offer in product.offers if offer.archived_at is None)
    if not currencies:
        return None
    [(currency, _count)] = currencies.most_common(1)
    return ranked(product.offers, currency=currency, now=now)[0]


def unavailable_since(product: Product) -> datetime | None:
    """Since when no merchant has had `product`; None when that is unknown."""
    ends = [min(filter(None, (offer.unavailable_since, offer.broken_since)), default=None) for offer in product.offers]
    return max(filter(None, ends), default=None)
