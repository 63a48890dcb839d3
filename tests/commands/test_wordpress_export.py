"""`flask export wordpress`: what WordPress needs to make posts of guides."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.journal.actions import withdraw_article
from crescendo.syndication.wxr import NAMES
from crescendo.web.application import Crescendo
from tests.factories.catalog import make_category, make_product
from tests.factories.journal import make_author, make_draft, make_guide, make_scheduled
from tests.factories.media import make_asset

BODY = """Take the [Steady](product:steady), see [the other](guide:other) & more.[^1]

![A sock](media:sock)

[^1]: A paper, <https://example.org/paper>.
"""


@pytest.fixture
def channel(app: Crescendo, tmp_path: Path) -> Any:
    """The channel of an export of a small site."""
    hero = make_asset("sock", alt="A sock", size=(400, 300))
    category = make_category("Socks & more", slug="socks")
    make_product("Steady", slug="steady")
    make_guide("The other", slug="other", category=category)
    made = make_guide(
        "Do <b>socks</b> help?",
        slug="a-guide",
        category=category,
        author=make_author("Ada Abara", slug="ada"),
        hero_id=hero.id,
        tags=["Warm socks"],
        summary="A summary\x0b.",
        body=BODY,
        publish_at=clock.now() - timedelta(days=3),
    )
    make_draft("A draft", slug="a-draft")
    make_scheduled("Later", slug="later", publish_at=clock.now() + timedelta(days=3))
    withdrawn = make_guide("Gone", slug="gone")
    withdraw_article(withdrawn, version=withdrawn.version, by=None)
    db.session.commit()
    assert made.publish_at
    db.session.remove()
    file = tmp_path / "site.xml"
    result = app.test_cli_runner().invoke(args=["export", "wordpress", str(file)])
    assert result.exit_code == 0, result.output
    return etree.parse(str(file)).getroot().find("channel")


def item(channel: Any, name: str) -> Any:
    (found,) = [each for each in channel.iter("item") if each.findtext("wp:post_name", namespaces=NAMES) == name]
    return found


def said(element: Any, name: str) -> str:
    return str(element.findtext(name, namespaces=NAMES))


def test_guide_is_a_post_with_all_that_belongs_to_it(channel: Any) -> None:
    post = item(channel, "a-guide")
    assert post.findtext("title") == "Do <b>socks</b> help?"
    assert (said(post, "wp:status"), said(post, "wp:post_type")) == ("publish", "post")
    assert said(post, "excerpt:encoded") == "A summary."
    assert said(post, "dc:creator") == said(channel, "wp:author/wp:author_login") == "ada"
    day = f"{clock.now() - timedelta(days=3):%Y-%m-%d}"
    assert said(post, "wp:post_date_gmt").startswith(day)
    filed = {(each.get("domain"), each.get("nicename"), each.text) for each in post.findall("category")}
    assert filed == {("category", "socks", "Socks & more"), ("post_tag", "warm-socks", "Warm socks")}
    assert said(channel, "wp:category/wp:category_nicename") != "None"
    assert said(channel, "wp:tag/wp:tag_slug") == "warm-socks"


def test_text_is_html_with_full_addresses_and_sources(channel: Any) -> None:
    html = said(item(channel, "a-guide"), "content:encoded")
    assert 'href="http://localhost/products/steady"' in html
    assert 'href="http://localhost/guides/other"' in html
    assert "https://example.org/paper" in html
    assert "<h2>Sources</h2>" in html
    assert ":::" not in html


def test_featured_picture_is_an_attachment_that_can_be_fetched(channel: Any, app: Crescendo) -> None:
    post, picture = item(channel, "a-guide"), item(channel, "sock")
    meta = {said(each, "wp:meta_key"): said(each, "wp:meta_value") for each in post.findall("wp:postmeta", NAMES)}
    assert meta["_thumbnail_id"] == said(picture, "wp:post_id")
    address = said(picture, "wp:attachment_url")
    assert address.startswith("http://localhost/media/")
    assert app.test_client().get(address).status_code == 200
    assert f'src="{address}"' in said(post, "content:encoded")
    numbers = [said(each, "wp:post_id") for each in channel.iter("item")]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize(("name", "status"), [("a-draft", "draft"), ("later", "future"), ("gone", "draft")])
def test_what_readers_do_not_see_is_not_published(channel: Any, name: str, status: str) -> None:
    assert said(item(channel, name), "wp:status") == status
