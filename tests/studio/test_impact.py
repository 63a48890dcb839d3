"""The impact board: what a product in trouble touches, and another in its place."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from crescendo.accounts.queries import user_by_email
from crescendo.catalog.actions import mark_broken
from crescendo.catalog.models import Availability, Product, ProductStatus
from crescendo.foundation import clock
from crescendo.foundation.database import db
from tests.factories.catalog import make_category, make_offer, make_product
from tests.factories.clicks import make_clicks
from tests.factories.journal import make_draft, make_guide, revise
from tests.pages import Form, Page, Pages

Browser = Callable[..., Pages]
BOARD = "/studio/impact/"


def sold_out(name: str = "Old", **entry: Any) -> Product:
    product = make_product(name, slug=name.lower(), **entry)
    make_offer(product, price=2000, availability=Availability.OUT_OF_STOCK)
    return product


def lines(page: Page) -> list[list[str]]:
    return [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in page.all(".//table//tbody/tr")]


def candidates(page: Page) -> list[str]:
    return [str(name.text) for name in page.all(".//label[@class='candidate']//strong")]


def press(page: Page, button: str) -> Page:
    """What comes of the form that has this button."""
    for form in page.all(".//main//form"):
        if button in "".join(form.itertext()):
            return Form(page, form).submit(button).follow()
    raise AssertionError(f"There is no “{button}”.")


def test_board_is_empty_while_nothing_is_amiss(sign_in: Browser) -> None:
    make_offer(make_product(slug="sock"))
    make_guide(body="::product[sock]")
    make_draft(body=f"::product[{sold_out().slug}]")
    assert "Nothing is amiss" in sign_in().open(BOARD).main


def test_board_lists_products_in_trouble_most_clicked_first(sign_in: Browser) -> None:
    unread, read = make_product("Unread", slug="unread", status=ProductStatus.RECALLED), sold_out("Read")
    offer = make_offer(read, availability=Availability.GONE)
    make_guide(body="::product[unread]\n\n::product[read]")
    guide = make_guide(body="::product[read]\n\n[x](product:read)")
    make_clicks(offer, 7, guide=guide)
    make_clicks(offer, 99, guide=guide, day=clock.now().date() - timedelta(days=40))
    make_offer(make_product(slug="fine"))
    make_guide(body="::product[fine]")
    assert lines(sign_in().open(BOARD)) == [
        ["Norrel Read", "Nowhere to buy", "2 guides", "3 places", "7 clicks"],
        ["Norrel Unread", "Recalled", "1 guide", "1 place", "0 clicks"],
    ]
    assert unread.id


def test_page_of_a_product_shows_each_place_with_its_clicks(sign_in: Browser) -> None:
    old = sold_out()
    offer = make_offer(old, availability=Availability.GONE)
    guide = make_guide("Boots", body=':::pick[old]{role="budget"}\nGood.\n:::\n\n[x](product:old)')
    make_clicks(offer, 3, guide=guide, position=1)
    page = sign_in().open(f"{BOARD}{old.id}")
    assert "Place 1: pick, best on a budget, 3 clicks in 30 days" in page.main
    assert "Place 2: link" in page.main


def test_place_leads_to_its_line_in_the_newest_text(sign_in: Browser) -> None:
    old = sold_out()
    guide = make_guide("Boots", body="One.\n\n::product[old]\n\n[x](product:old)")
    revise(guide, body="Another line.\n\nOne.\n\n::product[old]")
    page = sign_in().open(f"{BOARD}{old.id}")
    links = [link.get("href") for link in page.all(".//a") if "".join(link.itertext()).startswith("Place ")]
    assert links == [f"/studio/articles/{guide.id}?line=5#body"]
    assert "Place 2: link" in page.main


def test_guide_whose_draft_alone_speaks_of_it_is_named_and_can_be_chosen(sign_in: Browser) -> None:
    old = sold_out()
    make_offer(make_product("New", slug="new"))
    guide = make_guide("Boots", body="Words.")
    revise(guide, body="Words.\n\n::product[old]")
    pages = sign_in()
    assert "in its draft alone" in pages.open(f"{BOARD}{old.id}").main
    page = press(pages.open(f"{BOARD}{old.id}/swap?with=new&guide={guide.id}"), "Change 1 guide")
    assert "No guide speaks of it." in page.main


def test_product_with_a_broken_link_stands_on_the_board(sign_in: Browser) -> None:
    product = make_product("Boot", slug="boot")
    make_offer(product)
    broken = make_offer(product)
    mark_broken(broken, since=clock.now())
    make_guide(body="::product[boot]")
    assert lines(sign_in().open(BOARD)) == [["Norrel Boot", "Broken link", "1 guide", "1 place", "0 clicks"]]


def test_replacements_are_on_sale_and_the_nearest_first(sign_in: Browser) -> None:
    socks = make_category("Socks")
    chosen = make_product("Chosen", category=make_category())
    make_offer(chosen, price=9900)
    old = sold_out(category=socks, alternative_ids=[chosen.id])
    for name, price in (("Dear", 9000), ("Near", 2100), ("Cheap", 1500)):
        make_offer(make_product(name, category=socks), price=price)
    sold_out("Gone", category=socks)
    make_offer(make_product("Recalled", category=socks, status=ProductStatus.RECALLED))
    make_offer(make_product("Hat"))
    make_guide(body="::product[old]")
    page = sign_in().open(f"{BOARD}{old.id}")
    assert candidates(page) == ["Norrel Chosen", "Norrel Near", "Norrel Cheap", "Norrel Dear"]
    assert candidates(sign_in().open(f"{BOARD}{old.id}?q=hat")) == ["Norrel Hat"]


def test_swap_is_shown_made_and_undone(sign_in: Browser) -> None:
    socks = make_category("Socks")
    old = sold_out(category=socks)
    make_offer(make_product("New", slug="new", category=socks))
    first, second = make_guide("First", body="::product[old]"), make_guide("Second", body="[x](product:old)")
    third = make_guide("Third", body="::product[old]")
    pages = sign_in()
    page = pages.open(f"{BOARD}{old.id}/swap?with=new&guide={first.id}&guide={second.id}")
    assert "::product[new]" in page.main
    page = press(page, "Change 2 guides")
    assert "Norrel New stands in the place of Norrel Old in 2 guides." in page.text
    assert "Norrel New" in pages.open(f"/guides/{first.slug}").main
    assert "Norrel Old" in pages.open(f"/guides/{third.slug}").main
    page = press(page, "Undo")
    assert "The former texts are back in 2 guides." in page.text
    assert "Norrel Old" in pages.open(f"/guides/{first.slug}").main


@pytest.mark.parametrize(
    "asked", ["", "with=new", "guide=1", "with=nothing&guide=1", "with=old&guide=1", "with=gone&guide=1"]
)
def test_swap_needs_a_product_and_a_guide(sign_in: Browser, asked: str) -> None:
    old = sold_out()
    make_offer(make_product(slug="new"))
    make_product(slug="gone", status=ProductStatus.DISCONTINUED)
    make_guide(body="::product[old]")
    page = sign_in().open(f"{BOARD}{old.id}/swap?{asked}")
    assert page.status == 422
    assert page.all(".//*[@role='alert']")


def test_guide_that_was_saved_meanwhile_is_named(sign_in: Browser) -> None:
    old = sold_out()
    make_offer(make_product("New", slug="new"))
    guide = make_guide("Boots", body="::product[old]")
    pages = sign_in()
    page = pages.open(f"{BOARD}{old.id}/swap?with=new&guide={guide.id}")
    revise(guide, body="Better.\n\n::product[old]")
    page = press(page, "Change 1 guide")
    assert "No guide was changed." in page.text
    assert "stays as it is: somebody saved it since" in page.text


def test_authors_choose_among_their_own_guides(sign_in: Browser) -> None:
    pages = sign_in("author", email="ines@example.org")
    old = sold_out()
    make_offer(make_product("New", slug="new"))
    make_guide("Mine", body="::product[old]", by=user_by_email("ines@example.org"))
    theirs = make_guide("Theirs", body="::product[old]")
    page = pages.open(f"{BOARD}{old.id}")
    assert len(page.all(".//input[@name='guide']")) == 1
    page = pages.open(f"{BOARD}{old.id}/swap?with=new&guide={theirs.id}")
    assert "Nothing would change" in page.main
    assert lines(pages.open(BOARD)) == [["Norrel Old", "Nowhere to buy", "1 guide", "1 place", "0 clicks"]]


def test_product_that_guides_speak_of_is_not_deleted_and_they_are_named(sign_in: Browser) -> None:
    product = make_product("Sock", slug="sock")
    make_guide("Live one", body="::product[sock]")
    make_draft("Draft one", body="[x](product:sock)")
    pages, address = sign_in(), f"/studio/products/{product.id}/deletion"
    page = pages.open(address)
    assert "Live one" in page.main
    assert "Draft one" in page.main
    assert not page.all(".//main//button")
    page = pages.send(address, {str(field.get("name")): field.get("value") for field in page.all(".//main//input")})
    assert page.status == 422
    assert "Guides speak of this product" in page.main
    with pytest.raises(IntegrityError):
        db.session.execute(delete(Product).where(Product.id == product.id))


def test_product_that_no_guide_speaks_of_is_deleted_with_its_offers(sign_in: Browser) -> None:
    product, other = make_product("Sock", slug="sock"), make_product("Hat")
    make_offer(product)
    make_product("Sold out", alternative_ids=[product.id])
    make_product("Former", superseded_by_id=product.id)
    pages = sign_in()
    page = pages.open(f"/studio/products/{product.id}/deletion").form().submit("Delete").follow()
    assert "Product deleted." in page.text
    assert pages.open("/products/sock").status == 404
    assert "Sock" not in pages.open("/search?q=sock").main.replace("“sock”", "")
    assert pages.open(f"/products/{other.slug}").status == 200
