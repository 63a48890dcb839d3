"""Guides as readers meet them: only those that are live, at the address they have now."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.journal.actions import withdraw_article
from tests.factories.catalog import make_category, make_offer, make_product
from tests.factories.journal import make_draft, make_guide, make_scheduled, revise
from tests.pages import Pages

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
PUBLIC_LISTS = ("/", "/guides/")


def test_guide_shows_its_text_byline_and_products(pages: Pages) -> None:
    product = make_product("Steady 20")
    make_offer(product, price=2650)
    make_guide("Can socks help?", slug="socks", body=f"Yes.\n\n## Why\n\n::product[{product.slug}]")
    page = pages.open("/guides/socks")
    assert page.status == 200
    assert page.title.startswith("Can socks help?")
    assert "$26.50" in page.main
    assert [card.get("data-product") for card in page.all(".//article[@data-product]")] == [product.slug] * 2


def test_unknown_guide_is_not_found(pages: Pages) -> None:
    assert pages.open("/guides/nothing").status == 404


def test_draft_is_reachable_by_no_reader(pages: Pages) -> None:
    draft = make_draft("A secret", slug="secret")
    assert pages.open("/guides/secret").status == 404
    assert pages.open(f"/studio/articles/{draft.id}/preview").status == 302
    assert all("A secret" not in pages.open(address).text for address in PUBLIC_LISTS)


def test_scheduled_guide_is_hidden_until_its_hour(pages: Pages) -> None:
    with time_machine.travel(NOON, tick=False):
        make_scheduled("Soon", slug="soon", publish_at=NOON + timedelta(hours=2))
    with time_machine.travel(NOON + timedelta(hours=2, seconds=-1), tick=False):
        assert pages.open("/guides/soon").status == 404
        assert "Soon" not in pages.open("/guides/").main
    with time_machine.travel(NOON + timedelta(hours=2), tick=False):
        assert pages.open("/guides/soon").status == 200
        assert "Soon" in pages.open("/guides/").main


def test_guide_disappears_at_its_unpublish_hour(pages: Pages) -> None:
    with time_machine.travel(NOON, tick=False):
        make_guide("Sale", slug="sale", unpublish_at=NOON + timedelta(hours=1))
    with time_machine.travel(NOON + timedelta(minutes=59, seconds=59), tick=False):
        assert pages.open("/guides/sale").status == 200
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        assert pages.open("/guides/sale").status == 410
        assert "Sale" not in pages.open("/").main


def test_withdrawn_guide_is_gone(pages: Pages) -> None:
    guide = make_guide("Old", slug="old")
    withdraw_article(guide, version=guide.version, by=None)
    db.session.commit()
    assert pages.open("/guides/old").status == 410


def test_both_old_addresses_lead_to_the_current_one_in_one_hop(pages: Pages) -> None:
    guide = revise(make_guide("Boots", slug="first"), slug="second")
    revise(guide, slug="third")
    for old in ("first", "second"):
        page = pages.open(f"/guides/{old}?from=mail")
        assert (page.status, page.location) == (301, "/guides/third?from=mail")
    assert pages.open("/guides/third").status == 200


def test_address_of_a_draft_leaves_no_redirect(pages: Pages) -> None:
    revise(make_draft("Boots", slug="first"), slug="second")
    assert pages.open("/guides/first").status == 404


def test_readers_see_the_live_text_until_the_update(pages: Pages) -> None:
    revise(make_guide("Boots", slug="boots", body="Old words."), body="New words.")
    assert "Old words." in pages.open("/guides/boots").main


def test_link_to_a_guide_follows_its_rename(pages: Pages) -> None:
    other = make_guide("Other", slug="before")
    make_guide("Linking", slug="linking", body="See [the other](guide:before).")
    revise(other, slug="after")
    links = [link.get("href") for link in pages.open("/guides/linking").all(".//div[@class='prose']//a")]
    assert links == ["/guides/after"]


def test_link_to_a_guide_that_is_not_live_stays_text(pages: Pages) -> None:
    make_draft("Other", slug="other")
    make_guide("Linking", slug="linking", body="See [the other](guide:other).")
    page = pages.open("/guides/linking")
    assert "See the other." in page.main
    assert not page.all(".//div[@class='prose']//a")


def test_link_written_before_its_guide_leads_to_it_later(pages: Pages) -> None:
    make_guide("Linking", slug="linking", body="See [the other](guide:other).")
    make_guide("Other", slug="other")
    links = [link.get("href") for link in pages.open("/guides/linking").all(".//div[@class='prose']//a")]
    assert links == ["/guides/other"]


@pytest.mark.parametrize("page", ["0", "01", "x", "-1", "2", "9999999"])
def test_page_that_is_not_there_is_not_found(pages: Pages, page: str) -> None:
    make_guide()
    assert pages.open(f"/guides/?page={page}").status == 404


def test_guides_are_listed_newest_first_and_page_by_page(pages: Pages) -> None:
    for day in range(13):
        make_guide(f"Guide of day {day}", publish_at=clock.now() - timedelta(days=day))
    first, second = pages.open("/guides/"), pages.open("/guides/?page=2")
    assert first.main.index("Guide of day 0") < first.main.index("Guide of day 11")
    assert "Guide of day 12" not in first.main
    assert "Guide of day 12" in second.main


def test_neighbours_are_the_guides_of_the_category_before_and_after(pages: Pages) -> None:
    socks, now = make_category("Socks"), clock.now()
    for days, slug in ((3, "first"), (2, "second"), (1, "third")):
        make_guide(f"The {slug}", slug=slug, category=socks, publish_at=now - timedelta(days=days))
    make_guide("Elsewhere", slug="elsewhere", publish_at=now - timedelta(hours=36))
    page = pages.open("/guides/second")
    found = {link.get("rel"): link.get("href") for link in page.all(".//main/nav[@aria-label='More in Socks']/a")}
    assert found == {"prev": "/guides/first", "next": "/guides/third"}


def test_related_guides_share_products_tags_or_words(pages: Pages) -> None:
    make_product(slug="steady")
    make_guide("Same product", body="::product[steady]")
    make_guide("Same tag", tags=["Travel"])
    make_guide("About compression")
    make_guide("Nothing shared")
    make_guide("What compression does", slug="guide", body="::product[steady]", tags=["Travel"])
    section = pages.open("/guides/guide").all(".//section[@aria-labelledby='related']")[0]
    titles = [" ".join("".join(title.itertext()).split()) for title in section.iter("h3")]
    assert titles == ["Same product", "Same tag", "About compression"]
