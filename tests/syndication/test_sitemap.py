"""The sitemap lists exactly the public addresses."""

from datetime import timedelta

from lxml import etree

from crescendo.catalog.models import ProductStatus
from crescendo.foundation import clock
from tests.factories.catalog import make_category, make_product
from tests.factories.journal import make_author, make_draft, make_guide, make_scheduled
from tests.factories.media import make_asset
from tests.pages import Pages


def locations(pages: Pages, address: str) -> list[str]:
    root = etree.fromstring(pages.open(address).response.get_data())
    return [element.text.removeprefix("http://localhost") for element in root.iter("{*}loc")]


def test_every_public_page_is_listed_and_nothing_else(pages: Pages) -> None:
    category = make_category("Socks")
    make_guide(slug="guide", category=category, author=make_author("Mara"), tags=["Fit"])
    make_draft(slug="draft", category=category, author=make_author("Nobody yet"), tags=["Unseen"])
    make_scheduled(slug="soon", category=category, publish_at=clock.now() + timedelta(hours=1))
    product = make_product(slug="sock", category=category)
    make_product(slug="old", category=category, status=ProductStatus.MERGED, superseded_by_id=product.id)
    listed = [path for part in locations(pages, "/sitemap.xml") for path in locations(pages, part)]
    assert sorted(listed) == sorted(
        [
            "/",
            "/guides/",
            "/products/",
            "/category/socks",
            "/tags/fit",
            "/authors/mara",
            "/guides/guide",
            "/products/sock",
        ]
    )
    assert {pages.open(path).status for path in listed} == {200}


def test_list_that_is_not_there_is_not_found(pages: Pages) -> None:
    for name in ("pages-2", "guides-2", "guides-0", "others-1"):
        assert pages.open(f"/sitemaps/{name}.xml").status == 404


def test_crawlers_are_told_where_the_sitemap_is(pages: Pages) -> None:
    assert "Sitemap: http://localhost/sitemap.xml" in pages.open("/robots.txt").html


def test_pictures_are_listed_with_their_pages(pages: Pages) -> None:
    make_guide(slug="guide", hero_id=make_asset(size=(400, 300), alt="A boot.").id)
    make_product(slug="sock", picture_ids=[make_asset(size=(300, 400)).id])
    for part, path in (("guides", "/guides/guide"), ("products", "/products/sock")):
        found = locations(pages, f"/sitemaps/{part}-1.xml")
        assert found[0] == path
        assert pages.open(found[1]).response.mimetype == "image/webp"
