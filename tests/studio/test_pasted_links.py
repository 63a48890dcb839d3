"""Pasting a link: it becomes an offer, or leads to the one that there is."""

from collections.abc import Callable
from urllib.parse import quote

from tests.factories.catalog import make_merchant, make_offer, make_product
from tests.pages import Page, Pages

Browser = Callable[..., Pages]


def pasted(browser: Pages, url: str) -> Page:
    return browser.open(f"/studio/offers/link?url={quote(url, safe='')}")


def test_link_of_an_offer_leads_to_that_offer_however_it_is_spelled(sign_in: Browser) -> None:
    shop = make_merchant(hosts=["shoemart.example"])
    offer = make_offer(make_product(slug="sock"), merchant=shop, url="https://shoemart.example/sock?size=m")
    page = pasted(sign_in(), "http://www.shoemart.example/sock/?utm_medium=mail&size=m&gclid=1#top")
    assert page.all(f".//a[@href='/studio/offers/{offer.id}']")
    assert "[words](product:sock)" in page.main


def test_link_of_a_known_merchant_opens_a_form_that_is_filled(sign_in: Browser) -> None:
    shop = make_merchant("Shoemart", hosts=["shoemart.example"])
    product, _other = make_product("Steady Sock 20"), make_product("Steady Boot")
    page = pasted(sign_in(), "https://shoemart.example/p/norrel-steady-sock-20-black").follow()
    values = page.form("external_id").values
    assert (values["merchant"], values["product"]) == (str(shop.id), str(product.id))
    assert values["url"] == "https://shoemart.example/p/norrel-steady-sock-20-black"
    assert "The product was guessed from the address." in page.main


def test_product_is_guessed_by_its_number_and_never_among_equals(sign_in: Browser) -> None:
    make_merchant(hosts=["shoemart.example"])
    numbered = make_product(gtin="4006381333931")
    make_product("Trail Shoe", brand="Alma")
    make_product("Trail Shoe", brand="Birk")
    browser = sign_in()
    found = pasted(browser, "https://shoemart.example/item/4006381333931").follow().form("external_id").values
    assert found["product"] == str(numbered.id)
    assert "guessed" not in pasted(browser, "https://shoemart.example/trail-shoe").follow().main


def test_link_of_an_unknown_host_leads_to_a_new_merchant_and_on_to_the_offer(sign_in: Browser) -> None:
    browser = sign_in()
    page = pasted(browser, "https://www.newshop.example/sock?a=1")
    assert "No merchant has newshop.example" in page.main
    form = page.click("Make a merchant with this host").form("hosts")
    assert form.values["hosts"] == "newshop.example"
    page = form.fill(name="New Shop").submit("Save").follow().follow()
    assert page.form("external_id").values["url"] == "https://www.newshop.example/sock?a=1"


def test_what_is_no_link_is_refused_and_kept(sign_in: Browser) -> None:
    page = pasted(sign_in(), "shoemart")
    assert page.status == 422
    assert "This is no address of a web page." in page.main
    assert page.all(".//input[@name='url'][@value='shoemart']")
