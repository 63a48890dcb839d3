"""New products and offers by the hundred, as imports bring them: the rules of `actions` in far fewer statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Insert, func, select

from ..accounts.actions import record_all
from ..accounts.models import User
from ..foundation import clock
from ..foundation.database import db, insertion
from ..foundation.signals import products_added
from ..foundation.urls import address_key
from .actions import MANUAL_PREFIX, OfferInput, ProductInput, check_product, new_brand
from .attributes import AttributeValue
from .models import Offer, PriceObservation, Product
from .offers import HEALTHY
from .queries import attributes_of, brands
from .values import read_value


@dataclass(frozen=True)
class NewProduct:
    """A product to be made. Its `entry` names a slug that is free, and neither pictures nor alternatives."""

    entry: ProductInput
    offers: Sequence[OfferInput] = ()  # whatever product they name, they are of this one


def add_products(new: Sequence[NewProduct], *, by: User | None) -> list[int]:
    """The ids of the new products, in the order of `new`; `Rejected` says what is wrong with one of them."""
    for each in new:
        check_product(each.entry)
    moment, by_name = clock.now(), {brand.name.lower(): brand for brand in brands()}
    for name in dict.fromkeys(each.entry.brand.strip() for each in new):
        if name.lower() not in by_name:
            by_name[name.lower()] = new_brand(name)
    db.session.flush()
    rows = [
        {
            **_columns(each.entry),
            "brand_id": by_name[each.entry.brand.strip().lower()].id,
            "created_at": moment,
            "updated_at": moment,
        }
        for each in new
    ]
    ids = _ids_of(insertion(Product), rows)
    _add_values(zip(ids, (each.entry for each in new), strict=True))
    record_all(ids, by=by, verb="created", subject="product")
    offers = [(product_id, offer) for product_id, each in zip(ids, new, strict=True) for offer in each.offers]
    _add_offers(offers, by=by)
    products_added.send(ids)
    return ids


def add_offers(entries: Sequence[OfferInput], *, by: User | None) -> list[int]:
    """The ids of the new offers of products that are here, in the order of `entries`."""
    ids = _add_offers([(entry.product_id, entry) for entry in entries], by=by)
    products_added.send(list(dict.fromkeys(entry.product_id for entry in entries)))
    return ids


def _columns(entry: ProductInput) -> dict[str, Any]:
    return {
        "slug": entry.slug,
        "name": entry.name.strip(),
        "category_id": entry.category_id,
        "model": entry.model.strip(),
        "gtin": entry.gtin.strip(),
        "mpn": entry.mpn.strip(),
        "summary": entry.summary.strip(),
        "description": entry.description.strip(),
        "status": entry.status,
        "recall_notice": entry.recall_notice.strip(),
        "superseded_by_id": entry.superseded_by_id,
    }


def _add_values(entries: Iterable[tuple[int, ProductInput]]) -> None:
    attributes = {}
    rows = []
    for product_id, entry in entries:
        if entry.category_id not in attributes:
            attributes[entry.category_id] = attributes_of(entry.category_id)
        for attribute in attributes[entry.category_id]:
            if (value := read_value(attribute, entry.attributes.get(attribute.key, ""))) is not None:
                answer = {"number": value.number, "text": value.text, "yes": value.yes}
                rows.append({"product_id": product_id, "attribute_id": attribute.id, **answer})
    if rows:
        db.session.execute(insertion(AttributeValue), rows)


def _add_offers(offers: Sequence[tuple[int, OfferInput]], *, by: User | None) -> list[int]:
    if not offers:
        return []
    newest = db.session.scalar(select(func.coalesce(func.max(Offer.id), 0))) or 0
    moment, rows = clock.now(), []
    for number, (product_id, entry) in enumerate(offers, newest + 1):
        seen_at = min(entry.observed_at or moment, moment)
        rows.append(
            {
                "product_id": product_id,
                "merchant_id": entry.merchant_id,
                "external_id": entry.external_id.strip() or f"{MANUAL_PREFIX}{number}",
                "url": entry.url.strip(),
                "address_key": address_key(entry.url.strip()),
                "price_minor": entry.price_minor,
                "currency": entry.currency,
                "availability": entry.availability,
                "unavailable_since": None if entry.availability in HEALTHY else seen_at,
                "observed_at": seen_at,
                "source": entry.source,
            }
        )
    ids = _ids_of(insertion(Offer), rows)
    seen = ("price_minor", "currency", "availability", "observed_at")
    observations = [
        {"offer_id": offer_id, **{name: row[name] for name in seen}} for offer_id, row in zip(ids, rows, strict=True)
    ]
    db.session.execute(insertion(PriceObservation), observations)
    record_all(ids, by=by, verb="created", subject="offer")
    return ids


def _ids_of(statement: Insert, rows: list[dict[str, Any]]) -> list[int]:
    """Put `rows` in; their ids, in the same order."""
    key = statement.table.c.id
    return list(db.session.scalars(statement.returning(key, sort_by_parameter_order=True), rows))
