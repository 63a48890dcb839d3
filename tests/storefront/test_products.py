"""Products as readers meet them, and the way out to a seller."""

from datetime import timedelta

import pytest
import time_machine

from crescendo.catalog.actions import add_observation
from crescendo.catalog.merchants import Relationship
from crescendo.catalog.models import Availability, ProductStatus
from crescendo.foundation import clock
from crescendo.foundation.database import db
from tests.factories.catalog import make_category, make_merchant, make_offer, make_product
from tests.factories.journal import make_draft, make_guide
from tests.pages import Pages


def test_product_is_featured_in_the_guides_that_speak_of_it(pages: Pages) -> None:
    product = make_product("Steady 20", slug="steady")
    make_guide("With a card", body="::product[steady]")
    make_guide("Without", body="Nothing.")
    make_draft("A draft", body="::product[steady]")
    page = pages.open(f"/products/{product.slug}")
    assert "With a card" in page.main
    assert "Without" not in page.main
    assert "A draft" not in page.main


def test_pick_becomes_a_verdict_on_the_products_page(pages: Pages) -> None:
    make_product(slug="steady")
    make_guide(
        "Picks", body=':::pick[steady]{role="budget" evidence="tested"}\nCheap and good.\n\n+ Soft\n\n- Thin\n:::'
    )
    main = pages.open("/products/steady").main
    assert "Best on a budget" in main
    assert "Cheap and good." in main
    assert "Tested by us" in main


def test_offers_stand_cheapest_first_with_their_age(pages: Pages) -> None:
    product = make_product(slug="steady")
    make_offer(product, merchant=make_merchant("Dear"), price=3000)
    make_offer(product, merchant=make_merchant("Cheap"), price=2000)
    page = pages.open("/products/steady")
    assert [price.text for price in page.all(".//li//span[@data-price]")] == ["$20.00", "$30.00"]
    assert all(row.find(".//time") is not None for row in page.all(".//li[@data-offer]"))


def test_price_vanishes_everywhere_once_it_is_too_old(pages: Pages) -> None:
    merchant, socks = make_merchant(price_ttl=3600), make_category("Socks")
    for slug in ("steady", "other"):
        make_offer(make_product(slug=slug, category=socks), merchant=merchant, price=2650)
    token, table = "It costs [a lunch](price:steady).", '::compare[steady, other]{columns="price"}'
    make_guide(slug="guide", body=f"::product[steady]\n\n{token}\n\n{table}")
    addresses = ("/", "/guides/guide", "/products/", "/products/steady", "/category/socks")
    assert all("$26.50" in pages.open(address).main for address in addresses)
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        assert not [address for address in addresses if "26.50" in pages.open(address).html]


def test_sold_out_product_offers_its_alternative(pages: Pages) -> None:
    other = make_product("Steady 30", slug="other")
    make_offer(other)
    product = make_product("Steady 20", slug="steady", alternative_ids=[other.id])
    make_offer(product, availability=Availability.OUT_OF_STOCK)
    make_guide(slug="guide", body="::product[steady]")
    for address in ("/guides/guide", "/products/steady"):
        main = pages.open(address).main
        assert "Unavailable since" in main
        assert "Steady 30" in main


def test_recalled_product_has_a_banner_and_no_way_to_buy(pages: Pages) -> None:
    product = make_product(slug="steady", status=ProductStatus.RECALLED, recall_notice="The heel comes off.")
    offer = make_offer(product)
    make_guide(slug="guide", body="::product[steady]")
    for address in ("/guides/guide", "/products/steady"):
        page = pages.open(address)
        assert "The heel comes off." in page.main
        assert not [link for link in page.all(".//a[@href]") if link.get("href", "").startswith("/go/")]
    assert pages.open(f"/go/{offer.id}").status == 410


@pytest.mark.parametrize(
    ("relationship", "rel", "disclosed"),
    [
        (Relationship.AFFILIATE, "sponsored nofollow", True),
        (Relationship.SPONSORED, "sponsored nofollow", True),
        (Relationship.NONE, "nofollow", False),
        (Relationship.OWN_SHOP, "nofollow", False),
    ],
)
def test_links_and_disclosure_follow_from_the_merchant(
    pages: Pages, relationship: Relationship, rel: str, disclosed: bool
) -> None:
    product = make_product(slug="steady", category=make_category("Socks"))
    make_offer(product, merchant=make_merchant(relationship=relationship))
    make_guide(slug="guide", body="::product[steady]")
    for address in ("/", "/guides/guide", "/products/", "/products/steady", "/category/socks"):
        page = pages.open(address)
        links = [link for link in page.all(".//a[@href]") if link.get("href", "").startswith("/go/")]
        assert {link.get("rel") for link in links} == {rel}, address
        assert bool(page.all(".//*[@data-disclosure]")) is disclosed, address
        if disclosed:
            assert page.html.index("data-disclosure") < page.html.index("/go/"), address


def test_link_in_a_text_to_a_paying_merchant_is_marked_and_disclosed(pages: Pages) -> None:
    make_merchant(relationship=Relationship.AFFILIATE, hosts=["shop.example"])
    make_guide(slug="guide", body="[Buy](https://www.shop.example/x) or [read](https://elsewhere.example/).")
    page = pages.open("/guides/guide")
    rels = {link.get("href"): link.get("rel") for link in page.all(".//div[@class='prose']//a")}
    assert rels == {"https://www.shop.example/x": "sponsored nofollow", "https://elsewhere.example/": None}
    assert page.all(".//*[@data-disclosure]")


def test_way_out_leads_to_the_stored_address_whatever_is_asked(pages: Pages) -> None:
    offer = make_offer(make_product(), url="https://shop.example/1")
    for extra in ("", "?url=https://evil.example", "?next=//evil.example"):
        page = pages.open(f"/go/{offer.id}{extra}")
        assert (page.status, page.location) == (302, "https://shop.example/1")
    assert pages.open("/go/999999").status == 404


def test_listing_is_narrowed_by_category_brand_and_availability(pages: Pages) -> None:
    socks = make_category("Socks")
    make_offer(make_product("On sale", brand="Norrel", category=socks))
    make_product("Sold out", brand="Norrel", category=socks)
    make_offer(make_product("Other brand", brand="Lune", category=socks))
    make_offer(make_product("Other category", brand="Norrel"))
    main = pages.open("/products/?category=socks&brand=norrel&available=yes").main
    assert "On sale" in main
    assert not [name for name in ("Sold out", "Other category") if name in main]
    assert "1 product " in main


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("?brand=norrel&category=socks", "/products/?category=socks&brand=norrel"),
        ("?category=&brand=", "/products/"),
        ("?page=1", "/products/"),
        ("?unknown=mail", "/products/"),
    ],
)
def test_one_address_stands_for_each_filter(pages: Pages, asked: str, canonical: str) -> None:
    page = pages.open(f"/products/{asked}")
    assert (page.status, page.location) == (301, canonical)


def test_filter_that_matches_nothing_says_so(pages: Pages) -> None:
    page = pages.open("/products/?category=nothing")
    assert page.status == 200
    assert "Nothing matches." in page.main


def test_price_history_stands_only_while_its_price_may_be_shown(pages: Pages) -> None:
    product, merchant = make_product(slug="steady"), make_merchant("Northgate", price_ttl=3600)
    offer = make_offer(product, merchant=merchant, price=2490)
    for days, price in ((90, 3100), (60, 3100), (30, 2800)):
        moment = clock.now() - timedelta(days=days)
        add_observation(offer, observed_at=moment, price_minor=price, availability=Availability.IN_STOCK)
    db.session.commit()
    page = pages.open("/products/steady")
    prices = [row.findall("td")[2].text for row in page.all(".//figure//tbody/tr")]
    assert prices == ["$24.90", "$28.00", "$31.00"]
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        assert not [price for price in ("24.90", "28.00", "31.00") if price in pages.open("/products/steady").html]


def test_price_that_never_changed_has_no_history(pages: Pages) -> None:
    make_offer(make_product(slug="steady"))
    assert "What it has cost" not in pages.open("/products/steady").main


def test_offers_in_several_currencies_are_said_to_be_so(pages: Pages) -> None:
    product = make_product(slug="boot")
    make_offer(product, price=1900, currency="EUR")
    make_offer(product, price=2400)
    assert "different currencies (EUR, USD)" in pages.open("/products/boot").main
