"""The disclosure that stands before the first paid link of a page. It follows from the links and has no switch."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..catalog.disclosing import sentence_about
from ..catalog.known import KnownMerchant
from ..catalog.merchants import Merchant
from ..catalog.models import Product
from .cards import ProductCard


@dataclass(frozen=True)
class Disclosure:
    """What a page says of its paid links: a sentence for each kind, and those that merchants' programmes demand."""

    sentences: tuple[str, ...]
    programmes: tuple[str, ...] = ()


def disclosure_for_cards(cards: Iterable[ProductCard]) -> Disclosure | None:
    """The disclosure that a page with these cards needs; None when none of their links is paid."""
    shown = [offer for card in cards for offer in (card.offer, card.alternative.offer if card.alternative else None)]
    return _disclosure((offer.sentence, offer.programme) for offer in shown if offer is not None)


def disclosure_for_merchants(merchants: Iterable[Merchant | KnownMerchant]) -> Disclosure | None:
    """The disclosure that a page with links to these merchants needs; None when none of them pays."""
    return _disclosure((sentence_about(merchant), merchant.programme) for merchant in merchants)


def _disclosure(said: Iterable[tuple[str, str]]) -> Disclosure | None:
    """What is said of paid links, each text once; sentences are empty where links are not paid."""
    paid = [(sentence, programme) for sentence, programme in said if sentence]
    if not paid:
        return None
    sentences, programmes = (tuple(dict.fromkeys(filter(None, texts))) for texts in zip(*paid, strict=True))
    return Disclosure(sentences, programmes)


def merchants_of(products: Iterable[Product]) -> list[Merchant]:
    """The merchants that sell any of `products`."""
    return [offer.merchant for product in products for offer in product.offers if offer.archived_at is None]
