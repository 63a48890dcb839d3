"""The list of products in the studio: what its address narrows and sorts it to."""

from collections.abc import Callable
from datetime import timedelta

from crescendo.catalog.models import Availability, ProductStatus
from crescendo.foundation import clock
from tests.factories.catalog import make_category, make_merchant, make_offer, make_product
from tests.factories.media import make_asset
from tests.pages import Page, Pages

Browser = Callable[..., Pages]
LIST = "/studio/products/"


def names(page: Page) -> list[str]:
    """The products that a list shows, in its order."""
    return ["".join(link.itertext()) for link in page.all(".//tbody/tr/th/a")]


def test_list_is_narrowed_by_each_filter(sign_in: Browser) -> None:
    make_product("Field", brand="Brack", category=make_category("Hats"), status=ProductStatus.DISCONTINUED)
    make_product("Loop", brand="Norrel")
    browser = sign_in()
    for query in ("q=field", "category=hats", "brand=brack", "status=discontinued"):
        assert names(browser.open(f"{LIST}?{query}")) == ["Brack Field"], query


def test_products_are_found_by_what_they_lack(sign_in: Browser) -> None:
    asset, hidden = make_asset(alt="A sock."), make_merchant(shows_prices=False)
    long_ago = clock.now() - timedelta(days=30)
    make_product("Bare")
    make_offer(make_product("Complete", picture_ids=[asset.id]))
    make_offer(make_product("Sold out", picture_ids=[asset.id]), availability=Availability.OUT_OF_STOCK)
    make_offer(make_product("Old price", picture_ids=[asset.id]), observed_at=long_ago)
    make_offer(make_product("Hidden price", picture_ids=[asset.id]), merchant=hidden)
    browser = sign_in()
    lacking = {
        lack: names(browser.open(f"{LIST}?lacks={lack}&sort=name")) for lack in ("offer", "stock", "price", "picture")
    }
    assert lacking == {
        "offer": ["Norrel Bare"],
        "stock": ["Norrel Sold out"],
        "price": ["Norrel Bare", "Norrel Hidden price", "Norrel Old price", "Norrel Sold out"],
        "picture": ["Norrel Bare"],
    }


def test_headings_sort_and_keep_the_filters(sign_in: Browser) -> None:
    hats, belts = make_category("Hats"), make_category("Belts")
    make_product("Cap", category=hats)
    make_product("Buckle", category=belts)
    page = sign_in().open(f"{LIST}?brand=norrel").click("Category")
    assert (page.address, names(page)) == (f"{LIST}?brand=norrel&sort=category", ["Norrel Buckle", "Norrel Cap"])
    assert names(page.click("Category")) == ["Norrel Cap", "Norrel Buckle"]
    assert names(page.click("Product")) == ["Norrel Buckle", "Norrel Cap"]
    assert page.click("Without Brand: Norrel ×").address == f"{LIST}?sort=category"


def test_one_query_stands_for_a_list_and_unknown_values_narrow_nothing(sign_in: Browser) -> None:
    make_product("Cap")
    browser = sign_in()
    answer = browser.open(f"{LIST}?sort=x&status=none&lacks=&category=gone&q=cap")
    assert answer.location == f"{LIST}?q=cap"
    assert names(answer.follow()) == ["Norrel Cap"]


def test_empty_list_says_what_to_do(sign_in: Browser) -> None:
    assert "Add the first product" in sign_in().open(LIST).main
    author = sign_in("author")
    assert "Ask one of them." in author.open(LIST).main
    make_product("Cap")
    assert "No product is like this" in author.open(f"{LIST}?q=boot").main


def test_pages_keep_the_filters(sign_in: Browser) -> None:
    category = make_category()
    for _ in range(51):
        make_product(category=category)
    page = sign_in().open(f"{LIST}?lacks=offer")
    assert "51 products" in page.main
    assert page.click("Older").address == f"{LIST}?lacks=offer&page=2"
