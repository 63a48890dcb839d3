"""A recalled product: a warning in every guide that speaks of it, and no way to buy it anywhere."""

import json

import pytest

from crescendo.catalog.actions import update_product
from crescendo.catalog.models import ProductStatus
from crescendo.catalog.queries import product_by_id
from crescendo.foundation.database import db
from tests.factories.catalog import make_category, make_offer, make_product, product_entry_of
from tests.factories.journal import make_guide
from tests.factories.media import make_asset
from tests.pages import Pages

FORMS = {
    "card": "::product[heater]",
    "pick": ":::pick[heater]\nWarm.\n:::",
    "comparison": "::compare[heater, scarf]",
    "link": "See [it](product:heater).",
    "price": "It costs [a dinner](price:heater).",
    "fact": "It weighs [little](spec:heater/weight).",
}


@pytest.fixture(autouse=True)
def heater(app: object) -> None:
    """A product in a guide of each form, recalled after all of them were published."""
    category, picture = make_category("Warmth", slug="warmth"), make_asset(alt="A heater.")
    product = make_product("Heater", slug="heater", category=category, picture_ids=[picture.id])
    make_offer(product, price=2490)
    make_product("Scarf", slug="scarf", category=category)
    for form, body in FORMS.items():
        make_guide(slug=form, body=body, category=category)
    product = product_by_id(product.id)
    entry = product_entry_of(
        product,
        status=ProductStatus.RECALLED,
        recall_notice="It can catch fire: unplug it.",
        picture_ids=[picture.id],
    )
    update_product(product, entry, version=product.version, by=None)
    db.session.commit()


@pytest.mark.parametrize("form", FORMS)
def test_guide_warns_before_anything_else_and_sells_nothing(pages: Pages, form: str) -> None:
    page = pages.open(f"/guides/{form}")
    [banner] = page.all(".//aside[@class='recall']")
    assert "Recalled: Norrel Heater. It can catch fire: unplug it." in " ".join("".join(banner.itertext()).split())
    assert page.html.index('class="recall"') < page.html.index('class="prose"')
    assert "/go/" not in page.html
    assert "24.90" not in page.html


@pytest.mark.parametrize("address", ["/", "/products/", "/products/heater", "/category/warmth", "/search?q=heater"])
def test_no_page_leads_to_a_seller(pages: Pages, address: str) -> None:
    page = pages.open(address)
    assert "/go/" not in page.html
    assert "24.90" not in page.html


@pytest.mark.parametrize("address", ["/products.xml", "/feed.xml", "/rss.xml", "/feed.json"])
def test_no_feed_leads_to_a_seller(pages: Pages, address: str) -> None:
    text = pages.ask(address).html
    assert "/go/" not in text
    assert "24.90" not in text


def test_structured_data_offer_nothing(pages: Pages) -> None:
    page = pages.open("/products/heater")
    things = [
        thing
        for script in page.all(".//script[@type='application/ld+json']")
        for thing in json.loads(str(script.text))["@graph"]
    ]
    assert not any("offers" in thing for thing in things)


def test_discontinued_product_names_its_successor_in_a_guide(pages: Pages) -> None:
    successor = make_product("Blanket", slug="blanket")
    make_product("Throw", slug="throw", status=ProductStatus.DISCONTINUED, superseded_by_id=successor.id)
    make_guide(slug="cosy", body="::product[throw]")
    page = pages.open("/guides/cosy")
    assert "No longer made. Its successor is Norrel Blanket." in page.main
