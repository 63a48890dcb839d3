"""Guides that speak of a product which was merged into another: every place shows the other."""

from typing import Any

import pytest
from sqlalchemy import select

from crescendo.catalog.actions import OfferInput, update_offer, update_product
from crescendo.catalog.models import Availability, Offer, Product, ProductStatus
from crescendo.catalog.queries import product_by_id
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.foundation.errors import Rejected
from crescendo.journal.desk_queries import articles_mentioning
from crescendo.journal.swapping import plan_swap
from crescendo.outbound.impact_queries import guides_touched
from crescendo.outbound.task_queries import TaskFilter, tasks_page
from crescendo.outbound.tasks import TaskKind
from tests.factories.catalog import make_attribute, make_category, make_offer, make_product, product_entry_of
from tests.factories.journal import make_guide
from tests.pages import Pages


def product_named(slug: str) -> Product:
    return product_by_id(db.session.scalars(select(Product.id).where(Product.slug == slug)).one())


def change_status(product: Product, status: ProductStatus, **changes: Any) -> None:
    entry = product_entry_of(product, status=status, **{"superseded_by_id": None, **changes})
    update_product(product, entry, version=product.version, by=None)
    db.session.commit()


def sell_out(offer: Offer) -> None:
    entry = OfferInput(
        product_id=offer.product_id,
        merchant_id=offer.merchant_id,
        url=offer.url,
        currency=offer.currency,
        availability=Availability.OUT_OF_STOCK,
    )
    update_offer(offer, entry, version=offer.version, by=None)
    db.session.commit()


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


def test_tasks_and_impact_of_the_other_name_the_guides_of_both() -> None:
    sell_out(product_named("new").offers[0])
    day = clock.now().date()
    tasks = tasks_page(TaskFilter(kind=TaskKind.SOLD_OUT), now=clock.now(), today=day).items
    titles = {"Both", "Card", "Comparison", "Link", "Pick", "Tokens"}
    assert {task.article.newest_revision.title for task in tasks if task.article} == titles
    touched = guides_touched(product_named("new"), today=day)
    assert {guide.article.newest_revision.title for guide in touched} == titles


def test_swap_takes_the_places_of_the_merged_product_too() -> None:
    [card] = [one for one in articles_mentioning(product_named("new").id) if one.slug == "card"]
    [plan] = plan_swap(product_named("new"), product_named("other"), [card])
    assert plan.live is not None
    assert plan.live.after == "::product[other]"


def test_product_that_is_merged_no_more_has_its_guides_again(pages: Pages) -> None:
    old = product_named("old")
    change_status(old, ProductStatus.ACTIVE)
    assert pages.open("/guides/card").all(".//*[@data-product='old']")
    assert {one.slug for one in articles_mentioning(old.id)} == {"card", "pick", "comparison", "link", "tokens", "both"}


def test_products_cannot_be_merged_in_a_circle() -> None:
    new = product_named("new")
    with pytest.raises(Rejected) as rejection:
        change_status(new, ProductStatus.MERGED, superseded_by_id=product_named("old").id)
    assert "merged" in rejection.value.errors["superseded_by_id"]
