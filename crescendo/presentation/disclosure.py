"""The disclosure that stands before the first paid link of a page. It follows from the links and has no switch."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..catalog.merchants import Merchant
from ..catalog.models import Product
from .cards import ProductCard


@dataclass(frozen=True)
class Disclosure:
    """What a page says of its paid links: the general sentence, and those that merchants' programmes demand."""

    programmes: tuple[str, ...] = ()


def disclosure_for_cards(cards: Iterable[ProductCard]) -> Disclosure | None:
    """The disclosure that a page with these cards needs; None when none of their links is paid."""
    return Disclosure() if any(has_paid_offer(card) for card in cards) else None


def disclosure_for_merchants(merchants: Iterable[Merchant]) -> Disclosure | None:
    """The disclosure that a page with links to these merchants needs; None when none of them pays."""
    paying = [merchant for merchant in merchants if merchant.relationship_.is_paid]
    if not paying:
        return None
    return Disclosure(tuple(dict.fromkeys(merchant.programme for merchant in paying if merchant.programme)))


def has_paid_offer(card: ProductCard) -> bool:
    """Whether `card`, or the alternative it shows, has a paid link."""
    shown = (card.offer, card.alternative.offer if card.alternative else None)
    return any(offer is not None and offer.is_paid for offer in shown)


def merchants_of(products: Iterable[Product]) -> list[Merchant]:
    """The merchants that sell any of `products`."""
    return [offer.merchant for product in products for offer in product.offers if offer.archived_at is None]
