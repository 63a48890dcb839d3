"""What readers are told of a verdict that time has overtaken."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from crescendo.catalog.actions import update_product
from crescendo.catalog.attributes import AttributeKind
from crescendo.catalog.models import Product
from crescendo.catalog.queries import product_by_id
from crescendo.catalog.taxonomy import Category
from crescendo.foundation.database import db
from tests.factories.catalog import (
    make_attribute,
    make_category,
    make_merchant,
    make_offer,
    make_product,
    product_entry_of,
    see_price,
)
from tests.factories.journal import make_guide
from tests.pages import Page, Pages

DAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
PICK = ':::pick[sock]{evidence="tested" verified="2026-11-02"}\nGood.\n:::'


@pytest.fixture
def day() -> Iterator[time_machine.Traveller]:
    """The day of the verdict."""
    with time_machine.travel(DAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def socks(app: object, day: time_machine.Traveller) -> Category:
    category = make_category()
    make_attribute(category, "weight", label="Weight", unit="g")
    make_attribute(category, "open-toe", label="Open toe", kind=AttributeKind.YES_NO)
    return category


def change_facts(product: Product, **facts: str) -> None:
    product = product_by_id(product.id)
    entry = product_entry_of(product, attributes={key.replace("_", "-"): value for key, value in facts.items()})
    update_product(product, entry, version=product.version, by=None)
    db.session.commit()


def since(page: Page) -> list[str]:
    return [" ".join("".join(note.itertext()).split()) for note in page.all(".//p[@class='meta since']")]


def test_fact_that_changed_after_the_verdict_is_flagged_in_guide_and_product(
    pages: Pages, socks: Category, day: time_machine.Traveller
) -> None:
    sock = make_product(slug="sock", category=socks, attributes={"weight": "40", "open-toe": "no"})
    make_guide(slug="guide", body=PICK)
    day.shift(timedelta(days=1))
    change_facts(sock, weight="52.5", open_toe="no")
    told = ["Since then: Weight was 40 g, is now 52.5 g."]
    assert since(pages.open("/guides/guide")) == told
    assert since(pages.open("/products/sock")) == told


def test_fact_that_is_no_longer_known_is_flagged(pages: Pages, socks: Category, day: time_machine.Traveller) -> None:
    sock = make_product(slug="sock", category=socks, attributes={"open-toe": "yes"})
    make_guide(slug="guide", body=PICK)
    day.shift(timedelta(days=3))
    change_facts(sock)
    assert since(pages.open("/guides/guide")) == ["Since then: Open toe was Yes, and is no longer known."]


@pytest.mark.parametrize("days", [0, 1])
def test_fact_that_was_known_on_the_day_or_came_back_is_not_flagged(
    pages: Pages, socks: Category, day: time_machine.Traveller, days: int
) -> None:
    sock = make_product(slug="sock", category=socks, attributes={"weight": "40"})
    day.shift(timedelta(days=days))
    change_facts(sock, weight="41")
    if days:
        change_facts(sock, weight="40")
    make_guide(slug="guide", body=PICK)
    assert since(pages.open("/guides/guide")) == []


@pytest.mark.parametrize(
    ("price", "told"),
    [
        (1149, []),
        (1150, ["Since then: The price has risen by 15%."]),
        (851, []),
        (850, ["Since then: The price has fallen by 15%."]),
        (2000, ["Since then: The price has risen by 100%."]),
    ],
)
@pytest.mark.usefixtures("socks")
def test_price_that_moved_far_is_told_in_percent(
    pages: Pages, day: time_machine.Traveller, price: int, told: list[str]
) -> None:
    offer = make_offer(make_product(slug="sock"), price=1000)
    make_guide(slug="guide", body=PICK)
    day.shift(timedelta(days=2))
    see_price(offer, price)
    page = pages.open("/guides/guide")
    assert since(page) == told
    assert "$10.00" not in page.html


@pytest.mark.usefixtures("socks")
def test_move_of_a_price_goes_with_the_price(pages: Pages, day: time_machine.Traveller) -> None:
    offer = make_offer(make_product(slug="sock"), price=1000, merchant=make_merchant(price_ttl=3600))
    make_guide(slug="guide", body=PICK)
    day.shift(timedelta(days=2))
    see_price(offer, 2000)
    day.shift(timedelta(hours=1))
    assert since(pages.open("/guides/guide")) == []


@pytest.mark.usefixtures("socks")
def test_prices_in_different_currencies_have_not_moved(pages: Pages, day: time_machine.Traveller) -> None:
    offer = make_offer(make_product(slug="sock"), price=1000)
    make_guide(slug="guide", body=PICK)
    day.shift(timedelta(days=2))
    see_price(offer, 2000, currency="EUR")
    assert since(pages.open("/guides/guide")) == []


@pytest.mark.usefixtures("socks")
def test_verdict_without_a_date_flags_nothing(pages: Pages, day: time_machine.Traveller) -> None:
    offer = make_offer(make_product(slug="sock"), price=1000)
    make_guide(slug="guide", body=":::pick[sock]\nGood.\n:::")
    day.shift(timedelta(days=2))
    see_price(offer, 2000)
    assert since(pages.open("/guides/guide")) == []
