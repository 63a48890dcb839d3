"""The audit trail as owners read it."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO

import pytest
import time_machine

from crescendo.accounts.actions import record
from crescendo.accounts.queries import user_by_email
from crescendo.foundation.database import db
from tests.factories.accounts import make_user
from tests.factories.catalog import make_product
from tests.factories.journal import make_guide
from tests.pages import Page, Pages

Browser = Callable[..., Pages]
AUDIT = "/studio/audit/"
FILE = "/studio/audit/events.csv"


@pytest.fixture
def browser(sign_in: Browser) -> Pages:
    return sign_in(email="ed@example.org", name="Edith")


def rows_of(page: Page) -> list[str]:
    db.session.rollback()
    return [" ".join("".join(row.itertext()).split()) for row in page.all(".//tbody/tr")]


def table_of(page: Page) -> list[list[str]]:
    return list(csv.reader(StringIO(page.response.get_data().decode("utf-8-sig"))))


def test_events_are_told_in_words_with_names_and_links(browser: Pages) -> None:
    guide = make_guide("How a boot fits", by=user_by_email("ed@example.org"))
    page = browser.open(AUDIT)
    [row] = [row for row in rows_of(page) if "Created" in row and "Guide" in row]
    assert "Edith" in row
    assert "How a boot fits" in row
    assert page.click("How a boot fits").address == f"/studio/articles/{guide.id}"


def test_failed_sign_in_names_the_account_and_nothing_that_was_typed(browser: Pages, pages: Pages) -> None:
    form = pages.open("/login").form()
    form.fill(email="ed@example.org", password="my secret words").submit("Sign in")
    form.fill(email="stranger@example.net", password="my secret words").submit("Sign in")
    page = browser.open(f"{AUDIT}?did=was+refused")
    assert len(rows_of(page)) == 2
    assert sum("Edith" in row for row in rows_of(page)) == 1
    assert "secret" not in page.html
    assert "stranger" not in page.html


def test_narrowed_by_person_deed_and_kind(browser: Pages) -> None:
    ann = make_user(role="author", name="Ann Abbot", byline=False)
    record(by=ann, verb="published", subject="article", subject_id=7)
    record(by=ann, verb="created", subject="product", subject_id=make_product(name="Steady 20").id)
    record(by=None, verb="published", subject="article", subject_id=8)
    db.session.commit()
    assert len(rows_of(browser.open(f"{AUDIT}?who={ann.id}"))) == 2
    assert len(rows_of(browser.open(f"{AUDIT}?who={ann.id}&did=published&kind=article"))) == 1
    assert "Steady 20" in rows_of(browser.open(f"{AUDIT}?who={ann.id}&kind=product"))[0]
    assert len(rows_of(browser.open(f"{AUDIT}?who=nobody&did=published"))) == 1


def test_narrowed_by_days_both_included(browser: Pages) -> None:
    for day in (1, 2, 3):
        with time_machine.travel(datetime(2026, 3, day, 23, 30, tzinfo=UTC), tick=False):
            record(by=None, verb="published", subject="article", subject_id=day)
    db.session.commit()
    assert len(rows_of(browser.open(f"{AUDIT}?from=2026-03-02&to=2026-03-03"))) == 2
    assert len(rows_of(browser.open(f"{AUDIT}?from=2026-03-04&to=2026-03-05"))) == 0


@pytest.mark.parametrize("day", ["tomorrow", "2026-13-01", "0001-01-01", "9999-12-31"])
def test_day_that_is_none_is_said_beside_its_field(browser: Pages, day: str) -> None:
    page = browser.open(f"{AUDIT}?from={day}")
    assert page.status == 422
    assert "Write a day" in page.main
    assert day in page.html


@pytest.mark.parametrize("query", ["?who=99999", "?who=x", "?did=%00", "?kind=%27--", "?nonsense=1"])
def test_filter_that_is_none_is_left_out(browser: Pages, query: str) -> None:
    assert browser.open(f"{AUDIT}{query}").location == AUDIT


def test_file_holds_the_same_and_no_formula(browser: Pages) -> None:
    formula = '=HYPERLINK("https://evil.example")'
    record(by=make_user(name=formula), verb="published", subject="article", subject_id=7)
    db.session.commit()
    heading, row = table_of(browser.open(f"{FILE}?did=published"))
    assert heading[:3] == ["When (UTC)", "Who", "What"]
    assert row[1] == f"'{formula}"


def test_long_trail_has_pages(browser: Pages) -> None:
    for number in range(60):
        record(by=None, verb="published", subject="article", subject_id=number)
    db.session.commit()
    page = browser.open(f"{AUDIT}?did=published")
    assert len(rows_of(page)) == 50
    assert len(rows_of(browser.open(f"{AUDIT}?did=published&page=2"))) == 10
    assert browser.open(f"{AUDIT}?did=published&page=3").status == 404


def test_what_is_gone_keeps_its_line(browser: Pages) -> None:
    record(by=None, verb="deleted", subject="tag", subject_id=99, detail={"name": "Wool"})
    db.session.commit()
    [row] = rows_of(browser.open(f"{AUDIT}?did=deleted"))
    assert "Wool" in row
    assert "No. 99" in row
