"""Which offer a row is about: by the merchant's number, by its address, or by the product's number. Never a guess."""

from dataclasses import dataclass

from ..catalog.models import Offer, Product
from ..catalog.queries import offer_by_external_id
from .price_queries import offers_at_address, offers_of_product, products_with_gtin, products_with_mpn
from .price_rows import PriceRow


class Unmatched(Exception):
    """The row is about nothing we have, or about more than one thing; the message says which."""


@dataclass(frozen=True)
class Match:
    """The offer that a row is about; None for an offer of `product` that we do not have yet."""

    offer: Offer | None
    product: Product | None = None


def match(row: PriceRow, *, merchant_id: int) -> Match:
    """What `row` is about, at this merchant; `Unmatched` when that is not clear."""
    if row.external_id:
        offer = offer_by_external_id(merchant_id=merchant_id, external_id=row.external_id)
        if offer is not None:
            return Match(_current(offer))
    if row.url:
        at_address = offers_at_address(merchant_id=merchant_id, url=row.url)
        if len(at_address) > 1:
            raise Unmatched("Several offers have this address. Give them the merchant’s numbers, and the row one.")
        if at_address:
            return Match(at_address[0])
    product = _product(row)
    offers = offers_of_product(merchant_id=merchant_id, product_id=product.id)
    current = [offer for offer in offers if offer.archived_at is None]
    if len(current) > 1:
        raise Unmatched(f"Several offers are of “{product.name}”. Give them the merchant’s numbers, and the row one.")
    if current:
        return Match(current[0])
    if offers:
        return Match(_current(offers[0]))
    return Match(None, product)


def _current(offer: Offer) -> Offer:
    if offer.archived_at is not None:
        raise Unmatched("The offer was archived, so nothing brings it back but an editor.")
    return offer


def _product(row: PriceRow) -> Product:
    """The product whose number `row` has."""
    if row.gtin and (found := products_with_gtin(row.gtin)):
        name = f"the GTIN {row.gtin}"
    elif row.mpn:
        found, name = products_with_mpn(row.mpn, brand=row.brand), f"the number {row.mpn}"
    else:
        found, name = (), ""
    if len(found) > 1:
        raise Unmatched(f"Several products have {name}.")
    if not found:
        raise Unmatched("Nothing here has its number or address.")
    return found[0]
