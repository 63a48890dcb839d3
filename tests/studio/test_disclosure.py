"""Rewording what readers are told of paid links."""

from collections.abc import Callable

import pytest

from crescendo.catalog.merchants import Relationship
from tests.factories.catalog import make_merchant, make_offer, make_product
from tests.factories.journal import make_guide
from tests.pages import Pages

Browser = Callable[..., Pages]
NEW = "We earn a share of what you spend after following a link."


def make_paid_guide(relationship: Relationship = Relationship.AFFILIATE) -> None:
    shop = make_merchant(relationship=relationship, hosts=["shoemart.example"], programme="Shoemart says so.")
    make_offer(make_product(slug="sock", category=None), merchant=shop)
    make_guide(slug="guide", body="::product[sock]\n\nAnd [this](https://shoemart.example/x).")


@pytest.mark.parametrize(
    "address", ["/guides/guide", "/products/sock", "/products/", "/feed.xml", "/rss.xml", "/feed.json"]
)
def test_new_sentence_is_told_everywhere_with_the_programmes(sign_in: Browser, pages: Pages, address: str) -> None:
    make_paid_guide()
    form = sign_in().open("/studio/disclosure").form("affiliate-text").fill(affiliate__text=NEW)
    page = form.submit("Save").follow()
    assert "Saved. Readers are told so from now on." in page.text
    told = pages.ask(address).html
    assert NEW in told
    assert "Shoemart says so." in told


def test_advertising_is_called_so(pages: Pages) -> None:
    make_paid_guide(Relationship.SPONSORED)
    assert "Some links on this page are advertising" in pages.open("/guides/guide").main


def test_sentence_cannot_be_blanked_and_stays_in_the_form(sign_in: Browser) -> None:
    page = sign_in().open("/studio/disclosure").form("sponsored-text").fill(sponsored__text="No.").submit("Save")
    assert page.status == 422
    assert "Readers must be told" in page.main
    assert page.form("sponsored-text").values["sponsored-text"].strip() == "No."


def test_second_tab_is_shown_what_the_first_saved(sign_in: Browser) -> None:
    browser = sign_in()
    stale = browser.open("/studio/disclosure").form("affiliate-text")
    browser.open("/studio/disclosure").form("affiliate-text").fill(affiliate__text=NEW).submit("Save")
    page = stale.fill(affiliate__text=f"{NEW} Really.").submit("Save")
    assert page.status == 409
    assert page.form("affiliate-text").submit("Save").follow().status == 200
