"""Reports of clicks: what is counted together, what is left out, and what nobody did."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import delete

from crescendo.catalog.actions import update_product
from crescendo.catalog.models import Availability, Offer, ProductStatus
from crescendo.catalog.queries import product_by_id
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.foundation.errors import NotFound
from crescendo.journal.models import Article
from crescendo.outbound.click_gaps import missed_page, unclicked_page
from crescendo.outbound.click_reports import (
    ClickFilter,
    Period,
    ReportBy,
    ReportOrder,
    clicks_by_day,
    report_page,
)
from crescendo.outbound.clicks import BlockForm, OfferState
from tests.factories.accounts import make_user
from tests.factories.catalog import make_merchant, make_offer, make_product, product_entry_of
from tests.factories.clicks import make_clicks, make_missed_search
from tests.factories.journal import make_draft, make_guide, make_scheduled

TODAY = date(2026, 11, 20)
MONTH = ClickFilter(Period.up_to(TODAY, days=30))
BODY = """::product[sock]

:::pick[sock]{role="best-overall"}
Good.
:::

::compare[sock, boot]

See the [sock](product:sock).
"""

pytestmark = pytest.mark.usefixtures("app")


def shop() -> tuple[Offer, Offer]:
    """An offer of a sock and one of a boot, at different sellers."""
    sock, boot = make_product("Sock", slug="sock"), make_product("Boot", slug="boot")
    return make_offer(sock, merchant=make_merchant("Northgate")), make_offer(boot, merchant=make_merchant("Weldt"))


def counts(by: ReportBy, filters: ClickFilter = MONTH, order: ReportOrder = ReportOrder.CLICKS_DOWN) -> list[object]:
    """For each line of a report, what names it and how many clicks it has."""
    lines = report_page(by, filters, order=order).items
    return [(line.title or line.product or line.merchant or line.day, line.human, line.other) for line in lines]


def test_clicks_are_parted_by_guide_product_seller_and_day() -> None:
    sock, boot = shop()
    socks, boots = make_guide("All socks"), make_guide("All boots")
    make_clicks(sock, 3, guide=socks, day=TODAY, other=2)
    make_clicks(sock, 4, guide=boots, position=2, day=TODAY - timedelta(days=1))
    make_clicks(boot, 5, guide=boots, position=3, day=TODAY)
    make_clicks(boot, 6, day=TODAY)
    assert counts(ReportBy.GUIDE) == [("All boots", 9, 0), (None, 6, 0), ("All socks", 3, 2)]
    assert counts(ReportBy.PRODUCT) == [("Norrel Boot", 11, 0), ("Norrel Sock", 7, 2)]
    assert counts(ReportBy.MERCHANT) == [("Weldt", 11, 0), ("Northgate", 7, 2)]
    assert counts(ReportBy.DAY) == [(TODAY, 14, 2), (TODAY - timedelta(days=1), 4, 0)]


def test_places_are_parted_by_guide_position_what_stood_there_product_and_seller() -> None:
    sock, boot = shop()
    guide = make_guide("All socks")
    make_clicks(sock, 3, guide=guide, position=1, day=TODAY)
    make_clicks(sock, 4, guide=guide, position=1, form=BlockForm.PICK, day=TODAY)
    make_clicks(boot, 5, guide=guide, position=2, form=BlockForm.COMPARISON, day=TODAY)
    make_clicks(make_offer(product_by_id(sock.product_id)), 6, guide=guide, position=1, day=TODAY)
    make_clicks(sock, 1, guide=guide, position=1, day=TODAY - timedelta(days=2))
    lines = report_page(ReportBy.POSITION, MONTH).items
    assert [(line.title, line.position, line.form, line.product, line.human) for line in lines] == [
        ("All socks", 1, BlockForm.CARD, "Norrel Sock", 6),
        ("All socks", 2, BlockForm.COMPARISON, "Norrel Boot", 5),
        ("All socks", 1, BlockForm.CARD, "Norrel Sock", 4),
        ("All socks", 1, BlockForm.PICK, "Norrel Sock", 4),
    ]
    assert {line.merchant for line in lines} >= {"Northgate", "Weldt"}


def test_period_has_both_its_ends_and_nothing_beyond() -> None:
    sock, _boot = shop()
    for days_ago in (-1, 0, 29, 30):
        make_clicks(sock, 1, day=TODAY - timedelta(days=days_ago))
    assert MONTH.period.days == 30
    assert counts(ReportBy.DAY, order=ReportOrder.NAME) == [(TODAY - timedelta(days=29), 1, 0), (TODAY, 1, 0)]


def test_line_that_only_robots_followed_is_left_out_but_counted_beside_the_day() -> None:
    sock, boot = shop()
    make_clicks(sock, 0, day=TODAY, other=9)
    make_clicks(boot, 1, day=TODAY)
    assert counts(ReportBy.PRODUCT) == [("Norrel Boot", 1, 0)]
    assert [(line.human, line.other) for line in clicks_by_day(MONTH)] == [(1, 9)]


def test_report_is_sorted_by_clicks_or_name_either_way() -> None:
    sock, boot = shop()
    make_clicks(sock, 3, day=TODAY)
    make_clicks(boot, 1, day=TODAY)
    names = {
        order: [line.product for line in report_page(ReportBy.PRODUCT, MONTH, order=order).items]
        for order in ReportOrder
    }
    assert names[ReportOrder.CLICKS_DOWN] == names[ReportOrder.NAME_DOWN] == ["Norrel Sock", "Norrel Boot"]
    assert names[ReportOrder.CLICKS] == names[ReportOrder.NAME] == ["Norrel Boot", "Norrel Sock"]


def test_words_narrow_every_report_to_what_is_called_so() -> None:
    sock, boot = shop()
    guide = make_guide("Warm feet")
    make_clicks(sock, 3, guide=guide, day=TODAY)
    make_clicks(sock, 1, day=TODAY)
    make_clicks(boot, 5, day=TODAY)
    for words, expected in (("warm", [3]), ("sock", [4]), ("WELDT", [5]), ("sock feet", [3]), ("%", [])):
        narrowed = replace(MONTH, words=words)
        assert [line.human for line in report_page(ReportBy.PRODUCT, narrowed).items] == expected, words
        assert [line.human for line in clicks_by_day(narrowed)] == expected, words


def test_report_of_one_guide_and_of_one_persons_guides() -> None:
    sock, boot = shop()
    ines = make_user()
    mine, theirs = make_guide("Mine", by=ines), make_guide("Theirs")
    make_clicks(sock, 3, guide=mine, day=TODAY)
    make_clicks(boot, 4, guide=theirs, day=TODAY)
    make_clicks(boot, 5, day=TODAY)
    assert counts(ReportBy.PRODUCT, replace(MONTH, whose=ines)) == [("Norrel Sock", 3, 0)]
    assert counts(ReportBy.PRODUCT, replace(MONTH, article_id=theirs.id)) == [("Norrel Boot", 4, 0)]


def test_clicks_of_a_lost_guide_are_apart_from_those_outside_guides() -> None:
    sock, _boot = shop()
    guide = make_guide("Lost")
    make_clicks(sock, 3, guide=guide, day=TODAY)
    make_clicks(sock, 4, day=TODAY)
    db.session.execute(delete(Article).where(Article.id == guide.id))
    db.session.commit()
    for by in (ReportBy.GUIDE, ReportBy.POSITION):
        lines = report_page(by, MONTH).items
        assert [(line.article_id, line.is_elsewhere, line.human) for line in lines] == [
            (None, True, 4),
            (None, False, 3),
        ]


def test_guide_is_called_as_readers_see_it() -> None:
    sock, _boot = shop()
    make_clicks(sock, 1, guide=make_draft("Never live"), day=TODAY)
    assert counts(ReportBy.GUIDE) == [("Never live", 1, 0)]


def test_report_has_pages() -> None:
    for _number in range(3):
        make_clicks(make_offer(make_product()), 1, day=TODAY)
    page = report_page(ReportBy.PRODUCT, MONTH, number=2, size=2)
    assert (len(page.items), page.total, page.count) == (1, 3, 2)
    with pytest.raises(NotFound):
        report_page(ReportBy.PRODUCT, MONTH, number=3, size=2)


def test_clicks_to_dead_offers_say_what_they_met_and_where() -> None:
    sock, boot = shop()
    guide = make_guide("All socks")
    make_clicks(sock, 3, guide=guide, met=OfferState.OUT_OF_STOCK, day=TODAY)
    make_clicks(sock, 4, guide=guide, position=2, met=OfferState.OUT_OF_STOCK, day=TODAY)
    make_clicks(boot, 2, met=OfferState.RECALLED, day=TODAY)
    make_clicks(boot, 9, day=TODAY)
    lines = report_page(ReportBy.DEAD, MONTH).items
    assert [(line.product, line.met, line.title, line.human) for line in lines] == [
        ("Norrel Sock", OfferState.OUT_OF_STOCK, "All socks", 7),
        ("Norrel Boot", OfferState.RECALLED, "", 2),
    ]


def unclicked(filters: ClickFilter = MONTH) -> list[tuple[int, BlockForm, str]]:
    places = unclicked_page(filters, now=clock.now()).items
    return [(place.position, place.form, place.slug) for place in places]


def test_cards_picks_and_comparisons_without_a_click_are_never_clicked() -> None:
    shop()
    make_guide("All socks", body=BODY)
    assert unclicked() == [
        (1, BlockForm.CARD, "sock"),
        (2, BlockForm.PICK, "sock"),
        (3, BlockForm.COMPARISON, "boot"),
        (3, BlockForm.COMPARISON, "sock"),
    ]


def test_place_is_no_longer_unclicked_once_a_person_followed_its_product_within_the_period() -> None:
    sock, boot = shop()
    guide = make_guide("All socks", body=BODY)
    make_clicks(sock, 1, guide=guide, position=1, day=TODAY)
    make_clicks(sock, 1, guide=guide, position=2, form=BlockForm.PICK, day=TODAY - timedelta(days=30))
    make_clicks(boot, 1, guide=guide, position=3, form=BlockForm.COMPARISON, day=TODAY)
    make_clicks(sock, 0, guide=guide, position=3, form=BlockForm.COMPARISON, other=4, day=TODAY)
    make_clicks(sock, 5, guide=make_guide("Another"), position=2, day=TODAY)
    assert unclicked(replace(MONTH, article_id=guide.id)) == [
        (2, BlockForm.PICK, "sock"),
        (3, BlockForm.COMPARISON, "sock"),
    ]


def test_place_that_shows_readers_no_link_is_not_unclicked() -> None:
    make_product(slug="alone")
    make_offer(make_product(slug="sold-out"), availability=Availability.OUT_OF_STOCK)
    recalled = product_by_id(make_offer(make_product(slug="recalled")).product_id)
    update_product(
        recalled, product_entry_of(recalled, status=ProductStatus.RECALLED), version=recalled.version, by=None
    )
    db.session.commit()
    make_offer(make_product(slug="sock"))
    make_guide(body="::compare[alone, sold-out, recalled]")
    make_draft(body="::product[sock]")
    make_scheduled(body="::product[sock]", publish_at=clock.now() + timedelta(days=1))
    assert unclicked() == []


def test_unclicked_places_are_narrowed_by_words_and_person() -> None:
    shop()
    ines = make_user()
    make_guide("Mine", body="::product[sock]", by=ines)
    make_guide("Theirs", body="::product[boot]")
    assert unclicked(replace(MONTH, whose=ines)) == [(1, BlockForm.CARD, "sock")]
    assert unclicked(replace(MONTH, words="theirs")) == [(1, BlockForm.CARD, "boot")]
    assert unclicked(replace(MONTH, words="norrel mine")) == [(1, BlockForm.CARD, "sock")]


def test_searches_without_a_result_stand_by_how_often_they_were_made() -> None:
    make_missed_search("gloves", 2, day=TODAY)
    make_missed_search("gloves", 3, day=TODAY - timedelta(days=29))
    make_missed_search("warm mittens", 4, day=TODAY)
    make_missed_search("old", 90, day=TODAY - timedelta(days=30))
    assert [(each.words, each.times) for each in missed_page(MONTH.period).items] == [
        ("gloves", 5),
        ("warm mittens", 4),
    ]
    assert [each.words for each in missed_page(MONTH.period, "mitt warm").items] == ["warm mittens"]
