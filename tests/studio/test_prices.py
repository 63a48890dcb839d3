"""Keeping price sources."""

from collections.abc import Callable

import pytest

from crescendo.catalog.queries import offer_by_id
from tests.factories.catalog import make_merchant, make_offer, make_product
from tests.factories.prices import make_price_source
from tests.pages import Form, Pages

Browser = Callable[..., Pages]


def test_uploaded_file_is_read_and_each_row_of_no_use_says_why(sign_in: Browser) -> None:
    shop = make_merchant("Shoemart")
    offer, source = make_offer(make_product(), merchant=shop, external_id="A"), make_price_source(shop, name="By hand")
    browser = sign_in()
    form = browser.open(f"/studio/prices/{source.id}").form("file")
    page = form.attach("file", (b"id,price\nA,5\nB,6\n", "prices.csv")).submit("Read the file").follow()
    assert "The file was read: 1 updated, 1 skipped." in page.text
    assert offer_by_id(offer.id).price_minor == 500
    [address] = [link.get("href", "") for link in page.all(".//td/../th/a[@href]")]
    assert "Nothing here has its number or address." in browser.open(address).main


def test_file_that_cannot_be_read_changes_nothing_and_the_source_shows_that_it_fails(sign_in: Browser) -> None:
    source = make_price_source(name="By hand")
    browser = sign_in()
    form = browser.open(f"/studio/prices/{source.id}").form("file")
    page = form.attach("file", (b"PK\x03\x04", "prices.xlsx")).submit("Read the file").follow()
    assert "This is a spreadsheet or an archive. Save it as CSV and try again." in page.main
    assert "Fails" in browser.open("/studio/prices/").main
    assert "By hand" in browser.open("/studio/").main


def test_no_file_is_refused_beside_its_field(sign_in: Browser) -> None:
    page = sign_in().open(f"/studio/prices/{make_price_source().id}").form("file").submit("Read the file")
    assert page.status == 422
    assert "Choose a file first." in page.main


def test_source_with_an_address_is_asked_for_and_then_due(sign_in: Browser) -> None:
    source = make_price_source(url="https://shop.example/feed.xml")
    page = sign_in().open(f"/studio/prices/{source.id}")
    [form] = [form for form in page.all(".//main//form") if "Fetch now" in "".join(form.itertext())]
    page = Form(page, form).submit("Fetch now").follow()
    assert "The file is fetched by the next: flask prices fetch" in page.text


def test_source_is_made_and_what_is_wrong_is_told(sign_in: Browser) -> None:
    make_merchant("Shoemart")
    browser = sign_in()
    form = browser.open("/studio/prices/new").form("every_hours").choose("merchant", "Shoemart")
    page = form.fill(name="Daily", url="shoemart.example", every_hours="24").submit("Save")
    assert page.status == 422
    assert page.form("every_hours").values["name"] == "Daily"
    page = page.form("every_hours").fill(url="https://shoemart.example/feed").submit("Save").follow()
    assert "Shoemart: Daily" in page.main


@pytest.mark.parametrize("role", ["author"])
def test_authors_have_no_part_in_it(sign_in: Browser, role: str) -> None:
    assert sign_in(role=role).open("/studio/prices/").status == 403
