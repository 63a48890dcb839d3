"""Pure rules of offers: which is best, and whether its price may be shown."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from crescendo.catalog.merchants import Merchant, Relationship
from crescendo.catalog.models import Availability, Offer, Product, ProductStatus
from crescendo.catalog.offers import best_offer, is_healthy, ranked, shown_price, unavailable_since

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = 3600  # seconds
_ids = count(1)


def offer(
    price: int | None = 1000,
    availability: Availability = Availability.IN_STOCK,
    *,
    currency: str = "USD",
    age: int = 0,
    position: int = 0,
    shows_prices: bool = True,
    relationship: Relationship = Relationship.NONE,
) -> Offer:
    """An offer seen `age` seconds before noon, at a merchant whose prices may be shown for an hour."""
    merchant = Merchant(price_ttl=HOUR, shows_prices=shows_prices, position=position, relationship_=relationship)
    return Offer(
        id=next(_ids),
        merchant=merchant,
        price_minor=price,
        currency=currency,
        availability=availability,
        observed_at=NOON - timedelta(seconds=age),
        unavailable_since=None,
        archived_at=None,
    )


def order(*offers: Offer) -> list[int]:
    """The places of `offers` as ranked, best first."""
    best = ranked(offers, currency="USD", now=NOON)
    return [offers.index(one) for one in best]


@pytest.mark.parametrize(("age", "shown"), [(0, True), (HOUR - 1, True), (HOUR, False), (HOUR + 1, False)])
def test_price_is_shown_until_its_time_to_live_has_passed(age: int, shown: bool) -> None:
    assert (shown_price(offer(age=age), NOON) is not None) is shown


def test_price_is_not_shown_where_the_merchant_forbids_it() -> None:
    assert shown_price(offer(shows_prices=False), NOON) is None


def test_cheaper_offer_stands_first() -> None:
    assert order(offer(2000), offer(1000), offer(1500)) == [1, 2, 0]


def test_stock_outweighs_price() -> None:
    kinds = [Availability.GONE, Availability.OUT_OF_STOCK, Availability.UNKNOWN, Availability.PREORDER]
    offers = [*(offer(100, kind) for kind in kinds), offer(9000)]
    assert order(*offers) == [4, 3, 2, 1, 0]


def test_offers_without_a_comparable_price_stand_behind() -> None:
    assert order(offer(None), offer(100, currency="EUR"), offer(100, age=HOUR), offer(9000))[0] == 3


def test_merchants_order_decides_among_equals() -> None:
    assert order(offer(position=2), offer(position=1)) == [1, 0]


@pytest.mark.parametrize("relationship", list(Relationship))
def test_what_a_merchant_pays_changes_nothing(relationship: Relationship) -> None:
    assert order(offer(1000, relationship=relationship), offer(999)) == [1, 0]


def test_archived_offer_is_none() -> None:
    archived = offer(1)
    archived.archived_at = NOON
    assert order(offer(9000), archived) == [0]
    assert not is_healthy(archived)


@pytest.mark.parametrize("status", [ProductStatus.RECALLED, ProductStatus.MERGED])
def test_recalled_and_merged_products_have_no_best_offer(status: ProductStatus) -> None:
    assert best_offer(Product(status=status, offers=[offer()]), currency="USD", now=NOON) is None


def test_product_that_is_sold_out_everywhere_has_no_best_offer_but_a_date() -> None:
    first, last = offer(availability=Availability.OUT_OF_STOCK), offer(availability=Availability.GONE)
    first.unavailable_since, last.unavailable_since = NOON - timedelta(days=3), NOON - timedelta(days=1)
    product = Product(status=ProductStatus.ACTIVE, offers=[first, last])
    assert best_offer(product, currency="USD", now=NOON) is None
    assert unavailable_since(product) == NOON - timedelta(days=1)
