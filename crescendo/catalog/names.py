"""What things of the catalog are called, by their numbers, for pages that only name them."""

from collections.abc import Collection

from sqlalchemy import select

from ..foundation.database import db
from .attributes import Attribute
from .merchants import Merchant
from .models import Offer, Product
from .price_sources import PriceSource
from .taxonomy import Brand, Category

Names = dict[int, str]


def product_names(ids: Collection[int]) -> Names:
    return dict(db.session.execute(select(Product.id, Product.name).where(Product.id.in_(set(ids)))).all())


def offer_names(ids: Collection[int]) -> Names:
    """Such as “Steady 20 at Northgate”."""
    rows = db.session.execute(
        select(Offer.id, Product.name, Merchant.name)
        .join(Product, Product.id == Offer.product_id)
        .join(Merchant, Merchant.id == Offer.merchant_id)
        .where(Offer.id.in_(set(ids)))
    )
    return {offer_id: f"{product} at {merchant}" for offer_id, product, merchant in rows}


def merchant_names(ids: Collection[int]) -> Names:
    return dict(db.session.execute(select(Merchant.id, Merchant.name).where(Merchant.id.in_(set(ids)))).all())


def category_names(ids: Collection[int]) -> Names:
    return dict(db.session.execute(select(Category.id, Category.name).where(Category.id.in_(set(ids)))).all())


def brand_names(ids: Collection[int]) -> Names:
    return dict(db.session.execute(select(Brand.id, Brand.name).where(Brand.id.in_(set(ids)))).all())


def attribute_names(ids: Collection[int]) -> Names:
    return dict(db.session.execute(select(Attribute.id, Attribute.label).where(Attribute.id.in_(set(ids)))).all())


def price_source_names(ids: Collection[int]) -> Names:
    return dict(db.session.execute(select(PriceSource.id, PriceSource.name).where(PriceSource.id.in_(set(ids)))).all())
