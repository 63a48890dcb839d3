"""The feed for shopping engines."""

from datetime import timedelta

import pytest
import time_machine
from lxml import etree

from crescendo.catalog.models import ProductStatus
from crescendo.foundation import clock
from tests.factories.catalog import make_merchant, make_offer, make_product
from tests.factories.media import make_asset
from tests.pages import Pages


def items(pages: Pages) -> list[dict[str, str]]:
    root = etree.fromstring(pages.open("/products.xml").response.get_data())
    return [{etree.QName(fact).localname: fact.text for fact in item} for item in root.iter("item")]


def test_product_is_listed_as_its_page_shows_it(pages: Pages) -> None:
    pictures = [make_asset(size=(400, 500)).id, make_asset(size=(500, 400)).id]
    product = make_product("Steady 20", slug="steady", gtin="4006381333931", picture_ids=pictures)
    make_offer(product, merchant=make_merchant("Northgate"), price=2650)
    [item] = items(pages)
    assert item["title"] == "Norrel Steady 20"
    assert item["link"] == "http://localhost/products/steady"
    assert (item["price"], item["availability"]) == ("26.50 USD", "in_stock")
    assert (item["brand"], item["gtin"], item["condition"]) == ("Norrel", "4006381333931", "new")
    for name in ("image_link", "additional_image_link"):
        assert pages.open(item[name].removeprefix("http://localhost")).status == 200


def test_price_leaves_the_feed_with_its_time(pages: Pages) -> None:
    product = make_product(picture_ids=[make_asset(size=(400, 500)).id])
    make_offer(product, merchant=make_merchant(price_ttl=3600), price=2650)
    assert len(items(pages)) == 1
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        assert items(pages) == []


@pytest.mark.parametrize("status", [ProductStatus.DISCONTINUED, ProductStatus.RECALLED])
def test_what_is_no_longer_sold_is_not_listed(pages: Pages, status: ProductStatus) -> None:
    make_offer(make_product(status=status, picture_ids=[make_asset(size=(400, 500)).id]), price=2650)
    assert items(pages) == []
