"""Reading merchants and offers by addresses, of theirs and ours."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ..foundation.database import db
from ..foundation.errors import NotFound
from ..foundation.urls import address_key
from .merchants import Merchant
from .models import Offer, Product


def merchant_by_slug(slug: str) -> Merchant:
    """The merchant; `NotFound` when there is none."""
    merchant = db.session.scalar(select(Merchant).where(Merchant.slug == slug))
    if merchant is None:
        raise NotFound
    return merchant


def offers_at(urls: Collection[str]) -> dict[str, list[Offer]]:
    """Current offers by the key of their address, with product and merchant, whose address is among `urls`."""
    keys = {address_key(url) for url in urls} - {""}
    if not keys:
        return {}
    statement = (
        select(Offer)
        .where(Offer.address_key.in_(keys), Offer.archived_at.is_(None))
        .order_by(Offer.id)
        .options(joinedload(Offer.merchant), joinedload(Offer.product).joinedload(Product.brand))
    )
    found: dict[str, list[Offer]] = {}
    for offer in db.session.scalars(statement):
        found.setdefault(offer.address_key, []).append(offer)
    return found
