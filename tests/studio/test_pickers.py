"""What the editor proposes while somebody writes."""

import json
from collections.abc import Callable
from typing import Any

from crescendo.catalog.models import Availability
from tests.factories.catalog import make_merchant, make_offer, make_product
from tests.factories.journal import make_draft, make_guide
from tests.factories.media import make_asset
from tests.pages import Pages

Browser = Callable[..., Pages]


def choices(pages: Pages, query: str) -> list[dict[str, Any]]:
    """What a picker proposes."""
    found: list[dict[str, Any]] = json.loads(pages.ask(f"/studio/pickers/{query}").text)
    return found


def test_product_is_proposed_with_its_price_of_now(sign_in: Browser) -> None:
    make_offer(make_product("Trail Socks", slug="trail-socks"), price=2400)
    make_product("Boots")
    [proposed] = choices(sign_in(), "products?q=trail")
    assert proposed["reference"] == "trail-socks"
    assert "$24.00 at" in proposed["note"]
    assert proposed["warning"] == ""


def test_proposed_product_says_what_is_wrong_with_it(sign_in: Browser) -> None:
    make_offer(make_product("Socks", slug="socks"), availability=Availability.GONE)
    [proposed] = choices(sign_in(), "products?q=socks")
    assert proposed["warning"] == "Nobody sells it now"


def test_products_in_a_text_are_told_in_its_order(sign_in: Browser) -> None:
    make_product("Boots", slug="boots")
    make_product("Socks", slug="socks")
    known = choices(sign_in(), "products?known=socks&known=nothing&known=boots")
    assert [choice["reference"] for choice in known] == ["socks", "nothing", "boots"]
    assert known[1]["warning"] == "There is none of this name"


def test_guide_is_proposed_in_every_state(sign_in: Browser) -> None:
    make_guide("How socks dry", slug="how-socks-dry")
    make_draft("Wool socks", slug="wool-socks")
    proposed = {choice["reference"]: choice["warning"] for choice in choices(sign_in(), "guides?q=socks")}
    assert proposed == {"how-socks-dry": "", "wool-socks": "Draft: readers see it once it is published"}


def test_picture_is_proposed_with_its_description(sign_in: Browser) -> None:
    make_asset("boot", alt="A boot.")
    make_asset("hat", colour="red")
    proposed = {choice["reference"]: choice for choice in choices(sign_in(), "pictures?q=")}
    assert proposed["boot"]["note"] == "A boot."
    assert proposed["hat"]["warning"] == "No description yet"
    assert choices(sign_in(), "pictures?known=boot")[0]["picture"].startswith("/media/")


def test_address_of_an_offer_proposes_its_product(sign_in: Browser) -> None:
    shop = make_merchant("Shoemart", hosts=["shoemart.example"])
    make_offer(make_product("Trail Socks", slug="trail-socks"), merchant=shop, url="https://shoemart.example/sock")
    [found] = choices(sign_in(), "links?q=https%3A%2F%2Fwww.shoemart.example%2Fsock%3Futm_source%3Dmail")
    assert [product["reference"] for product in found["products"]] == ["trail-socks"]


def test_address_without_an_offer_leads_editors_alone_to_a_new_one(sign_in: Browser) -> None:
    make_merchant("Shoemart", hosts=["shoemart.example"])
    address = "links?q=https%3A%2F%2Fshoemart.example%2Fboot"
    [found] = choices(sign_in(), address)
    assert (found["merchant"], found["products"]) == ("Shoemart", [])
    assert found["new_offer"] == "/studio/offers/link?url=https://shoemart.example/boot"
    [found] = choices(sign_in("author"), address)
    assert found["new_offer"] == ""


def test_address_that_is_no_merchants_proposes_nothing(sign_in: Browser) -> None:
    assert choices(sign_in(), "links?q=https%3A%2F%2Felsewhere.example%2F") == []
