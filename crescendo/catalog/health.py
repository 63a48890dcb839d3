"""What products lack: the conditions by which lists narrow and tasks arise."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists

from .listing import is_current, may_be_shown
from .models import Offer, Product, ProductPicture


class Lack(StrEnum):
    """What a product can lack."""

    OFFER = "offer"  # nobody sells it, as far as we know
    STOCK = "stock"  # there are offers, but none that a reader can expect to buy from
    PRICE = "price"  # no healthy offer has a price that may be shown
    PICTURE = "picture"


def lacks(lack: Lack, *, now: datetime) -> ColumnElement[bool]:
    """The condition under which a product lacks something."""
    has_offer = exists().where(Offer.product_id == Product.id, Offer.archived_at.is_(None))
    if lack is Lack.OFFER:
        return ~has_offer
    if lack is Lack.STOCK:
        return and_(has_offer, ~exists().where(is_current()))
    if lack is Lack.PRICE:
        return ~exists().where(is_current(), Offer.price_minor.is_not(None), may_be_shown(now))
    return ~exists().where(ProductPicture.product_id == Product.id)
