"""Rules that hold on every surface, for any offers, clocks and policies, and for any guide."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from crescendo.catalog.merchants import Merchant, Relationship
from crescendo.catalog.models import Availability, Offer
from crescendo.foundation.database import db
from tests.factories.catalog import make_category, make_merchant, make_offer, make_product
from tests.factories.journal import make_guide
from tests.factories.media import make_asset
from tests.pages import Page, Pages

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = 3600  # seconds
PRODUCTS = ("one", "two", "three")
SELLERS = 3
BODY = """
It costs [a dinner](price:one), or [less](price:two).

::product[one]

:::pick[two]{role="budget"}
Good.
:::

::compare[one, two, three]{columns="price, availability, merchant"}
"""
SURFACES = ("/", "/guides/guide", "/products/", "/category/hats", "/search?q=truth", "/products/one", "/products/two")
MACHINES = ("/products.xml", "/feed.xml", "/rss.xml", "/feed.json", "/sitemap.xml")
anything = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@dataclass(frozen=True)
class Seen:
    """What is known of an offer: `age` in seconds at noon, `price` as hundreds, made unlike all others by its place."""

    price: int | None
    currency: str
    availability: Availability
    age: int


@dataclass(frozen=True)
class Policy:
    """What a merchant allows: for how many seconds a price may be shown, and whether at all."""

    price_ttl: int
    shows_prices: bool
    position: int


ages = st.sampled_from([0, HOUR - 1, HOUR, HOUR + 1]) | st.integers(0, 5 * HOUR)
seen = st.builds(
    Seen,
    price=st.none() | st.integers(1, 900),
    currency=st.sampled_from(["USD", "USD", "EUR"]),
    availability=st.sampled_from(list(Availability)),
    age=ages,
)
policy = st.builds(
    Policy, price_ttl=st.sampled_from([1, HOUR, 4 * HOUR]), shows_prices=st.booleans(), position=st.integers(0, 3)
)


@pytest.fixture
def shop(app: object) -> list[Offer]:
    """Three products at three merchants each, in a guide that speaks of them in every form."""
    category, picture = make_category("Hats", slug="hats"), make_asset(alt="A hat.")
    merchants = [make_merchant(f"Merchant {number}") for number in range(SELLERS)]
    products = [
        make_product(f"Truth {slug}", slug=slug, category=category, picture_ids=[picture.id]) for slug in PRODUCTS
    ]
    offers = [make_offer(product, merchant=merchant, price=None) for product in products for merchant in merchants]
    make_guide(slug="guide", body=BODY, category=category, publish_at=NOON - timedelta(days=30))
    return offers


def arrange(offers: list[Offer], known: list[Seen], policies: list[Policy]) -> None:
    """Let `offers` be as `known`, and their merchants follow `policies`."""
    merchants = {offer.merchant_id: number for number, offer in enumerate(offers[:SELLERS])}
    for merchant in db.session.query(Merchant):
        rules = policies[merchants[merchant.id]]
        merchant.price_ttl, merchant.shows_prices = rules.price_ttl, rules.shows_prices
        merchant.position = rules.position
    for place, (offer, one) in enumerate(zip(offers, known, strict=True)):
        offer.price_minor = amount(one, place)
        offer.currency, offer.availability = one.currency, one.availability
        offer.observed_at = NOON - timedelta(seconds=one.age)
    db.session.commit()


def amount(one: Seen, place: int) -> int | None:
    """A price in minor units that no other offer has, and that stands nowhere else on a page by chance."""
    return None if one.price is None else 1_000_000 + one.price * 1000 + 100 + place


def figure(minor: int) -> str:
    return f"{minor / 100:.2f}"


@given(known=st.lists(seen, min_size=9, max_size=9), policies=st.lists(policy, min_size=3, max_size=3))
@anything
def test_no_surface_shows_an_expired_or_forbidden_price_and_all_agree(
    pages: Pages, shop: list[Offer], known: list[Seen], policies: list[Policy]
) -> None:
    arrange(shop, known, policies)
    may_be_shown: set[str] = set()
    must_not: set[str] = set()
    for place, one in enumerate(known):
        minor, rules = amount(one, place), policies[place % SELLERS]
        if minor is not None:
            is_fresh = one.age < rules.price_ttl and rules.shows_prices
            (may_be_shown if is_fresh else must_not).add(figure(minor))
    with time_machine.travel(NOON, tick=False):
        read = {address: pages.open(address) for address in SURFACES}
        feeds = {address: pages.ask(address).html for address in MACHINES}
    for address, text in [*((address, page.html) for address, page in read.items()), *feeds.items()]:
        shown = set(re.findall(r"\b1\d{4}\.\d\d\b", text.replace(",", "")))
        assert not shown & must_not, address
        assert shown <= may_be_shown, address
    assert_agreement(read, feeds["/products.xml"])


def assert_agreement(read: dict[str, Page], feed: str) -> None:
    """Cards in guide, listing and category, the product's page, its JSON-LD and the feed tell the same."""
    fed = prices_in_feed(feed)
    for slug in ("one", "two"):
        page = read[f"/products/{slug}"]
        rows = page.all(".//ul[@class='offers']/li")
        healthy = [price_of(row) for row in rows if "healthy" in str(row.get("class"))]
        best = healthy[0] if healthy else None
        assert {card_price(read[address], slug) for address in ("/products/", "/category/hats")} == {best}
        in_guide = [price for price in guide_prices(read["/guides/guide"], slug) if price]
        assert set(in_guide) <= {best}
        assert fed.get(slug) in ({best} if feed_may_tell(rows) else {None})
        assert structured_prices(page) <= {figure_of(price) for price in healthy if price}
        if best:
            assert figure_of(best) in structured_prices(page)


def price_of(element: Any) -> str | None:
    price = element.find(".//*[@data-price]")
    return None if price is None else str(price.text)


def card_price(page: Page, slug: str) -> str | None:
    [card] = page.all(f".//article[@data-product='{slug}']")[:1]
    return price_of(card)


def guide_prices(page: Page, slug: str) -> list[str | None]:
    return [
        str(element.text) if element.get("data-price") is not None else price_of(element)
        for element in page.all(f".//*[@data-product='{slug}']")
        if element.tag != "a"
    ]


def figure_of(price: str) -> str:
    return re.sub(r"[^\d.]", "", price)


def feed_may_tell(rows: list[Any]) -> bool:
    """Whether the product feed has the product: it wants a price and a stock that is known."""
    if not rows or price_of(rows[0]) is None:
        return False
    stock = rows[0].find(".//p[@class='offer-row__stock']").text
    return stock in {"In stock", "Pre-order"}


def prices_in_feed(feed: str) -> dict[str, str]:
    """The prices by slug, as the pages write them."""
    found = {}
    for item in etree.fromstring(feed.encode()).iter("item"):
        link, price = (item.findtext(f"{{http://base.google.com/ns/1.0}}{name}") for name in ("link", "price"))
        figures, currency = str(price).split()
        sign = {"USD": "$", "EUR": "€"}[currency]
        found[str(link).rsplit("/", 1)[-1]] = f"{sign}{Decimal(figures):,.2f}"
    return found


def structured_prices(page: Page) -> set[str]:
    found: set[str] = set()
    for script in page.all(".//script[@type='application/ld+json']"):
        for thing in json.loads(str(script.text))["@graph"]:
            if thing["@type"] == "Product" and "offers" in thing:
                offers = thing["offers"]
                found |= {offer["price"] for offer in offers.get("offers", [offers])}
    return found


PLACES: dict[str, Callable[[str], str]] = {
    "card": lambda slug: f"::product[{slug}]",
    "pick": lambda slug: f":::pick[{slug}]\nGood.\n:::",
    "comparison": lambda slug: f"::compare[{slug}, {PRODUCTS[PRODUCTS.index(slug) - 1]}]",
    "product link": lambda slug: f"A [product](product:{slug}) in the text.",
    "price": lambda slug: f"It costs [a dinner](price:{slug}).",
    "web link": lambda slug: f"See [a shop](https://shop-{slug}.example/x).",
    "quoted link": lambda slug: f"> Or [that shop](https://www.shop-{slug}.example/y).",
    "question": lambda slug: f":::faq\n### Where?\n\n[Here](https://shop-{slug}.example/z).\n:::",
    "source": lambda slug: f"A claim.[^{slug}]\n\n[^{slug}]: Shop, https://shop-{slug}.example/s",
    "words": lambda slug: f"Nothing of {slug}.",
}
places = st.lists(st.tuples(st.sampled_from(sorted(PLACES)), st.sampled_from(PRODUCTS)), max_size=6)
relationships = st.lists(st.sampled_from(list(Relationship)), min_size=3, max_size=3)


@pytest.fixture
def shelf(app: object) -> list[Offer]:
    return [
        make_offer(make_product(slug=slug), merchant=make_merchant(f"Shop {slug}", hosts=[f"shop-{slug}.example"]))
        for slug in PRODUCTS
    ]


@given(parts=places, relations=relationships, sold_out=st.sets(st.sampled_from(PRODUCTS)))
@anything
def test_every_paid_link_is_marked_and_stands_after_a_disclosure(
    pages: Pages, shelf: list[Offer], parts: list[tuple[str, str]], relations: list[Relationship], sold_out: set[str]
) -> None:
    paid_offers, paid_hosts = set(), set()
    for offer, slug, relation in zip(shelf, PRODUCTS, relations, strict=True):
        db.session.get_one(Merchant, offer.merchant_id).relationship_ = relation
        offer.availability = Availability.OUT_OF_STOCK if slug in sold_out else Availability.IN_STOCK
        if relation.is_paid:
            paid_offers.add(f"/go/{offer.id}")
            paid_hosts.add(f"shop-{slug}.example")
    guide = make_guide(body="\n\n".join(PLACES[form](slug) for form, slug in dict.fromkeys(parts)))
    db.session.commit()
    for address in (f"/guides/{guide.slug}", "/products/one", "/products/", "/"):
        links = disclosed_links(pages.open(address))
        paid = [link for link in links if is_paid(link.address, paid_offers, paid_hosts)]
        assert all(link.rel == "sponsored nofollow" for link in paid), address
        assert all(link.is_disclosed for link in paid), address
        assert not [link for link in links if "sponsored" in link.rel and link not in paid], address


@dataclass(frozen=True)
class Link:
    address: str
    rel: str
    is_disclosed: bool


def disclosed_links(page: Page) -> list[Link]:
    """The links of a page in their order, each with whether a disclosure stands before it."""
    found, is_disclosed = [], False
    for element in page.tree.iter():
        is_disclosed = is_disclosed or element.get("data-disclosure") is not None
        if element.tag == "a" and element.get("href"):
            found.append(Link(str(element.get("href")), element.get("rel") or "", is_disclosed))
    return found


def is_paid(address: str, offers: set[str], hosts: set[str]) -> bool:
    return any(address == offer or address.startswith(f"{offer}/") for offer in offers) or any(
        f"{host}/" in address for host in hosts
    )
