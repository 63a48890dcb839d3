"""Feeds: what a reader's own program gets of the newest guides."""

import json
from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest

from crescendo.foundation import clock
from crescendo.web.application import Crescendo
from tests.factories.catalog import make_category, make_offer, make_product
from tests.factories.journal import make_author, make_draft, make_guide, make_scheduled, revise
from tests.factories.media import make_asset
from tests.pages import Pages

BODY = (
    'It *helps*.\n\n::product[steady]{note="Soft."}\n\n'
    ':::pick[steady]{role="budget" evidence="tested"}\nGood.\n\n+ Soft\n:::\n\n'
    "It costs [a lunch](price:steady). See [the other](guide:other) and [it](product:steady).\n\n"
    '![A boot](media:boot "Before.")'
)


def parsed(pages: Pages, address: str) -> feedparser.FeedParserDict:
    feed = feedparser.parse(pages.open(address).response.get_data())
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


@pytest.mark.parametrize("address", ["/feed.xml", "/rss.xml"])
def test_feed_holds_the_whole_text_with_full_addresses(pages: Pages, address: str) -> None:
    make_offer(make_product("Steady 20", slug="steady"), price=2650)
    make_asset("boot", size=(400, 300))
    make_guide(slug="other", publish_at=clock.now() - timedelta(days=1))
    make_guide("Do they help?", slug="guide", body=BODY, author=make_author("Mara Ellery"))
    entry = parsed(pages, address).entries[0]
    html = entry.content[0].value
    assert (entry.title, entry.link, entry.author) == ("Do they help?", "http://localhost/guides/guide", "Mara Ellery")
    assert "It <em>helps</em>." in html
    for target in ("products/steady", "guides/other", "media/"):
        assert f'="http://localhost/{target}' in html
    assert "26.50" not in html


@pytest.mark.parametrize("address", ["/feed.xml", "/rss.xml", "/feed.json"])
def test_feed_holds_only_what_readers_see(pages: Pages, address: str) -> None:
    make_guide("Seen")
    make_draft("Draft")
    make_scheduled("Scheduled", publish_at=clock.now() + timedelta(hours=1))
    html = pages.open(address).html
    assert "Seen" in html
    assert "Draft" not in html
    assert "Scheduled" not in html


def test_entry_keeps_its_identity_when_its_address_changes(pages: Pages) -> None:
    guide = make_guide(slug="before")
    before = parsed(pages, "/feed.xml").entries[0]
    revise(guide, slug="after")
    after = parsed(pages, "/feed.xml").entries[0]
    assert after.id == before.id
    assert after.link == "http://localhost/guides/after"


def test_json_feed_says_the_same(pages: Pages) -> None:
    make_guide("Do they help?", slug="guide", summary="A little.", body="It *helps*.")
    [item] = json.loads(pages.open("/feed.json").html)["items"]
    assert (item["url"], item["summary"]) == ("http://localhost/guides/guide", "A little.")
    assert "<em>helps</em>" in item["content_html"]


def test_category_and_author_have_feeds_of_their_own(pages: Pages) -> None:
    make_guide("Theirs", category=make_category("Socks"), author=make_author("Mara Ellery"))
    make_guide("Another")
    for place in ("/category/socks", "/authors/mara-ellery"):
        links = [link.get("href", "") for link in pages.open(place).all(".//link[@type='application/atom+xml']")]
        assert links[0] == f"{place}/feed.xml"
        assert [entry.title for entry in parsed(pages, links[0]).entries] == ["Theirs"]
        assert [entry.title for entry in parsed(pages, f"{place}/rss.xml").entries] == ["Theirs"]
        assert [item["title"] for item in json.loads(pages.open(f"{place}/feed.json").html)["items"]] == ["Theirs"]
    assert pages.open("/category/nothing/feed.xml").status == 404


def test_empty_site_has_a_valid_feed(pages: Pages) -> None:
    assert parsed(pages, "/feed.xml").entries == []
    assert parsed(pages, "/rss.xml").entries == []


@pytest.fixture
def hub(app: Crescendo, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a hub that this site names."""
    address = "https://hub.example/"
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], hub_url=address))
    return address


@pytest.mark.parametrize("path", ["/feed.xml", "/rss.xml", "/feed.json", "/category/socks/feed.xml"])
def test_feed_names_the_hub_where_programs_subscribe(pages: Pages, hub: str, path: str) -> None:
    make_guide(category=make_category("Socks"))
    page = pages.open(path)
    assert page.response.headers.getlist("Link") == [f'<{hub}>; rel="hub"', f'<http://localhost{path}>; rel="self"']
    assert hub in page.html
