"""The two main journeys: an author publishes a guide with products, a shopper reads it and follows the links."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Dialog, expect

from crescendo.catalog.merchants import Relationship
from tests.browser.journeys import accessibility_faults, overflow, sign_in
from tests.factories.accounts import make_user
from tests.factories.catalog import make_category, make_merchant, make_offer, make_product
from tests.factories.journal import make_author, make_draft, make_guide
from tests.factories.media import make_asset

PUBLIC = (
    "/",
    "/guides/",
    "/guides/socks",
    "/category/socks",
    "/products/",
    "/products/norrel-steady-20",
    "/tags/fit",
    "/authors/mara",
    "/search",
    "/search?q=socks",
    "/search?q=nothing+at+all",
    "/products/?category=socks&price-to=1",
    "/login",
    "/nothing-here",
)
BODY = """A short answer.[^1]

## Which pair

:::pick[norrel-steady-20]{role="best-overall" evidence="specs-only"}
Start here.

+ Soft

- Dear
:::

::compare[norrel-steady-20, norrel-steady-30]{columns="price"}

## Questions

:::faq
### Do they help?

A little.
:::

[^1]: Somebody, Something, https://example.org/
"""


def shelf() -> None:
    category, merchant = make_category("Socks"), make_merchant("Northgate", relationship=Relationship.AFFILIATE)
    for name, price in (("Steady 20", 2650), ("Steady 30", 3800)):
        make_offer(make_product(name, category=category), merchant=merchant, price=price)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_author_publishes_a_guide_with_products(window: Any, scripts: bool) -> None:
    shelf()
    make_user(email="ed@example.org")
    page = window(scripts=scripts)
    sign_in(page, "ed@example.org")
    page.get_by_role("link", name="Write a guide").click()
    page.get_by_label("Title", exact=True).fill("Can socks help?")
    page.get_by_label("Summary").fill("A little.")
    page.locator("textarea[name=body]").fill(BODY)
    page.get_by_label("Category").select_option(label="Socks")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("status")).to_have_text("Published.")
    page.goto("/guides/can-socks-help")
    expect(page.get_by_role("heading", level=1)).to_have_text("Can socks help?")
    expect(page.locator("[data-price]").first).to_have_text("$26.50")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("width", [360, 1280])
def test_shopper_goes_from_guide_to_product_to_seller_and_back(window: Any, scripts: bool, width: int) -> None:
    shelf()
    make_guide("Can socks help?", body=BODY)
    page = window(scripts=scripts, width=width)
    page.goto("/")
    page.get_by_role("link", name="Can socks help?").first.click()
    page.get_by_text("Do they help?").click()
    expect(page.get_by_text("A little.")).to_be_visible()
    expect(page.locator("[data-disclosure]")).to_be_visible()
    page.get_by_role("link", name="Norrel Steady 20").first.click()
    seller = page.get_by_role("link", name="View at Northgate").first
    assert seller.get_attribute("rel") == "sponsored nofollow"
    assert (
        page.request.get(seller.get_attribute("href") or "", max_redirects=0)
        .headers["location"]
        .startswith("https://shop.example/")
    )
    page.get_by_role("link", name="Can socks help?").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Can socks help?")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_public_pages_fit_the_window_and_suit_everybody(window: Any, width: int, scheme: str) -> None:
    shelf()
    make_guide("Can socks help?", slug="socks", body=BODY, tags=["Fit"], author=make_author("Mara"))
    page = window(width=width, scheme=scheme)
    for address in PUBLIC:
        page.goto(address)
        assert overflow(page) == 0, address
        assert accessibility_faults(page) == [], address


LISTS = ("", *(f"{name}/" for name in ("articles", "products", "offers", "merchants", "categories", "tags", "authors")))
FORMS = ("articles/{draft}", "products/new", "offers/new", "merchants/new", "categories/new", "authors/new")
PICTURES = ("media/", "media/{picture}", "media/{picture}/replacement", "media/{picture}/deletion")


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("places", [LISTS, FORMS, PICTURES], ids=["lists", "forms", "pictures"])
def test_studio_fits_the_window_and_suits_everybody(window: Any, width: int, places: tuple[str, ...]) -> None:
    shelf()
    make_user(email="ed@example.org")
    draft = make_draft(body="::product[nothing]").id
    picture = make_asset("a-picture-with-quite-a-long-name", size=(800, 300)).id
    page = window(width=width)
    sign_in(page, "ed@example.org")
    for place in places:
        page.goto(f"/studio/{place.format(draft=draft, picture=picture)}")
        assert overflow(page) == 0, place
        assert accessibility_faults(page) == [], place


def test_guide_can_be_read_and_left_by_keyboard(window: Any) -> None:
    shelf()
    make_guide("Can socks help?", slug="socks", body=BODY)
    page = window()
    page.goto("/guides/socks")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"


def test_leaving_with_unsaved_words_asks_first(window: Any) -> None:
    make_category("Socks")
    make_user(email="ed@example.org")
    page = window()
    sign_in(page, "ed@example.org")
    page.goto("/studio/articles/new")  # waits for scripts, as a typing author does
    page.get_by_label("Text", exact=True).press_sequentially("Words")
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:  # at once: an open dialog keeps the page from answering anything else
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.evaluate("setTimeout(() => location.assign('/guides/'))")
    page.wait_for_url("**/guides/")
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_shopper_searches_and_narrows(window: Any, scripts: bool) -> None:
    shelf()
    make_guide("Can socks help?", slug="socks", body=BODY)
    page = window(width=360, scripts=scripts)
    page.goto("/")
    page.get_by_role("link", name="Search").click()
    page.get_by_label("Search guides and products").fill("steady")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_have_text("3 results")
    page.get_by_role("link", name="Products 2").click()
    page.get_by_role("link", name="Norrel Steady 30").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Steady 30")
    page.goto("/products/")
    page.get_by_text("Filter and sort").click()
    page.get_by_label("To").fill("30")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("1 product", exact=True)).to_be_visible()


def test_search_box_proposes_titles_that_the_keyboard_reaches(window: Any) -> None:
    shelf()
    page = window()
    page.goto("/search")
    box = page.get_by_role("combobox", name="Search guides and products")
    box.press_sequentially("stea")
    expect(page.get_by_role("option")).to_have_count(2)
    assert accessibility_faults(page) == []
    box.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.press_sequentially("d")
    expect(page.get_by_role("option")).to_have_count(2)
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/products/norrel-steady-*")


@pytest.mark.parametrize("address", PUBLIC)
def test_page_reflows_at_four_hundred_percent(window: Any, address: str) -> None:
    """A window of 1280 pixels enlarged four times is one of 320 (WCAG 2.2, success criterion 1.4.10)."""
    shelf()
    make_guide("Can socks help?", slug="socks", body=BODY, tags=["Fit"], author=make_author("Mara"))
    page = window(width=320)
    page.goto(address)
    assert overflow(page) == 0


def test_guide_asks_no_other_site_and_stays_where_it_was_laid_out(window: Any) -> None:
    shelf()
    make_guide("Can socks help?", slug="socks", body=BODY)
    page = window(width=360)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(
        "window.shifts = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => window.shifts += "
        "entry.value)).observe({type: 'layout-shift', buffered: true})"
    )
    page.goto("/guides/socks")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("window.shifts") == 0
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(page.url).netloc}
