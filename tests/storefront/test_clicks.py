"""Following a link to a seller: the reader gets there, and people are counted, from where the link stood."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import delete, select

from crescendo.catalog.actions import archive_offer, update_product
from crescendo.catalog.models import Availability, Offer, ProductStatus
from crescendo.catalog.queries import product_by_id
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.journal.actions import publish_article
from crescendo.journal.models import Article
from crescendo.outbound.click_queries import recent_clicks
from crescendo.outbound.clicks import BlockForm, DailyClicks, MissedSearches, OfferState
from crescendo.presentation.counting import tally_of
from crescendo.web.application import Crescendo
from tests.factories.catalog import make_offer, make_product, product_entry_of
from tests.factories.clicks import make_clicks
from tests.factories.journal import make_guide, revise
from tests.pages import Pages

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"
BODY = """Words.

::product[steady]

:::pick[steady]{role="best-overall"}
Good.
:::

::compare[steady, swift]
"""


def settle(app: Crescendo) -> bool:
    """Write what was counted, once the test has let go of the database; whether that worked."""
    db.session.rollback()
    return tally_of(app).settle()


def counted(app: Crescendo) -> list[DailyClicks]:
    """What the database knows once everything is written."""
    settle(app)
    return list(db.session.scalars(select(DailyClicks).order_by(DailyClicks.place, DailyClicks.offer_id)))


def follow(pages: Pages, address: str, *, method: str = "GET", agent: str = FIREFOX, **headers: str) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return pages.ask(address, method=method, headers={"User-Agent": agent, **named}).status


def make_steady_guide() -> tuple[Article, Offer, Offer]:
    steady, swift = make_product(slug="steady"), make_product(slug="swift")
    offers = make_offer(steady, url="https://shop.example/steady"), make_offer(swift)
    return make_guide(slug="guide", body=BODY), *offers


def links_to_sellers(pages: Pages, address: str) -> list[str]:
    hrefs = [link.get("href", "") for link in pages.open(address).all(".//a[@href]")]
    return [href for href in hrefs if href.startswith("/go/")]


def test_links_of_a_guide_say_where_they_stand(app: Crescendo, pages: Pages) -> None:
    guide, steady, swift = make_steady_guide()
    assert links_to_sellers(pages, "/guides/guide") == [
        f"/go/{steady.id}/{guide.id}-1",
        f"/go/{steady.id}/{guide.id}-2",
        f"/go/{steady.id}/{guide.id}-3",
        f"/go/{swift.id}/{guide.id}-3",
        f"/go/{steady.id}/{guide.id}-0",
        f"/go/{swift.id}/{guide.id}-0",
    ]
    assert set(links_to_sellers(pages, "/products/steady")) == {f"/go/{steady.id}"}


def test_click_is_counted_under_what_stood_at_its_place(app: Crescendo, pages: Pages) -> None:
    guide, steady, swift = make_steady_guide()
    for link in links_to_sellers(pages, "/guides/guide"):
        assert follow(pages, link) == 302
    assert [(row.position, row.form, row.offer_id, row.human) for row in counted(app)] == [
        (0, BlockForm.LIST, steady.id, 1),
        (0, BlockForm.LIST, swift.id, 1),
        (1, BlockForm.CARD, steady.id, 1),
        (2, BlockForm.PICK, steady.id, 1),
        (3, BlockForm.COMPARISON, steady.id, 1),
        (3, BlockForm.COMPARISON, swift.id, 1),
    ]
    assert {row.article_id for row in counted(app)} == {guide.id}
    assert {row.met for row in counted(app)} == {OfferState.OPEN}


@pytest.mark.parametrize("place", ["{guide}-1", "{guide}-9", "99-1", "x", "{guide}", "{guide}-1-1", "%20"])
def test_place_that_shows_no_such_product_leads_on_and_counts_without_a_place(
    app: Crescendo, pages: Pages, place: str
) -> None:
    guide, _steady, swift = make_steady_guide()
    assert follow(pages, f"/go/{swift.id}/{place.format(guide=guide.id)}") == 302
    [row] = counted(app)
    assert (row.article_id, row.position, row.form, row.human) == (None, 0, BlockForm.NONE, 1)


def test_place_of_a_draft_counts_without_a_place(app: Crescendo, pages: Pages) -> None:
    guide, _steady, swift = make_steady_guide()
    revise(guide, body="::product[swift]")
    follow(pages, f"/go/{swift.id}/{guide.id}-1")
    assert [row.place for row in counted(app)] == [""]


def test_place_of_an_alternative_is_that_of_the_product_it_replaces(app: Crescendo, pages: Pages) -> None:
    other = make_product()
    offer = make_offer(other)
    make_product(slug="lost", alternative_ids=[other.id])
    guide = make_guide(body="::product[lost]")
    follow(pages, f"/go/{offer.id}/{guide.id}-1")
    assert [(row.place, row.form) for row in counted(app)] == [(f"{guide.id}-1", BlockForm.CARD)]


def test_counts_keep_what_stood_there_that_day(app: Crescendo, pages: Pages) -> None:
    guide, steady, _swift = make_steady_guide()
    follow(pages, f"/go/{steady.id}/{guide.id}-1")
    counted(app)
    guide = revise(guide, body=':::pick[steady]{role="budget"}\nGood.\n:::')
    publish_article(guide, by=None)
    db.session.commit()
    follow(pages, f"/go/{steady.id}/{guide.id}-1", agent=f"{FIREFOX} other")
    assert [(row.place, row.form) for row in counted(app)] == [
        (f"{guide.id}-1", BlockForm.CARD),
        (f"{guide.id}-1", BlockForm.PICK),
    ]


@pytest.mark.parametrize("more", ["/1/2", "/7-3/x"])
def test_address_of_another_shape_is_not_found(pages: Pages, more: str) -> None:
    offer = make_offer(make_product())
    assert follow(pages, f"/go/{offer.id}{more}") == 404
    assert follow(pages, f"/go/{2**70}") == 404


@pytest.mark.parametrize("place", ["", "/7-3"])
def test_way_out_is_neither_stored_nor_listed_with_or_without_a_place(app: Crescendo, pages: Pages, place: str) -> None:
    offer = make_offer(make_product(), url="https://shop.example/1")
    archived = make_offer(make_product())
    archive_offer(archived, version=archived.version, by=None)
    db.session.commit()
    for each, status in ((offer, 302), (archived, 410)):
        page = pages.ask(f"/go/{each.id}{place}")
        assert page.status == status
        assert page.response.headers["Cache-Control"] == "no-store"
        assert page.response.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "Set-Cookie" not in page.response.headers


def test_looking_without_following_is_not_counted(app: Crescendo, pages: Pages) -> None:
    offer = make_offer(make_product())
    assert follow(pages, f"/go/{offer.id}", method="HEAD") == 302
    assert follow(pages, f"/go/{offer.id}", Sec_Purpose="prefetch;prerender") == 302
    assert follow(pages, f"/go/{offer.id}", Purpose="prefetch") == 302
    assert counted(app) == []


def test_robots_and_repeats_are_led_on_and_counted_apart(app: Crescendo, pages: Pages) -> None:
    offer = make_offer(make_product())
    for agent in (FIREFOX, FIREFOX, "Googlebot/2.1", ""):
        assert follow(pages, f"/go/{offer.id}", agent=agent) == 302
    assert [(row.human, row.other) for row in counted(app)] == [(1, 3)]


def test_click_after_a_while_is_counted_again(app: Crescendo, pages: Pages) -> None:
    offer = make_offer(make_product())
    with time_machine.travel("2026-11-24 12:00:00Z", tick=False) as time:
        for seconds in (0, 29, 2, 31):
            time.shift(seconds)
            follow(pages, f"/go/{offer.id}")
    assert [(row.human, row.other) for row in counted(app)] == [(3, 1)]


def test_days_are_kept_apart(app: Crescendo, pages: Pages) -> None:
    offer = make_offer(make_product())
    for moment in ("2026-11-24 23:59:00Z", "2026-11-25 00:01:00Z"):
        with time_machine.travel(moment, tick=False):
            follow(pages, f"/go/{offer.id}")
    assert {row.day: row.human for row in counted(app)} == {date(2026, 11, 24): 1, date(2026, 11, 25): 1}


@pytest.mark.parametrize(
    ("availability", "met"),
    [(Availability.OUT_OF_STOCK, OfferState.OUT_OF_STOCK), (Availability.GONE, OfferState.GONE)],
)
def test_click_says_that_the_offer_was_dead(
    app: Crescendo, pages: Pages, availability: Availability, met: OfferState
) -> None:
    offer = make_offer(make_product(), availability=availability)
    assert follow(pages, f"/go/{offer.id}") == 302
    assert [row.met for row in counted(app)] == [met]


def test_click_that_leads_nowhere_is_kept_as_such(app: Crescendo, pages: Pages) -> None:
    archived, recalled = make_offer(make_product()), make_offer(make_product())
    archive_offer(archived, version=archived.version, by=None)
    product = product_by_id(recalled.product_id)
    update_product(product, product_entry_of(product, status=ProductStatus.RECALLED), version=product.version, by=None)
    db.session.commit()
    assert [follow(pages, f"/go/{offer.id}") for offer in (archived, recalled)] == [410, 410]
    assert {row.offer_id: row.met for row in counted(app)} == {
        archived.id: OfferState.ARCHIVED,
        recalled.id: OfferState.RECALLED,
    }


def test_database_that_cannot_write_disturbs_no_reader_and_loses_no_click(
    app: Crescendo, pages: Pages, caplog: pytest.LogCaptureFixture
) -> None:
    offer = make_offer(make_product())
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE daily_clicks RENAME TO elsewhere")
    try:
        assert follow(pages, f"/go/{offer.id}") == 302
        assert not settle(app)
    finally:
        with db.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO daily_clicks")
    assert "could not be written" in caplog.text
    assert [row.human for row in counted(app)] == [1]


def test_redirect_asks_the_database_once(pages: Pages) -> None:
    offer = make_offer(make_product())
    assert len([sql for sql in pages.open(f"/go/{offer.id}/7-3").statements if sql.startswith("SELECT")]) == 1


def test_clicks_outlive_their_guide_and_go_with_their_offer(app: Crescendo) -> None:
    guide, steady, swift = make_steady_guide()
    make_clicks(steady, 3, guide=guide)
    make_clicks(swift, 2)
    db.session.execute(delete(Article).where(Article.id == guide.id))
    db.session.execute(delete(Offer).where(Offer.id == swift.id))
    db.session.commit()
    assert [(row.article_id, row.place, row.human) for row in counted(app)] == [(None, f"{guide.id}-1", 3)]


def test_click_on_an_offer_that_is_gone_when_counts_are_written_is_left_out(app: Crescendo, pages: Pages) -> None:
    gone, there = make_offer(make_product()), make_offer(make_product())
    follow(pages, f"/go/{gone.id}")
    follow(pages, f"/go/{there.id}")
    db.session.execute(delete(Offer).where(Offer.id == gone.id))
    db.session.commit()
    assert [row.offer_id for row in counted(app)] == [there.id]


def test_recent_clicks_are_those_of_people_in_guides_within_30_days(app: Crescendo) -> None:
    guide, steady, swift = make_steady_guide()
    today = clock.now().date()
    make_clicks(steady, 3, guide=guide, position=1)
    make_clicks(steady, 4, guide=guide, position=2, day=today - timedelta(days=29), other=50)
    make_clicks(steady, 100, guide=guide, day=today - timedelta(days=30))
    make_clicks(swift, 0, guide=guide, position=3, other=9)
    make_clicks(swift, 8)
    found = db.session.execute(select(recent_clicks(today=today))).all()
    assert [tuple(row) for row in found] == [(guide.id, steady.product_id, 7)]


def searches(app: Crescendo) -> dict[str, int]:
    settle(app)
    return {row.words: row.times for row in db.session.scalars(select(MissedSearches))}


def test_search_without_a_result_is_counted(app: Crescendo, pages: Pages) -> None:
    make_guide("Warm socks")
    for agent, words in (
        (FIREFOX, "Gloves "),
        (FIREFOX, "gloves"),
        ("Opera", "gloves"),
        ("Googlebot", "gloves"),
        (FIREFOX, "socks"),
        (FIREFOX, "anna@example.org"),
        (FIREFOX, ""),
    ):
        assert follow(pages, f"/search?q={words}", agent=agent) == 200
    assert searches(app) == {"gloves": 2}


def test_search_that_is_only_narrowed_to_nothing_is_not_in_vain(app: Crescendo, pages: Pages) -> None:
    make_guide("Warm socks")
    follow(pages, "/search?q=socks&kind=product")
    assert searches(app) == {}


def test_search_of_somebody_signed_in_is_not_counted(app: Crescendo, sign_in: Callable[..., Pages]) -> None:
    sign_in().open("/search?q=gloves")
    assert searches(app) == {}


def test_day_keeps_so_many_different_searches(app: Crescendo, pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crescendo.outbound.click_actions.MOST_WORDS", 2)
    for words in ("gloves", "mittens", "muffs"):
        follow(pages, f"/search?q={words}")
        settle(app)
    follow(pages, "/search?q=gloves", agent="Opera")
    assert searches(app) == {"gloves": 2, "mittens": 1}
