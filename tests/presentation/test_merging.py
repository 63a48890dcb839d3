"""Guides that speak of a product which was merged into another: every place shows the other."""

import pytest

from crescendo.catalog.actions import update_product
from crescendo.catalog.models import ProductStatus
from crescendo.catalog.queries import product_by_id
from crescendo.foundation.database import db
from tests.factories.catalog import make_attribute, make_category, make_offer, make_product, product_entry_of
from tests.factories.journal import make_guide
from tests.pages import Pages


@pytest.fixture(autouse=True)
def merged(app: object) -> None:
    """“Old” in a guide, then merged into “New”."""
    category = make_category()
    make_attribute(category, "weight", unit="g")
    old = make_product("Old", slug="old", category=category, attributes={"weight": "40"})
    new = make_product("New", slug="new", category=category)
    make_product("Other", slug="other", category=category)
    make_offer(old, price=2490)
    for form, body in {
        "card": "::product[old]",
        "pick": ":::pick[old]\nGood.\n:::",
        "comparison": "::compare[old, new, other]",
        "link": "See [it](product:old).",
        "tokens": "It costs [a dinner](price:old) and weighs [little](spec:old/weight).",
        "both": "::product[old]\n\n::product[new]",
    }.items():
        make_guide(form.capitalize(), slug=form, body=body)
    old = product_by_id(old.id)
    entry = product_entry_of(old, status=ProductStatus.MERGED, superseded_by_id=new.id, attributes={"weight": "40"})
    update_product(old, entry, version=old.version, by=None)
    db.session.commit()


@pytest.mark.parametrize("form", ["card", "pick", "both"])
def test_block_shows_the_other_product_and_its_offer(pages: Pages, form: str) -> None:
    page = pages.open(f"/guides/{form}")
    assert page.all(".//*[@data-product='new']")
    assert not page.all(".//*[@data-product='old']")
    assert "$24.90" in page.main


def test_comparison_shows_it_once(pages: Pages) -> None:
    page = pages.open("/guides/comparison")
    assert [row.get("data-product") for row in page.all(".//table/tbody/tr")] == ["new", "other"]


def test_links_and_live_values_are_those_of_the_other(pages: Pages) -> None:
    assert '/products/new"' in pages.open("/guides/link").html
    assert "It costs $24.90 and weighs 40 g." in pages.open("/guides/tokens").main


def test_guides_of_both_are_featured_once_each(pages: Pages) -> None:
    page = pages.open("/products/new")
    for title in ("Both", "Card", "Comparison", "Link", "Pick", "Tokens"):
        assert len(page.all(f".//section[@aria-labelledby='featured']//a[@href='/guides/{title.lower()}']")) == 1


def test_old_address_leads_to_the_other(pages: Pages) -> None:
    page = pages.open("/products/old")
    assert (page.status, page.location) == (301, "/products/new")
