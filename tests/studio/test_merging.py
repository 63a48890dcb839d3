"""Merging a product into another in the studio: asked, shown with what follows, done."""

from collections.abc import Callable

from tests.factories.catalog import make_attribute, make_category, make_offer, make_product
from tests.factories.journal import make_guide
from tests.pages import Pages

Browser = Callable[..., Pages]


def test_merging_lists_what_follows_and_does_it(sign_in: Browser) -> None:
    category = make_category()
    make_attribute(category, "weight")
    old = make_product("Old", slug="old", category=category, attributes={"weight": "40"})
    new = make_product("New", slug="new", category=category)
    make_offer(old, price=2490)
    make_guide("Boots", slug="boots", body="::product[old]")
    pages = sign_in()
    page = pages.open(f"/studio/products/{old.id}/merger?into=new")
    assert {"Boots", "Merchant", "Weight"} <= set(page.main.replace(".", " ").split())
    done = page.form().submit("Merge")
    assert (done.status, done.location) == (303, f"/studio/products/{new.id}")
    assert "Norrel Old was merged into this product." in done.follow().text
    assert "Norrel New" in pages.open("/guides/boots").main


def test_product_that_stays_must_be_another(sign_in: Browser) -> None:
    old, pages = make_product("Old", slug="old"), sign_in()
    address = f"/studio/products/{old.id}/merger"
    assert "See what follows" in pages.open(address).main
    for slug in ("old", "nothing"):
        page = pages.open(f"{address}?into={slug}")
        assert page.status == 422
        assert f"There is no other product {slug}." in page.main
