"""Keeping the catalog: products, offers, merchants, categories and their attributes."""

from collections.abc import Callable

import pytest

from crescendo.catalog.attributes import AttributeKind
from crescendo.catalog.merchants import Relationship
from crescendo.catalog.queries import product_by_slug
from tests.factories.catalog import make_attribute, make_category, make_merchant, make_offer, make_product
from tests.factories.media import make_asset, picture_bytes
from tests.meanwhile import on_sqlite, somebody_writes_while_drawing
from tests.pages import Form, Page, Pages

Browser = Callable[..., Pages]


def product_form(pages: Pages, **values: str) -> Form:
    make_category("Socks")
    form = pages.open("/studio/products/new").form("brand").choose("category", "Socks")
    return form.fill(**{"brand": "Norrel", "name": "Steady 20", **values})


def test_new_product_gets_its_address_from_brand_and_name(sign_in: Browser, pages: Pages) -> None:
    page = product_form(sign_in(), description="Knee-high.").submit("Save").follow()
    assert "Norrel Steady 20" in page.main
    assert "Knee-high." in pages.open("/products/norrel-steady-20").main


def test_product_without_a_name_is_refused_and_kept(sign_in: Browser) -> None:
    page = product_form(sign_in(), name="", description="An hour of work.").submit("Save")
    assert page.status == 422
    assert "Give the product a name." in page.main
    assert page.form("brand").values["description"] == "An hour of work."


def test_facts_of_the_category_are_asked_for_and_shown(sign_in: Browser, pages: Pages) -> None:
    category = make_category()
    make_attribute(category, "drop", label="Drop", unit="mm")
    make_attribute(category, "closure", label="Closure", kind=AttributeKind.CHOICE, choices=["Laces", "Zip"])
    product = make_product(category=category, slug="shoe")
    form = sign_in().open(f"/studio/products/{product.id}").form("brand")
    form.fill(attribute__drop="8").choose("attribute-closure", "Laces").submit("Save")
    facts = pages.open("/products/shoe").all(".//dl[@class='facts']/div")
    assert [(fact.findtext("dt"), fact.findtext("dd")) for fact in facts] == [("Drop", "8 mm"), ("Closure", "Laces")]


def test_fact_that_is_no_number_is_refused_beside_its_field(sign_in: Browser) -> None:
    category = make_category()
    make_attribute(category, "drop")
    product = make_product(category=category)
    form = sign_in().open(f"/studio/products/{product.id}").form("brand")
    page = form.fill(attribute__drop="eight").submit("Save")
    assert page.status == 422
    assert "Enter a number." in page.main
    assert page.form("brand").values["attribute-drop"] == "eight"


def test_uploaded_picture_becomes_the_products(sign_in: Browser, pages: Pages) -> None:
    form = product_form(sign_in()).attach("uploads", (picture_bytes(), "sock.png"))
    form.submit("Save")
    assert pages.open("/products/norrel-steady-20").all(".//main//picture")


@on_sqlite
def test_nobody_waits_while_pictures_of_a_product_are_drawn(sign_in: Browser, pages: Pages) -> None:
    form = product_form(sign_in()).attach("uploads", (picture_bytes(), "sock.png"))
    with somebody_writes_while_drawing() as made:
        form.submit("Save")
    assert len(made) == 3
    assert pages.open("/products/norrel-steady-20").all(".//main//picture")


def test_unknown_picture_and_alternative_are_named(sign_in: Browser) -> None:
    page = product_form(sign_in(), pictures="nothing", alternatives="nobody").submit("Save")
    assert page.status == 422
    assert "There is no picture nothing." in page.main
    assert "There is no product nobody." in page.main


def test_renamed_product_leaves_a_redirect(sign_in: Browser, pages: Pages) -> None:
    product = make_product(slug="before")
    sign_in().open(f"/studio/products/{product.id}").form("brand").fill(slug="after").submit("Save")
    page = pages.open("/products/before")
    assert (page.status, page.location) == (301, "/products/after")


def test_stale_product_form_shows_both_values(sign_in: Browser) -> None:
    product = make_product("Steady", slug="steady")
    mine, theirs = (sign_in().open(f"/studio/products/{product.id}").form("brand") for _ in range(2))
    theirs.fill(summary="Theirs").submit("Save")
    page = mine.fill(summary="Mine").submit("Save")
    assert page.status == 409
    assert [pre.text for pre in page.all(".//pre[@aria-label]")] == ["Theirs", "Mine"]
    assert product_by_slug("steady").summary == "Theirs"


def test_offer_is_shown_on_the_product_with_its_price(sign_in: Browser, pages: Pages) -> None:
    product, _merchant = make_product(slug="sock"), make_merchant("Northgate")
    form = sign_in().open(f"/studio/offers/new?product={product.id}").form("url")
    form.choose("merchant", "Northgate").fill(url="https://northgate.example/1", price="26.50").submit("Save")
    assert "Northgate" in pages.open("/products/sock").main
    assert "$26.50" in pages.open("/products/sock").main


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("price", "cheap", "is not an amount"),
        ("price", "-3", "is not an amount"),
        ("currency", "ABC", "is no currency"),
        ("url", "javascript:alert(1)", "Enter a full address"),
    ],
)
def test_impossible_offer_is_refused_beside_its_field(sign_in: Browser, field: str, value: str, words: str) -> None:
    offer = make_offer(make_product())
    page: Page = sign_in().open(f"/studio/offers/{offer.id}").form("url").fill(**{field: value}).submit("Save")
    assert page.status == 422
    assert words in page.main
    assert page.form("url").values[field] == value


def test_archived_offer_leaves_the_product_and_its_way_out(sign_in: Browser, pages: Pages) -> None:
    product = make_product(slug="sock")
    offer = make_offer(product, merchant=make_merchant("Northgate"))
    sign_in().open(f"/studio/offers/{offer.id}").form("url").submit("Archive")
    assert "Northgate" not in pages.open("/products/sock").main
    assert pages.open(f"/go/{offer.id}").status == 410


def test_merchants_new_relationship_marks_its_links_at_once(sign_in: Browser, pages: Pages) -> None:
    merchant = make_merchant("Northgate")
    offer = make_offer(make_product(slug="sock"), merchant=merchant)
    form = sign_in().open(f"/studio/merchants/{merchant.id}").form("hosts")
    form.fill(relationship=Relationship.AFFILIATE.value).submit("Save")
    page = pages.open("/products/sock")
    [link] = page.all(f".//a[@href='/go/{offer.id}']")
    assert link.get("rel") == "sponsored nofollow"
    assert page.all(".//*[@data-disclosure]")


def test_merchant_without_a_host_is_refused(sign_in: Browser) -> None:
    page = sign_in().open("/studio/merchants/new").form("hosts").fill(name="Northgate").submit("Save")
    assert page.status == 422
    assert "Enter at least one host name" in page.main


def test_category_is_made_renamed_and_redirected(sign_in: Browser, pages: Pages) -> None:
    browser = sign_in()
    page = browser.open("/studio/categories/new").form("colour").fill(name="Rain wear").submit("Save").follow()
    assert pages.open("/category/rain-wear").status == 200
    page.form("colour").fill(slug="rain").submit("Save")
    moved = pages.open("/category/rain-wear")
    assert (moved.status, moved.location) == (301, "/category/rain")


def test_attribute_is_added_to_a_category(sign_in: Browser) -> None:
    category = make_category()
    form = sign_in().open(f"/studio/categories/{category.id}/attributes/new").form("key")
    page = form.fill(label="Brim", key="brim", unit="mm").submit("Save").follow()
    assert "Brim" in page.main


def test_tag_is_made_renamed_and_deleted(sign_in: Browser, pages: Pages) -> None:
    browser = sign_in()
    page = browser.open("/studio/tags/").form("name").fill(name="Rain days").submit("Add the tag").follow()
    page = page.click("Rain days").form("name").fill(slug="rain").submit("Save").follow()
    assert pages.open("/tags/rain-days").location == "/tags/rain"
    page.click("Rain days").form("name").submit("Delete, and take it off every guide")
    assert pages.open("/tags/rain").status == 404


def test_author_profile_is_changed_and_shown(sign_in: Browser, pages: Pages) -> None:
    browser = sign_in(name="Edith Owner")
    page = browser.open("/studio/authors/").click("Edith Owner")
    page.form("bio").fill(bio="Writes about *boots*.", role="Editor").submit("Save")
    assert "Writes about boots." in pages.open("/authors/edith-owner").main


def test_picture_is_uploaded_and_described(sign_in: Browser) -> None:
    browser = sign_in()
    form = browser.open("/studio/media/").form("pictures").attach("pictures", (picture_bytes(), "My boot.png"))
    page = form.submit("Add").follow()
    assert "media:my-boot" in page.main
    page.form("alt_text").fill(alt_state="text", alt_text="A boot.").submit("Save")
    assert "Not described yet" not in browser.open("/studio/media/").main


def test_file_that_is_no_picture_is_refused_by_name(sign_in: Browser) -> None:
    form = sign_in().open("/studio/media/").form("pictures")
    page = form.attach("pictures", (b"<svg onload='alert(1)'/>", "drawing.png")).submit("Add")
    assert page.status == 422
    assert "drawing.png" in page.main


def test_described_picture_needs_a_description(sign_in: Browser) -> None:
    asset = make_asset()
    page = sign_in().open(f"/studio/media/{asset.id}").form("alt_text").fill(alt_state="text").submit("Save")
    assert page.status == 422
