"""Categories, merchants, products and offers for tests. What a test does not name is sensible and unique."""

from collections.abc import Mapping
from datetime import datetime
from itertools import count
from typing import Any

from crescendo.catalog.actions import OfferInput, ProductInput, create_offer, create_product, update_offer
from crescendo.catalog.attributes import Attribute, AttributeKind, Better
from crescendo.catalog.merchants import Merchant, Relationship
from crescendo.catalog.models import Availability, Offer, Product, ProductStatus
from crescendo.catalog.queries import offer_by_id, product_by_id
from crescendo.catalog.shelves import (
    AttributeInput,
    CategoryInput,
    MerchantInput,
    create_attribute,
    create_category,
    create_merchant,
)
from crescendo.catalog.taxonomy import Category, FieldColour
from crescendo.foundation import clock
from crescendo.foundation.database import db

_numbers = count(1)
DAY = 86_400  # seconds


def make_category(name: str = "", **entry: Any) -> Category:
    number = next(_numbers)
    values = {"description": "", "colour": FieldColour.CLAY, **entry}
    category = create_category(CategoryInput(name=name or f"Category {number}", **values), by=None)
    db.session.commit()
    return category


def make_attribute(category: Category, key: str = "drop", **entry: Any) -> Attribute:
    values = {"label": key.capitalize(), "kind": AttributeKind.NUMBER, "better": Better.NONE, **entry}
    attribute = create_attribute(category, AttributeInput(key=key, **values), by=None)
    db.session.commit()
    return attribute


def make_merchant(name: str = "", *, relationship: Relationship = Relationship.NONE, **entry: Any) -> Merchant:
    number = next(_numbers)
    values = {"hosts": [f"shop{number}.example"], "price_ttl": DAY, **entry}
    merchant = create_merchant(
        MerchantInput(name=name or f"Merchant {number}", relationship=relationship, **values), by=None
    )
    db.session.commit()
    return merchant


def make_product(
    name: str = "",
    *,
    category: Category | None = None,
    brand: str = "Norrel",
    attributes: Mapping[str, str] | None = None,
    **entry: Any,
) -> Product:
    number = next(_numbers)
    product = create_product(
        ProductInput(
            name=name or f"Product {number}",
            brand=brand,
            category_id=(category or make_category()).id,
            attributes=attributes or {},
            status=entry.pop("status", ProductStatus.ACTIVE),
            **entry,
        ),
        by=None,
    )
    db.session.commit()
    return product_by_id(product.id)


def make_offer(
    product: Product,
    *,
    merchant: Merchant | None = None,
    price: int | None = 2490,
    currency: str = "USD",
    availability: Availability = Availability.IN_STOCK,
    observed_at: datetime | None = None,
    **entry: Any,
) -> Offer:
    """An offer; `price` is in minor units."""
    number = next(_numbers)
    offer = create_offer(
        OfferInput(
            product_id=product.id,
            merchant_id=(merchant or make_merchant()).id,
            url=entry.pop("url", f"https://shop.example/{number}"),
            currency=currency,
            availability=availability,
            price_minor=price,
            observed_at=observed_at,
            **entry,
        ),
        by=None,
    )
    db.session.commit()
    return offer


def see_price(offer: Offer, price: int, *, currency: str = "USD") -> None:
    """See `offer` again now, at another price."""
    offer = offer_by_id(offer.id)
    seen = OfferInput(
        product_id=offer.product_id,
        merchant_id=offer.merchant_id,
        url=offer.url,
        currency=currency,
        availability=offer.availability,
        external_id=offer.external_id,
        price_minor=price,
        observed_at=clock.now(),
    )
    update_offer(offer, seen, version=offer.version, by=None)
    db.session.commit()


def product_entry_of(product: Product, **changes: Any) -> ProductInput:
    """What an author would say of `product` to change no more than `changes`."""
    values: dict[str, Any] = {
        "name": product.name,
        "brand": product.brand.name,
        "category_id": product.category_id,
        "slug": product.slug,
        "model": product.model,
        "gtin": product.gtin,
        "mpn": product.mpn,
        "summary": product.summary,
        "description": product.description,
        "status": product.status,
        "superseded_by_id": product.superseded_by_id,
    }
    return ProductInput(**{**values, **changes})
