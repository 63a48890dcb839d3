"""What pages say to machines is what they show to people."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from crescendo.catalog.merchants import Relationship
from crescendo.foundation import clock
from tests.factories.catalog import make_merchant, make_offer, make_product
from tests.factories.journal import make_author, make_guide
from tests.pages import Page, Pages

PICK = ':::pick[steady]{role="budget" evidence="tested"}\nCheap and good.\n\n+ Soft\n\n- Thin\n:::'


def said(page: Page) -> dict[str, dict[str, Any]]:
    """The things that the page's JSON-LD describes, by type."""
    [script] = page.all(".//script[@type='application/ld+json']")
    return {thing["@type"]: thing for thing in json.loads(script.text or "")["@graph"]}


def test_guide_is_an_article_with_its_author_and_dates(pages: Pages) -> None:
    guide = make_guide("Do they help?", slug="guide", author=make_author("Mara Ellery"), summary="A little.")
    article = said(pages.open("/guides/guide"))["Article"]
    assert (article["headline"], article["description"]) == ("Do they help?", "A little.")
    assert article["author"]["name"] == "Mara Ellery"
    assert guide.publish_at is not None
    assert article["datePublished"] == guide.publish_at.isoformat()


def test_breadcrumb_ends_at_the_page_itself(pages: Pages) -> None:
    make_guide("Do they help?", slug="guide")
    steps = said(pages.open("/guides/guide"))["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3, 4]
    assert (steps[-1]["name"], steps[-1]["item"]) == ("Do they help?", "http://localhost/guides/guide")


def test_product_has_the_offers_and_verdicts_that_its_page_shows(pages: Pages) -> None:
    make_offer(make_product("Steady 20", slug="steady"), price=2650, merchant=make_merchant("Northgate"))
    make_guide(body=PICK)
    page = pages.open("/products/steady")
    product = said(page)["Product"]
    [offer], [review] = product["offers"]["offers"], product["review"]
    assert (product["offers"]["lowPrice"], product["offers"]["highPrice"]) == ("26.50", "26.50")
    assert (offer["price"], offer["priceCurrency"], offer["seller"]["name"]) == ("26.50", "USD", "Northgate")
    assert review["reviewBody"] == "Cheap and good."
    assert all(text in page.main for text in ("$26.50", "Northgate", "Cheap and good.", "Soft", "Thin"))


def test_price_that_may_not_be_shown_is_not_said_either(pages: Pages) -> None:
    make_offer(make_product(slug="steady"), price=2650, merchant=make_merchant(price_ttl=3600))
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        page = pages.open("/products/steady")
    assert "Product" not in said(page)
    assert "26.5" not in page.html


def test_text_cannot_leave_its_script(pages: Pages) -> None:
    make_guide("</script><b>x</b>", slug="guide")
    assert said(pages.open("/guides/guide"))["Article"]["headline"] == "</script><b>x</b>"


@pytest.mark.parametrize("address", ["/", "/guides/guide", "/products/steady", "/authors/mara-ellery"])
def test_links_to_a_page_have_a_title_and_an_address(pages: Pages, address: str) -> None:
    make_product(slug="steady")
    make_guide(slug="guide", author=make_author("Mara Ellery"), hero_id=None)
    page = pages.open(address)
    shared = {meta.get("property"): meta.get("content") for meta in page.all(".//meta[@property]")}
    assert shared["og:title"]
    assert shared["og:url"] == f"http://localhost{address}"


def test_only_our_own_shop_is_a_merchant_listing(pages: Pages) -> None:
    ours, theirs = make_product(slug="ours"), make_product(slug="theirs")
    make_offer(ours, price=2000, merchant=make_merchant("Elsewhere"))
    make_offer(ours, price=2600, merchant=make_merchant("Our shop", relationship=Relationship.OWN_SHOP))
    for price in (2000, 2600):
        make_offer(theirs, price=price)
    listing, snippet = (said(pages.open(f"/products/{slug}"))["Product"]["offers"] for slug in ("ours", "theirs"))
    assert (listing["@type"], listing["price"], listing["seller"]["name"]) == ("Offer", "26.00", "Our shop")
    assert (snippet["@type"], snippet["lowPrice"], snippet["highPrice"]) == ("AggregateOffer", "20.00", "26.00")


def test_front_page_says_where_to_search(pages: Pages) -> None:
    make_guide("Compression socks")
    target = said(pages.open("/"))["WebSite"]["potentialAction"]["target"]["urlTemplate"]
    page = pages.open(target.removeprefix("http://localhost").replace("{search_term_string}", "compression"))
    assert "Compression socks" in page.main
