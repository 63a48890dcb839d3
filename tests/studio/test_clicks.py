"""The reports of clicks in the studio: what they show to whom, for which days, and as a file."""

import csv
import re
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine

from crescendo.accounts.models import User
from crescendo.accounts.queries import user_by_email
from crescendo.catalog.models import Offer
from crescendo.foundation.database import db
from crescendo.outbound.clicks import BlockForm, OfferState
from tests.factories.catalog import make_merchant, make_offer, make_product
from tests.factories.clicks import make_clicks, make_missed_search
from tests.factories.journal import make_guide
from tests.pages import Page, Pages

Browser = Callable[..., Pages]
CLICKS = "/studio/clicks/"
FILE = "/studio/clicks/report.csv"
ME = "ines@example.org"
TODAY = date(2026, 11, 24)
FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"}
NOON = time_machine.travel("2026-11-24 12:00:00Z", tick=False)


def ines() -> User:
    user = user_by_email(ME)
    assert user is not None
    return user


def sock(name: str = "Sock", seller: str = "") -> Offer:
    return make_offer(make_product(name), merchant=make_merchant(seller))


def rows(page: Page) -> list[list[str]]:
    """The report as a reader sees it, cell by cell."""
    found = page.all(".//table[@class='list click-table']/tbody/tr")
    return [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in found]


def file_of(page: Page) -> list[list[str]]:
    assert page.response.mimetype == "text/csv"
    return list(csv.reader(StringIO(page.response.get_data().decode("utf-8-sig"))))


@NOON
def test_report_of_guides_leads_to_the_guide_and_to_its_places(sign_in: Browser) -> None:
    offer, guide = sock(seller="Northgate"), make_guide("All socks")
    make_clicks(offer, 3, guide=guide, position=2, form=BlockForm.PICK, other=1)
    make_clicks(offer, 1)
    page = sign_in().open("/studio/").click("Watch").click("Clicks")
    assert page.address == CLICKS
    assert "4 clicks from October 26, 2026 to November 24, 2026. 1 more were of robots" in page.main
    assert rows(page) == [["All socks Its places", "3", "1"], ["Outside guides", "1", "0"]]
    assert page.click("All socks").address == f"/studio/articles/{guide.id}"
    page = page.click("Its places")
    assert page.address == f"{CLICKS}?by=position&guide={guide.id}"
    assert rows(page) == [["All socks", "2", "Pick", "Norrel Sock", "Northgate", "3", "1"]]
    assert page.click("Norrel Sock").address == f"/studio/products/{offer.product_id}"
    assert page.click("Without Guide: All socks ×").address == f"{CLICKS}?by=position"


@NOON
@pytest.mark.parametrize(
    ("words", "by", "line"),
    [
        ("By product", "product", ["Norrel Sock", "3", "0"]),
        ("By seller", "merchant", ["Northgate", "3", "0"]),
        ("By day", "day", ["November 24, 2026", "3", "0"]),
        ("Clicks to dead offers", "dead", ["Norrel Sock", "Northgate", "out of stock", "All socks", "3", "0"]),
        ("Never clicked", "never", ["All socks", "1", "Card", "Norrel Sock", "November 24, 2026"]),
        ("Searched and not found", "missed", ["gloves", "2"]),
    ],
)
def test_every_report_is_one_click_away(sign_in: Browser, words: str, by: str, line: list[str]) -> None:
    offer = make_offer(make_product("Sock", slug="sock"), merchant=make_merchant("Northgate"))
    guide = make_guide("All socks", body="::product[sock]")
    make_clicks(offer, 3, guide=guide, position=2, met=OfferState.OUT_OF_STOCK)
    make_missed_search("gloves", 2)
    page = sign_in().open(CLICKS).click(words)
    assert page.address == f"{CLICKS}?by={by}"
    assert rows(page) == [line]


@NOON
def test_picture_of_the_days_comes_with_the_same_numbers_in_a_table(sign_in: Browser) -> None:
    offer = sock()
    make_clicks(offer, 8, day=TODAY)
    make_clicks(offer, 4, day=TODAY - timedelta(days=1), other=2)
    page = sign_in().open(f"{CLICKS}?days=7")
    assert re.search(r'class="click-chart__bars" d="M0 154V154H86.*V80H514V6H600V154Z"', page.html)
    cells = ["".join(cell.itertext()).strip() for cell in page.all(".//figure//td")]
    assert cells == ["November 24, 2026", "8", "0", "November 23, 2026", "4", "2"]


@NOON
def test_periods_are_chosen_or_typed_and_kept_by_every_way_on(sign_in: Browser) -> None:
    offer = sock()
    for days_ago in (0, 10, 60, 300):
        make_clicks(offer, 1, day=TODAY - timedelta(days=days_ago))
    browser = sign_in()
    for days, clicks in ((7, "1"), (90, "3"), (365, "4")):
        page = browser.open(f"{CLICKS}?days={days}")
        assert rows(page) == [["Outside guides", clicks, "0"]]
        assert page.click("By product").address == f"{CLICKS}?by=product&days={days}"
    page = browser.open(f"{CLICKS}?from=2026-09-01&to=2026-11-20")
    assert rows(page) == [["Outside guides", "2", "0"]]
    assert page.click("By seller").address == f"{CLICKS}?by=merchant&from=2026-09-01&to=2026-11-20"
    assert page.click("30 days").address == CLICKS
    assert rows(browser.open(f"{CLICKS}?from=2026-11-24")) == [["Outside guides", "1", "0"]]


@NOON
@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("from=Monday&to=2026-11-01", "Write a day, such as 2026-10-01."),
        ("from=2026-11-01&to=2026-02-30", "Write a day, such as 2026-10-01."),
        ("to=2026-11-01", "Write a day, such as 2026-10-01."),
        ("from=2026-11-02&to=2026-11-01", "This is before the first day."),
        ("from=0001-01-01", "That is more than three years."),
    ],
)
@pytest.mark.parametrize("address", [CLICKS, FILE])
def test_period_that_is_none_is_refused_and_kept(sign_in: Browser, query: str, message: str, address: str) -> None:
    page = sign_in().open(f"{address}?{query}")
    assert page.status == 422
    assert message in page.main
    for pair in query.split("&"):
        name, _sign, value = pair.partition("=")
        assert [field.get("value") for field in page.all(f".//input[@id='{name}']")] == [value]


@NOON
def test_every_report_has_one_address(sign_in: Browser) -> None:
    browser = sign_in()
    assert browser.open(f"{CLICKS}?sort=clicks-down&by=guide&days=30").location == CLICKS
    assert browser.open(f"{CLICKS}?q=%20sock&days=7&by=day").location == f"{CLICKS}?by=day&days=7&q=sock"
    assert browser.open(f"{CLICKS}?days=8&by=x&guide=y&sort=z").location == CLICKS
    assert browser.open(f"{CLICKS}?days=7&from=20261101").location == f"{CLICKS}?from=2026-11-01"
    assert browser.open(f"{CLICKS}?by=never&sort=name").location == f"{CLICKS}?by=never"
    assert browser.open(f"{CLICKS}?page=2").status == 404
    assert browser.open(f"{CLICKS}?guide=99").status == 404


@NOON
def test_headings_sort(sign_in: Browser) -> None:
    make_clicks(sock("Bootee"), 1)
    make_clicks(sock("Apron"), 2)
    browser = sign_in()
    page = browser.open(f"{CLICKS}?by=product").click("Product")
    assert (page.address, [row[0] for row in rows(page)]) == (
        f"{CLICKS}?by=product&sort=name",
        ["Norrel Apron", "Norrel Bootee"],
    )
    assert [row[1] for row in rows(browser.open(f"{CLICKS}?by=product&sort=clicks"))] == ["1", "2"]


@NOON
def test_authors_see_clicks_from_their_own_guides_alone(sign_in: Browser) -> None:
    browser = sign_in("author", email=ME)
    offer, theirs = sock(), make_guide("Theirs")
    make_clicks(offer, 3, guide=make_guide("Mine", by=ines()), other=1)
    make_clicks(offer, 4, guide=theirs, met=OfferState.GONE)
    make_clicks(offer, 5)
    page = browser.open(CLICKS)
    assert rows(page) == [["Mine Its places", "3", "1"]]
    assert "3 clicks from" in page.main
    assert rows(browser.open(f"{CLICKS}?by=dead")) == []
    assert browser.open(f"{CLICKS}?guide={theirs.id}").status == 403
    assert browser.open(f"{CLICKS}?by=product").click("Norrel Sock").status == 200
    assert file_of(browser.open(FILE))[1:] == [["Mine", "3", "1"]]
    assert "What was clicked Norrel Sock 3 clicks in 30 days" in browser.open("/studio/").main


@NOON
def test_file_has_all_lines_of_what_is_shown(sign_in: Browser) -> None:
    for number in range(60):
        make_clicks(sock(f"Sock {number:02}"), 1 + number % 2)
    page = sign_in().open(f"{CLICKS}?by=product&days=7&q=norrel&sort=name")
    assert len(rows(page)) == 50
    page = page.click("Download as CSV")
    assert page.response.headers["Content-Disposition"] == (
        'attachment; filename="clicks-product-2026-11-18-2026-11-24.csv"'
    )
    lines = file_of(page)
    assert len(lines) == 61
    assert lines[:2] == [["Product", "Clicks", "Robots and repeats"], ["Norrel Sock 00", "1", "0"]]


@NOON
def test_file_names_days_as_programs_read_them(sign_in: Browser) -> None:
    make_clicks(sock(), 2)
    assert file_of(sign_in().open(f"{FILE}?by=day"))[1] == ["2026-11-24", "2", "0"]


@NOON
@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum(a1)"])
def test_file_holds_nothing_that_a_spreadsheet_would_reckon_with(sign_in: Browser, text: str) -> None:
    make_missed_search(text)
    assert file_of(sign_in().open(f"{FILE}?by=missed"))[1] == [f"'{text}", "1"]


def test_newest_clicks_are_there(sign_in: Browser) -> None:
    offer, browser = sock(), sign_in()
    address = f"/go/{offer.id}"
    db.session.rollback()  # the test lets go of the database
    browser.ask(address, headers=FIREFOX)
    assert rows(browser.ask(CLICKS)) == [["Outside guides", "1", "0"]]


def test_reports_without_anything_say_so(sign_in: Browser) -> None:
    browser = sign_in()
    assert "Nobody followed a link to a seller in this period." in browser.open(CLICKS).main
    assert "Every card, pick and comparison with a link" in browser.open(f"{CLICKS}?by=never").main
    assert "Every search in this period found something" in browser.open(f"{CLICKS}?by=missed").main
    assert "Nothing is like this in the period." in browser.open(f"{CLICKS}?q=boots").main
    assert "Nobody followed a link to a seller in the last 30 days." in browser.open("/studio/").main


@NOON
def test_dashboard_names_the_five_products_that_were_clicked_most(sign_in: Browser) -> None:
    for number in range(1, 7):
        make_clicks(sock(f"Sock {number}"), number)
    page = sign_in().open("/studio/")
    clicked = page.main.partition("What was clicked ")[2]
    assert clicked.startswith("Norrel Sock 6 6 clicks in 30 days Norrel Sock 5 5 clicks")
    assert "Norrel Sock 1" not in clicked
    assert page.click("All clicks").address == CLICKS
