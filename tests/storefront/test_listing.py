"""Narrowing and sorting the listing of products."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from sqlalchemy import delete, select

from crescendo.catalog.attributes import AttributeKind
from crescendo.catalog.listing import Listing, Order, ProductFilter, best_price
from crescendo.catalog.merchants import Merchant
from crescendo.catalog.models import Availability, Offer, Product, ProductStatus
from crescendo.catalog.offers import best_offer, shown_price
from crescendo.catalog.queries import products_for_cards
from crescendo.catalog.taxonomy import Category
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.foundation.freshness import Freshness, watching
from tests.factories.catalog import make_attribute, make_category, make_merchant, make_offer, make_product
from tests.pages import Page, Pages


def names(page: Page) -> list[str]:
    """The names on the cards, in their order."""
    return ["".join(title.itertext()).strip() for title in page.all(".//main//article//h2")]


@pytest.fixture
def socks(pages: Pages) -> Category:
    """Three socks: a thin and cheap one, a thick one, a dear one that is sold out."""
    category = make_category("Socks")
    make_attribute(category, "drop", label="Thickness", unit="mm")
    make_attribute(category, "wool", label="Wool", kind=AttributeKind.YES_NO)
    make_attribute(category, "height", label="Height", kind=AttributeKind.CHOICE, choices=["Quarter", "Crew", "Knee"])
    answers = {
        "Thin": ({"drop": "2", "wool": "no", "height": "Crew"}, 900, Availability.IN_STOCK),
        "Thick": ({"drop": "6", "wool": "yes", "height": "Knee"}, 1850, Availability.IN_STOCK),
        "Dear": ({"drop": "4", "wool": "yes", "height": "Crew"}, 4000, Availability.OUT_OF_STOCK),
    }
    for name, (attributes, price, availability) in answers.items():
        product = make_product(name, brand=name, category=category, attributes=attributes)
        make_offer(product, price=price, availability=availability)
    return category


@pytest.mark.usefixtures("socks")
@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("price-to=18.5", ["Thick", "Thin"]),
        ("price-from=10&price-to=20", ["Thick"]),
        ("category=socks&a-height=Crew", ["Dear", "Thin"]),
        ("category=socks&a-height=Crew&a-height=Knee", ["Dear", "Thick", "Thin"]),
        ("category=socks&a-height=Crew&a-wool=yes", ["Dear"]),
        ("category=socks&a-drop-from=4", ["Dear", "Thick"]),
        ("category=socks&a-drop-from=3&a-drop-to=5", ["Dear"]),
        ("sort=price", ["Thin", "Thick", "Dear"]),
        ("sort=price-down", ["Thick", "Thin", "Dear"]),
    ],
)
def test_listing_is_narrowed_and_sorted(pages: Pages, query: str, left: list[str]) -> None:
    assert names(pages.open(f"/products/?{query}")) == left


@pytest.mark.usefixtures("socks")
def test_choices_say_how_many_products_they_would_leave(pages: Pages) -> None:
    make_product("Hat", brand="Thin", category=make_category("Hats"))
    text = pages.open("/products/?category=socks&available=yes&a-wool=yes").main
    assert "Socks (1)" in text
    assert "Knee (1)" in text
    assert "Crew (" not in text
    assert "Yes (1)" in text
    assert "No (1)" in text
    assert "On sale now (1)" in text


@pytest.mark.usefixtures("socks")
def test_each_filter_in_force_can_be_taken_away(pages: Pages) -> None:
    page = pages.open("/products/?category=socks&price-to=18.5&a-height=Crew")
    assert page.click("Without Height: Crew ×").address == "/products/?category=socks&price-to=18.5"
    assert page.click("Without Price up to $18.50 ×").address == "/products/?category=socks&a-height=Crew"
    assert page.click("Without Socks ×").address == "/products/?price-to=18.5"


@pytest.mark.usefixtures("socks")
@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("a-height=Knee&a-height=Crew&category=socks", "category=socks&a-height=Crew&a-height=Knee"),
        ("category=socks&a-drop-to=5.0&a-drop-from=", "category=socks&a-drop-to=5"),
        ("price-from=10,00", "price-from=10"),
        ("a-height=Crew", ""),
        ("sort=name&brand=", ""),
        ("sort=nonsense", ""),
    ],
)
def test_one_address_stands_for_each_narrowing(pages: Pages, asked: str, canonical: str) -> None:
    page = pages.open(f"/products/?{asked}")
    assert (page.status, page.location) == (301, "/products/" + (f"?{canonical}" if canonical else ""))


@pytest.mark.usefixtures("socks")
def test_number_that_is_none_is_refused_and_kept(pages: Pages) -> None:
    page = pages.open("/products/?category=socks&price-to=cheap&a-drop-from=2")
    assert page.status == 422
    assert "“cheap” is not an amount." in page.main
    assert {field.get("name"): field.get("value") for field in page.all(".//main//input[@inputmode]")} == {
        "price-from": "",
        "price-to": "cheap",
        "a-drop-from": "2",
        "a-drop-to": "",
    }


@pytest.mark.usefixtures("pages")
def test_database_knows_the_price_that_a_card_shows() -> None:
    """The rule is told twice, in Python for one product and in SQL for many: they must agree."""
    hidden, brief = make_merchant(shows_prices=False), make_merchant(price_ttl=60)
    lasting = make_merchant()
    cases: list[list[tuple[Merchant, int | None, Availability]]] = [
        [],
        [(lasting, 900, Availability.IN_STOCK)],
        [(lasting, 900, Availability.PREORDER), (lasting, 1200, Availability.IN_STOCK)],
        [(hidden, 900, Availability.IN_STOCK), (lasting, 1200, Availability.IN_STOCK)],
        [(hidden, 900, Availability.IN_STOCK), (lasting, 1200, Availability.UNKNOWN)],
        [(brief, 900, Availability.IN_STOCK), (lasting, 1200, Availability.IN_STOCK)],
        [(lasting, None, Availability.IN_STOCK), (lasting, 1200, Availability.IN_STOCK)],
        [(lasting, 900, Availability.OUT_OF_STOCK)],
    ]
    for offers in cases:
        product = make_product()
        for merchant, minor, availability in offers:
            make_offer(product, merchant=merchant, price=minor, availability=availability)
    make_offer(make_product(status=ProductStatus.RECALLED), merchant=lasting)
    make_offer(make_product(), merchant=lasting, currency="EUR")
    with time_machine.travel(clock.now() + timedelta(seconds=60), tick=False):
        now = clock.now()
        rows = db.session.execute(select(Product.id, best_price(now=now, currency="USD"))).all()
        found = {row[0]: row[1] for row in rows}
        db.session.expire_all()
        for product in products_for_cards(found).values():
            offer = best_offer(product, currency="USD", now=now)
            price = shown_price(offer, now) if offer else None
            expected = price.minor if price and price.currency == "USD" else None
            assert found[product.id] == expected
    assert sorted(filter(None, map(Decimal, filter(None, found.values())))) == [900, 1200, 1200, 1200, 1200]


@pytest.mark.usefixtures("app")
def test_product_that_is_deleted_while_a_page_is_made_is_left_out() -> None:
    make_offer(make_product("Hat"), price=100)
    gone = make_offer(make_product("Scarf"), price=200).product_id
    listing = Listing(now=clock.now(), currency="USD")
    with watching(Freshness(version=1, began=clock.now())):
        listing.page(ProductFilter(), order=Order.CHEAPEST, size=1)  # from here on, the order of all is known
        db.session.execute(delete(Offer).where(Offer.product_id == gone))
        db.session.execute(delete(Product).where(Product.id == gone))
        page = listing.page(ProductFilter(), order=Order.CHEAPEST, size=1, number=2)
    assert page.items == []
