"""A product sells out that five guides speak of: what readers see, what its author is told, another in its place."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from crescendo.catalog.models import Availability
from crescendo.foundation.database import db
from crescendo.journal.models import Revision
from tests.browser.journeys import accessibility_faults, overflow, sign_in
from tests.factories.accounts import make_user
from tests.factories.catalog import make_category, make_offer, make_product
from tests.factories.journal import make_guide

BODIES = {
    "card": "::product[steady]",
    "pick": ':::pick[steady]{role="budget" evidence="tested" verified="2026-11-02"}\nFirm, and it stays up.\n:::',
    "comparison": "::compare[steady, spare, third]",
    "link": "Begin with [the Steady](product:steady).",
    "price": "It costs [a dinner](price:steady).",
}


@pytest.fixture
def offer_id(app: object) -> int:
    """The one offer of “Steady”, which five live guides speak of, each in another form."""
    make_user(email="ed@example.org")
    socks = make_category("Socks")
    spare = make_product("Spare", slug="spare", category=socks)
    make_offer(spare, price=2300)
    make_offer(make_product("Third", slug="third", category=socks), price=9900)
    steady = make_product("Steady", slug="steady", category=socks, alternative_ids=[spare.id])
    offer = make_offer(steady, price=2490)
    for form, body in BODIES.items():
        make_guide(f"Guide with a {form}", slug=form, body=body, category=socks)
    return offer.id


def sell_out(page: Page, offer_id: int) -> None:
    page.goto(f"/studio/offers/{offer_id}")
    page.get_by_label("Availability").select_option(Availability.OUT_OF_STOCK.value)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Offer saved.")).to_be_visible()


def revisions() -> int:
    db.session.rollback()
    count = db.session.query(Revision).count()
    db.session.rollback()  # the server may write again
    return count


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_sold_out_product_falls_back_becomes_tasks_and_is_swapped_and_undone(
    window: Any, offer_id: int, *, scripts: bool
) -> None:
    before = revisions()
    page: Page = window(scripts=scripts)
    sign_in(page, "ed@example.org")
    for form in BODIES:
        page.goto(f"/guides/{form}")
        expect(page.locator(f"main [href^='/go/{offer_id}']").first).to_be_visible()
    sell_out(page, offer_id)

    for form in BODIES:
        page.goto(f"/guides/{form}")
        expect(page.locator(f"[href^='/go/{offer_id}']")).to_have_count(0)
        expect(page.get_by_text("Unavailable since").first).to_be_visible()
        expect(page.get_by_text("In its place: Norrel Spare").first).to_be_visible()
        expect(page.get_by_text("$24.90")).to_have_count(0)

    page.goto("/studio/tasks/?kind=sold-out")
    expect(page.get_by_text("Norrel Steady cannot be bought anywhere.")).to_have_count(5)
    page.get_by_role("link", name="Guide with a card").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Norrel Steady")
    expect(page.get_by_role("radio").first).to_have_value("spare")
    for form in ("link", "price"):
        page.get_by_label(f"Guide with a {form}").uncheck()
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Norrel Spare in the place of Norrel Steady")
    page.get_by_role("button", name="Change 3 guides").click()
    expect(page.get_by_text("Norrel Spare stands in the place of Norrel Steady in 3 guides.")).to_be_visible()

    page.goto("/guides/pick")
    expect(page.get_by_label("Best on a budget: Norrel Spare")).to_be_visible()
    expect(page.get_by_text("Firm, and it stays up.")).to_have_count(0)
    page.goto("/guides/comparison")
    expect(page.locator("tr[data-product=steady]")).to_have_count(0)
    page.goto("/guides/link")
    expect(page.get_by_text("Begin with the Steady.")).to_be_visible()
    assert revisions() == before + 3

    page.goto("/studio/impact/")
    page.get_by_role("link", name="Norrel Steady").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("The former texts are back in 3 guides.")).to_be_visible()
    page.goto("/guides/pick")
    expect(page.get_by_text("Firm, and it stays up.")).to_be_visible()
    assert revisions() == before + 6


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_board_can_be_used_by_everybody_on_a_phone(window: Any, offer_id: int, scheme: str) -> None:
    page: Page = window(width=360, scheme=scheme)
    sign_in(page, "ed@example.org")
    sell_out(page, offer_id)
    page.goto("/studio/impact/")
    assert (accessibility_faults(page), overflow(page)) == ([], 0)
    page.get_by_role("link", name="Norrel Steady").click()
    assert (accessibility_faults(page), overflow(page)) == ([], 0)
    page.get_by_role("button", name="See what would change").click()
    assert (accessibility_faults(page), overflow(page)) == ([], 0)
    page.goto("/studio/links/")
    assert (accessibility_faults(page), overflow(page)) == ([], 0)


def test_place_leads_to_where_the_editor_has_it(window: Any, offer_id: int) -> None:
    page: Page = window()
    sign_in(page, "ed@example.org")
    sell_out(page, offer_id)
    page.goto("/studio/impact/")
    page.get_by_role("link", name="Norrel Steady").click()
    page.get_by_role("listitem").filter(has_text="price in the text").get_by_role("link").click()
    expect(page.get_by_role("textbox", name="Text")).to_be_focused()
