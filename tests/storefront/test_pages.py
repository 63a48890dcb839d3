"""The other pages of readers: home, categories, tags, authors, files, health, and what is not there."""

from dataclasses import replace
from datetime import datetime

import pytest

from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.web.application import Crescendo
from tests.factories.catalog import make_category, make_offer, make_product
from tests.factories.journal import make_author, make_guide
from tests.factories.media import make_asset
from tests.guards.sources import ROOT
from tests.pages import Pages


def test_empty_site_says_that_it_is_empty(pages: Pages) -> None:
    assert "The first guide is being written" in pages.open("/").main
    assert pages.open("/guides/").status == 200
    assert "No product has been added yet." in pages.open("/products/").main


def test_home_leads_with_the_newest_guide_and_shows_its_products(pages: Pages) -> None:
    make_offer(make_product("Steady 20", slug="steady"))
    make_guide("The newest", body="::product[steady]")
    page = pages.open("/")
    assert page.all(".//h2/a")[0].text == "The newest"
    assert page.all(".//article[@data-product='steady']")


def test_category_blends_guides_and_products(pages: Pages) -> None:
    category = make_category("Footwear", description="From trail to dance floor.")
    make_guide("About boots", category=category)
    make_guide("Elsewhere")
    make_product("A boot", category=category)
    main = pages.open("/category/footwear").main
    assert "From trail to dance floor." in main
    assert "About boots" in main
    assert "A boot" in main
    assert main.count("Elsewhere") == 0


def test_author_page_has_profile_and_latest_entries(pages: Pages) -> None:
    author = make_author("Mara Ellery", bio="Eleven years with *socks*.", role="Founding editor")
    make_guide("By Mara", author=author)
    make_guide("By another")
    main = pages.open("/authors/mara-ellery").main
    assert "Founding editor" in main
    assert "Eleven years with socks." in main
    assert "By Mara" in main
    assert "By another" not in main


def test_tag_lists_its_guides(pages: Pages) -> None:
    make_guide("Tagged", tags=["Rain days"])
    make_guide("Not tagged")
    main = pages.open("/tags/rain-days").main
    assert "Tagged" in main
    assert "Not tagged" not in main


@pytest.mark.parametrize("address", ["/category/x", "/tags/x", "/authors/x", "/products/x", "/guides/x", "/x", "/go/x"])
def test_what_is_not_there_is_a_helpful_404(pages: Pages, address: str) -> None:
    page = pages.open(address)
    assert page.status == 404
    page.click("All guides")
    assert page.all(".//main//input[@name='q']")


def test_pictures_are_served_in_two_formats_for_ever(pages: Pages) -> None:
    asset = make_asset("boot", size=(400, 300))
    make_guide(slug="guide", body="![A boot](media:boot)")
    picture = pages.open("/guides/guide").all(".//main//picture/source")
    addresses = [entry.split()[0] for source in picture for entry in (source.get("srcset") or "").split(",")]
    assert {address.rpartition(".")[2] for address in addresses} == {"avif", "webp"}
    for address in addresses:
        response = pages.open(address).response
        assert response.status_code == 200
        assert "immutable" in response.headers["Cache-Control"]
    assert asset.width == 400


@pytest.mark.parametrize(
    "path", ["originals/x", "../secret-key", "%2e%2e/secret-key", "x/320.webp", "0123456789abcdef0123/320.png"]
)
def test_no_other_file_can_be_had(pages: Pages, path: str) -> None:
    assert pages.open(f"/media/{path}").status == 404


def test_crawlers_are_kept_from_ways_out_and_the_studio(pages: Pages) -> None:
    rules = pages.open("/robots.txt").html.splitlines()
    assert rules[0] == "User-agent: *"
    assert {"Disallow: /go/", "Disallow: /studio/"} <= set(rules)


def test_health_addresses_answer(pages: Pages) -> None:
    assert pages.open("/healthz").html == "ok\n"
    assert pages.open("/readyz").html == "ready\n"


def test_site_without_its_newest_migration_is_not_ready(app: Crescendo, pages: Pages) -> None:
    with db.engine.begin() as connection:
        newest = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'older'")
    page = pages.open("/readyz")
    with db.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{newest}'")
    assert (page.status, page.html) == (503, "not ready: database\n")


def test_every_answer_carries_the_security_headers(pages: Pages) -> None:
    for address in ("/", "/nowhere", "/login", "/healthz"):
        headers = pages.open(address).response.headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_phone_can_keep_the_site_among_its_programs(pages: Pages) -> None:
    [link] = pages.open("/").all(".//link[@rel='manifest']")
    manifest = pages.open(link.get("href", "")).response
    assert manifest.mimetype == "application/manifest+json"
    assert manifest.json
    assert manifest.json["start_url"] == "/"
    for icon in manifest.json["icons"]:
        assert (ROOT / icon["src"].removeprefix("/")).exists()


def test_nobody_is_told_of_security_problems_unless_the_operator_names_somebody(pages: Pages) -> None:
    assert pages.open("/.well-known/security.txt").status == 404


def test_security_problems_are_told_to_whom_the_operator_named(
    app: Crescendo, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(app.config["SETTINGS"], security_contact="mailto:safe@example.org")
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    lines = dict(line.split(": ", 1) for line in pages.open("/.well-known/security.txt").html.splitlines())
    assert lines["Contact"] == "mailto:safe@example.org"
    assert datetime.fromisoformat(lines["Expires"]) > clock.now()
