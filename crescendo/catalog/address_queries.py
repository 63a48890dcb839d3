"""Reading merchants and offers by addresses, of theirs and ours."""

import re
from collections.abc import Collection
from urllib.parse import unquote, urlsplit

from sqlalchemy import Select, and_, false, func, or_, select
from sqlalchemy.orm import joinedload

from ..foundation.database import db
from ..foundation.errors import NotFound
from ..foundation.slugs import slug_from
from ..foundation.urls import address_key
from .merchants import Merchant
from .models import Offer, Product, ProductStatus

MOST_WORDS = 24  # of an address
ENOUGH = 0.6  # of a product's name must stand in an address, before we guess


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


def product_guessed_from(url: str) -> Product | None:
    """The product that an address seems to be about, by a number or by words in it; None when none stands out."""
    path = unquote(urlsplit(url).path + " " + urlsplit(url).query).lower()
    words = [word for word in re.split(r"[^\w]+|_", path) if word][:MOST_WORDS]
    numbers = {word.zfill(length) for word in words if word.isdecimal() for length in (8, 12, 13, 14)}
    parts = [part for part in re.split(r"[/?=&.]", path) if part]
    by_number = or_(Product.gtin.in_(numbers - {""}), and_(Product.mpn != "", func.lower(Product.mpn).in_(parts)))
    found = db.session.scalars(_guessable().where(by_number).limit(2)).all()
    if len(found) == 1:
        return found[0]
    telling = [word for word in words if len(word) >= 3]
    named = or_(false(), *(Product.name.icontains(word, autoescape=True) for word in telling))
    ranked = sorted(
        (
            (_share(product, set(words)), product)
            for product in db.session.scalars(_guessable().where(named).limit(200))
        ),
        key=lambda each: -each[0],
    )
    if not ranked or ranked[0][0] < ENOUGH or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return None
    return ranked[0][1]


def _guessable() -> Select[Product]:
    return select(Product).where(Product.status != ProductStatus.MERGED).options(joinedload(Product.brand))


def _share(product: Product, words: set[str]) -> float:
    """How much of the product's name is among `words`; its brand weighs as much as a word."""
    name = slug_from(product.full_name).split("-")
    return sum(word in words for word in name) / len(name)
