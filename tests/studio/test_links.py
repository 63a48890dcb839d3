"""The pages of links: what an author sees of them and can do about them."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from crescendo.accounts.queries import user_by_email
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.foundation.fetching import Fetcher
from crescendo.outbound.link_checking import check_due_links
from crescendo.outbound.links import CheckedLink
from tests.factories.catalog import make_offer, make_product
from tests.factories.journal import make_guide
from tests.pages import Form, Page, Pages
from tests.stage import Stage, answer, leads_to, staged

Browser = Callable[..., Pages]
LINKS = "/studio/links/"


@pytest.fixture
def stage(app: object) -> Iterator[Stage]:
    with staged(ok=answer(200), gone=answer(404), old=leads_to("/ok")) as stage:
        yield stage


def check(stage: Stage, times: int = 1) -> None:
    for number in range(times):
        with time_machine.travel(clock.now() + timedelta(hours=12 * number), tick=False):
            check_due_links(Fetcher(agent="Crescendo", allowed=frozenset({stage.place})), pause=0)


def lines(page: Page) -> list[tuple[str, str]]:
    """The end of each address, with its state."""
    rows = page.all(".//table//tbody/tr")
    cells = [["".join(cell.itertext()).split() for cell in row] for row in rows]
    return [(address[0].rsplit("/", 1)[-1], " ".join(state)) for address, state, *_rest in cells]


def link_page(pages: Pages, stage: Stage, path: str) -> Page:
    db.session.rollback()
    link_id = db.session.scalar(select(CheckedLink.id).where(CheckedLink.address == stage.address(path)))
    return pages.open(f"{LINKS}{link_id}")


def press(page: Page, button: str) -> Page:
    """What comes of the form that has this button."""
    for form in page.all(".//main//form"):
        if button in "".join(form.itertext()):
            return Form(page, form).submit(button).follow()
    raise AssertionError(f"There is no “{button}”.")


def test_there_is_nothing_to_check_at_first(sign_in: Browser) -> None:
    page = sign_in().open(LINKS)
    assert "No link yet" in page.main
    assert "Check all now" not in page.html


def test_dead_links_stand_first_each_with_the_places_that_use_it(sign_in: Browser, stage: Stage) -> None:
    make_guide("Boots", body=f"[a shop]({stage.address('/ok')}).[^1]\n\n[^1]: Author, {stage.address('/gone')}")
    make_offer(make_product("Sock"), url=stage.address("/ok"))
    check(stage, times=3)
    page = sign_in().open(LINKS)
    assert lines(page) == [("gone", "Broken"), ("ok", "Works")]
    assert "Source in Boots" in page.main
    assert "“a shop” in Boots" in page.main
    assert "Offer: Norrel Sock" in page.main


def test_failure_that_is_not_confirmed_yet_is_counted(sign_in: Browser, stage: Stage) -> None:
    make_guide(body=f"[x]({stage.address('/gone')})")
    check(stage)
    assert lines(sign_in().open(LINKS)) == [("gone", "Not checked yet failing: 1 of 3")]


def test_links_are_narrowed_by_state_and_words(sign_in: Browser, stage: Stage) -> None:
    make_guide(body=" ".join(f"[x]({stage.address(path)})" for path in ("/ok", "/gone", "/old")))
    check(stage, times=3)
    pages = sign_in()
    assert lines(pages.open(f"{LINKS}?state=moved")) == [("old", "Moved")]
    assert lines(pages.open(f"{LINKS}?q=ok")) == [("ok", "Works")]
    assert "No link is like this" in pages.open(f"{LINKS}?q=ok&state=broken").main


def test_link_says_what_came_of_the_last_look_and_where_it_leads(sign_in: Browser, stage: Stage) -> None:
    make_guide(body=f"[x]({stage.address('/old')})")
    check(stage)
    page = link_page(sign_in(), stage, "/old")
    assert "It has moved for good." in page.main
    assert stage.address("/ok") in page.main


def test_link_is_accepted_until_a_day_and_taken_back(sign_in: Browser, stage: Stage) -> None:
    make_guide(body=f"[x]({stage.address('/gone')})")
    check(stage, times=3)
    pages = sign_in(email="ed@example.org")
    until = (clock.now() + timedelta(days=9)).date().isoformat()
    page = (
        link_page(pages, stage, "/gone")
        .form("until")
        .fill(until=until, reason="Back in May.")
        .submit("Accept")
        .follow()
    )
    assert "by ed@example.org: Back in May." in page.main
    assert lines(pages.open(f"{LINKS}?state=broken")) == []
    assert [address for address, _state in lines(pages.open(f"{LINKS}?state=accepted"))] == ["gone"]
    page = press(link_page(pages, stage, "/gone"), "Take the acceptance back")
    assert "Back in May." not in page.main


@pytest.mark.parametrize("until", ["", "yesterday", "2020-01-01", "2099-01-01"])
def test_acceptance_without_a_sensible_end_keeps_what_was_typed(sign_in: Browser, stage: Stage, until: str) -> None:
    make_guide(body=f"[x]({stage.address('/gone')})")
    check(stage)
    page = link_page(sign_in(), stage, "/gone").form("until").fill(until=until, reason="Because.").submit("Accept")
    assert page.status == 422
    assert "Because." in page.html


def test_check_can_be_asked_for_and_the_page_says_how_to_have_it_done(sign_in: Browser, stage: Stage) -> None:
    make_guide(body=f"[x]({stage.address('/ok')}) [y]({stage.address('/old')})")
    check(stage)
    pages = sign_in()
    assert "All 2 links are checked" in pages.open(LINKS).main
    page = link_page(pages, stage, "/ok").form().submit("Check now").follow()
    assert "is being checked" in page.text
    assert "1 of 2 links wait" in pages.open(LINKS).main
    page = pages.open(LINKS).form().submit("Check all now").follow()
    assert "2 of 2 links wait" in page.main
    assert "flask jobs" in page.main


def test_authors_see_the_links_of_their_own_guides(sign_in: Browser, stage: Stage) -> None:
    pages = sign_in("author", email="ines@example.org")
    make_guide("Mine", body=f"[x]({stage.address('/ok')})", by=user_by_email("ines@example.org"))
    make_guide("Theirs", body=f"[x]({stage.address('/ok')}) [y]({stage.address('/gone')})")
    make_offer(make_product(), url=stage.address("/old"))
    check(stage)
    page = pages.open(LINKS)
    assert lines(page) == [("ok", "Works")]
    assert "Theirs" not in page.main
    db.session.rollback()
    others = db.session.scalar(select(CheckedLink.id).where(CheckedLink.address == stage.address("/gone")))
    assert pages.open(f"{LINKS}{others}").status == 404
