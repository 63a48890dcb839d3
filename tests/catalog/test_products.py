"""Changes to products, offers, merchants and categories, and what is refused."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select

from crescendo.catalog.actions import OfferInput, ProductInput, delete_product, update_offer, update_product
from crescendo.catalog.attributes import AttributeKind
from crescendo.catalog.merchants import Relationship
from crescendo.catalog.models import Availability, Offer, Product, ProductStatus
from crescendo.catalog.queries import merchants_by_host, price_history, product_by_id
from crescendo.catalog.shelves import MerchantInput, update_merchant
from crescendo.catalog.taxonomy import Brand
from crescendo.catalog.values import written
from crescendo.foundation import clock
from crescendo.foundation.database import attempt, db
from crescendo.foundation.errors import Conflict, Rejected
from crescendo.redirects.queries import target_of
from tests.factories.catalog import (
    make_attribute,
    make_category,
    make_merchant,
    make_offer,
    make_product,
)

pytestmark = pytest.mark.usefixtures("app")


def change(product: Product, **changes: Any) -> Product:
    values: dict[str, Any] = {"name": product.name, "brand": product.brand.name, "category_id": product.category_id}
    entry = ProductInput(**{**values, "slug": product.slug, **changes})
    update_product(product, entry, version=product.version, by=None)
    db.session.commit()
    return product_by_id(product.id)


def seen(offer: Offer, **changes: Any) -> OfferInput:
    values: dict[str, Any] = {
        "product_id": offer.product_id,
        "merchant_id": offer.merchant_id,
        "url": offer.url,
        "currency": offer.currency,
        "availability": offer.availability,
        "external_id": offer.external_id,
        "price_minor": offer.price_minor,
    }
    return OfferInput(**{**values, **changes})


def test_brand_is_made_once_however_it_is_typed() -> None:
    for brand in ("Norrel", "norrel", " NORREL "):
        make_product(brand=brand)
    assert db.session.scalar(select(func.count(Brand.id))) == 1


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({"name": " "}, "name"),
        ({"brand": "…"}, "brand"),
        ({"slug": "Not a slug"}, "slug"),
        ({"gtin": "1234567890123"}, "gtin"),
        ({"status": ProductStatus.MERGED}, "superseded_by_id"),
    ],
)
def test_product_that_cannot_be_is_refused_by_field(entry: dict[str, Any], field: str) -> None:
    product = make_product("Sock")
    with pytest.raises(Rejected) as refusal:
        change(product, **entry)
    assert set(refusal.value.errors) == {field}


def test_valid_gtin_is_kept_and_taken_once() -> None:
    assert change(make_product(), gtin="4006381333931").gtin == "4006381333931"


def test_facts_are_kept_in_the_type_of_their_attribute() -> None:
    category = make_category()
    make_attribute(category, "drop", unit="mm")
    make_attribute(category, "dry", kind=AttributeKind.YES_NO)
    make_attribute(category, "toe", kind=AttributeKind.CHOICE, choices=["Flat", "Round"])
    product = make_product(category=category, attributes={"drop": "8.50", "dry": "yes", "toe": "Flat"})
    assert {value.attribute.key: written(value) for value in product.attribute_values} == {
        "drop": "8.5",
        "dry": "yes",
        "toe": "Flat",
    }


@pytest.mark.parametrize(("key", "text"), [("drop", "eight"), ("dry", "perhaps"), ("toe", "Square")])
def test_fact_of_the_wrong_type_is_refused_beside_its_attribute(key: str, text: str) -> None:
    category = make_category()
    make_attribute(category, "drop")
    make_attribute(category, "dry", kind=AttributeKind.YES_NO)
    make_attribute(category, "toe", kind=AttributeKind.CHOICE, choices=["Flat"])
    with pytest.raises(Rejected) as refusal:
        make_product(category=category, attributes={key: text})
    assert set(refusal.value.errors) == {f"attribute-{key}"}


def test_merged_product_leads_to_the_one_that_took_its_place() -> None:
    successor = make_product(slug="new")
    change(make_product(slug="old"), status=ProductStatus.MERGED, superseded_by_id=successor.id)
    assert target_of("/products/old") == "/products/new"


def test_merged_product_can_be_saved_again() -> None:
    merged = {"status": ProductStatus.MERGED, "superseded_by_id": make_product(slug="new").id}
    product = change(make_product(slug="old"), **merged)
    assert change(product, summary="What it was.", **merged).summary == "What it was."


def test_stale_product_is_a_conflict() -> None:
    product = make_product()
    stale = product.version
    product = change(product, summary="Saved.")
    entry = ProductInput(name="Mine", brand="Norrel", category_id=product.category_id)
    with pytest.raises(Conflict):
        update_product(product, entry, version=stale, by=None)


def test_every_sight_of_an_offer_is_added_to_its_history() -> None:
    product = make_product()
    offer = make_offer(product, price=2000, observed_at=clock.now() - timedelta(days=1))
    update_offer(offer, seen(offer, price_minor=1800), version=offer.version, by=None)
    assert [observation.price_minor for observation in price_history(product.id)] == [2000, 1800]


def test_offer_remembers_since_when_it_is_unavailable() -> None:
    offer = make_offer(make_product())
    update_offer(offer, seen(offer, availability=Availability.OUT_OF_STOCK), version=offer.version, by=None)
    since = offer.unavailable_since
    update_offer(offer, seen(offer, availability=Availability.GONE), version=offer.version, by=None)
    assert since is not None
    assert offer.unavailable_since == since
    update_offer(offer, seen(offer, availability=Availability.IN_STOCK), version=offer.version, by=None)
    assert offer.unavailable_since is None


def test_merchants_number_belongs_to_one_offer() -> None:
    merchant, product = make_merchant(), make_product()
    make_offer(product, merchant=merchant, external_id="A1")
    with pytest.raises(Rejected) as refusal:
        make_offer(product, merchant=merchant, external_id="A1")
    assert set(refusal.value.errors) == {"external_id"}


def test_merchants_host_covers_its_subdomains_and_no_lookalike() -> None:
    merchant = make_merchant(hosts=["https://www.Shop.example/"])
    found = merchants_by_host(["https://m.shop.example/x", "http://shop.example", "https://notshop.example"])
    assert {host: one.id for host, one in found.items()} == {"m.shop.example": merchant.id, "shop.example": merchant.id}


def test_host_belongs_to_one_merchant() -> None:
    make_merchant(hosts=["shop.example"])
    other = make_merchant()
    entry = MerchantInput(name="Other", relationship=Relationship.NONE, hosts=["shop.example"], price_ttl=60)
    with pytest.raises(Rejected) as refusal:
        update_merchant(other, entry, version=other.version, by=None)
    assert set(refusal.value.errors) == {"hosts"}


def test_offer_from_the_future_was_seen_now() -> None:
    with time_machine.travel("2026-06-01T12:00:00Z", tick=False):
        offer = make_offer(make_product(), observed_at=clock.now() + timedelta(days=1))
        assert offer.observed_at == clock.now()


def test_merging_hands_offers_history_and_missing_facts_over() -> None:
    category = make_category()
    facts = {"weight": "40", "height": "7"}
    for key in facts:
        make_attribute(category, key)
    old = make_product(slug="old", category=category, gtin="4006381333931", attributes=facts)
    new = make_product(slug="new", category=category, attributes={"weight": "42"})
    offer = make_offer(old, price=2490)
    merged = {"status": ProductStatus.MERGED, "superseded_by_id": new.id, "gtin": old.gtin}
    change(product_by_id(old.id), **merged, attributes=facts)
    new = product_by_id(new.id)
    assert [one.id for one in new.offers] == [offer.id]
    assert len(price_history(new.id)) == 1
    assert {value.attribute.key: written(value) for value in new.attribute_values} == {"weight": "42", "height": "7"}
    assert (new.gtin, old.gtin, product_by_id(old.id).gtin) == ("4006381333931", "", "")


def test_what_named_a_merged_product_names_the_other() -> None:
    old, new = make_product(slug="old"), make_product(slug="new")
    sold_out = make_product(slug="sold-out", alternative_ids=[old.id])
    both = make_product(slug="both", alternative_ids=[new.id, old.id])
    former = make_product(slug="former", superseded_by_id=old.id)
    change(product_by_id(old.id), status=ProductStatus.MERGED, superseded_by_id=new.id)
    assert [one.alternative.slug for one in product_by_id(sold_out.id).alternatives] == ["new"]
    assert "new" in [one.alternative.slug for one in product_by_id(both.id).alternatives]
    assert product_by_id(former.id).superseded_by_id == new.id


def test_product_that_another_was_merged_into_is_deleted_after_that() -> None:
    old, new = make_product(slug="old"), make_product(slug="new")
    change(product_by_id(old.id), status=ProductStatus.MERGED, superseded_by_id=new.id)
    new = product_by_id(new.id)
    with pytest.raises(Rejected) as rejection, attempt():
        delete_product(new, version=new.version, by=None)
    assert "old was merged into it" in rejection.value.errors[""]
    for product_id in (old.id, new.id):
        product = product_by_id(product_id)
        delete_product(product, version=product.version, by=None)
