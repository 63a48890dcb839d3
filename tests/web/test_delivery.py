"""How answers travel."""

from collections.abc import Callable

import brotli
import pytest

from tests.factories.journal import make_guide
from tests.factories.media import make_asset
from tests.pages import Pages


@pytest.mark.parametrize("address", ["/", "/guides/guide", "/feed.xml", "/sitemap.xml", "/feed.json"])
def test_page_that_did_not_change_is_not_sent_again(pages: Pages, address: str) -> None:
    make_guide(slug="guide")
    first = pages.ask(address).response
    again = pages.ask(address, headers={"If-None-Match": first.headers["ETag"]}).response
    assert (again.status_code, again.get_data()) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    make_guide()
    changed = pages.ask("/", headers={"If-None-Match": pages.ask("/guides/").response.headers["ETag"]})
    assert changed.status == 200


def test_pages_are_compressed_for_those_who_can_read_that(pages: Pages) -> None:
    make_guide(slug="guide", body="Many words. " * 200)
    plain = pages.ask("/guides/guide").response
    packed = pages.ask("/guides/guide", headers={"Accept-Encoding": "br, gzip"}).response
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "br"
    assert brotli.decompress(packed.get_data()) == plain.get_data()
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"


def test_what_one_person_sees_is_neither_kept_nor_compressed(sign_in: Callable[..., Pages]) -> None:
    browser = sign_in()
    for address in ("/", "/studio/", "/login"):
        headers = browser.ask(address, headers={"Accept-Encoding": "br"}).response.headers
        assert headers["Cache-Control"] == "private, no-store"
        assert "Content-Encoding" not in headers
        assert "ETag" not in headers


@pytest.mark.parametrize("address", ["/", "/guides/guide", "/guides/", "/search?q=wool", "/sitemap.xml"])
def test_head_says_what_get_would(pages: Pages, address: str) -> None:
    make_guide(slug="guide")
    get, head = pages.ask(address).response, pages.ask(address, method="HEAD").response
    assert head.get_data() == b""
    for name in ("Content-Type", "Content-Length", "ETag", "Cache-Control", "Vary"):
        assert head.headers[name] == get.headers[name]


def test_part_of_a_picture_can_be_had(pages: Pages) -> None:
    make_asset("boot", size=(400, 300))
    make_guide(slug="guide", body="![A boot](media:boot)")
    [image] = pages.open("/guides/guide").all(".//main//picture/img")
    address = image.get("src", "")
    whole = pages.ask(address).response
    part = pages.ask(address, headers={"Range": "bytes=10-19"}).response
    assert (part.status_code, part.get_data()) == (206, whole.get_data()[10:20])
    assert pages.ask(address, headers={"Range": "bytes=999999-"}).status == 416
    assert pages.ask(address, headers={"If-None-Match": whole.headers["ETag"]}).status == 304


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("/guides/guide/", "/guides/guide"),
        ("/guides", "/guides/"),
        ("/search/?q=wool", "/search?q=wool"),
        ("/guides/?page=1", "/guides/"),
        ("/search?q=wool&page=1", "/search?q=wool"),
    ],
)
def test_one_address_stands_for_each_page(pages: Pages, asked: str, canonical: str) -> None:
    make_guide(slug="guide")
    page = pages.open(asked)
    assert page.status in {301, 308}
    assert page.location == canonical


def test_slash_after_nothing_is_not_there(pages: Pages) -> None:
    assert pages.open("/nothing/").status == 404
