"""The page of tasks, and the dashboard that begins the day."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from crescendo.accounts.models import User
from crescendo.accounts.queries import user_by_email
from crescendo.catalog.models import ProductStatus
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.journal.actions import withdraw_article
from crescendo.journal.desk_queries import article_by_id
from tests.factories.accounts import make_user
from tests.factories.catalog import make_product
from tests.factories.journal import entry_of, make_draft, make_guide, make_scheduled
from tests.factories.media import make_asset
from tests.pages import Page, Pages

Browser = Callable[..., Pages]
TASKS = "/studio/tasks/"
ME = "ines@example.org"


def lines(page: Page) -> list[str]:
    """What each task is about."""
    return ["".join(link.itertext()) for link in page.all(".//p[@class='task__title']/a")]


def ines() -> User:
    user = user_by_email(ME)
    assert user is not None
    return user


def test_tasks_stand_under_their_urgency_and_lead_to_the_place_to_act(sign_in: Browser) -> None:
    product = make_product("Steady", slug="sock", picture_ids=[make_asset(alt="A sock.").id])
    make_guide("Boots", body="::product[sock]", review_on=clock.now().date())
    browser = sign_in()
    page = browser.open(TASKS)
    assert lines(page) == ["Boots", "Norrel Steady"]
    assert "Today Review due Boots" in page.main
    assert "Soon No offer Norrel Steady" in page.main
    assert page.click("Norrel Steady").address == f"/studio/products/{product.id}"
    assert page.click("Boots").status == 200
    assert browser.open("/studio/").click("Tasks").address == TASKS


def test_tasks_are_narrowed_by_kind_and_to_mine(sign_in: Browser) -> None:
    browser = sign_in("editor", email=ME)
    make_guide("Mine", by=ines(), review_on=clock.now().date())
    make_guide("Theirs", unpublish_at=clock.now() + timedelta(days=9))
    page = browser.open(TASKS)
    assert lines(page) == ["Mine", "Theirs"]
    page = page.click("Ending soon 1")
    assert (page.address, lines(page)) == (f"{TASKS}?kind=ending", ["Theirs"])
    page = page.click("Mine 0")
    assert page.address == f"{TASKS}?kind=ending&mine=yes"
    assert "Nothing of this kind" in page.main
    assert browser.open(f"{TASKS}?mine=yes&kind=nonsense").location == f"{TASKS}?mine=yes"


def test_tasks_are_searched_by_guide_and_product_and_sorted_by_day(sign_in: Browser) -> None:
    day = clock.now().date()
    make_product("Steady", slug="sock", picture_ids=[make_asset(alt="A sock.").id])
    make_guide("Boots", body="::product[sock]", review_on=day)
    make_guide("Hats", review_on=day - timedelta(days=3))
    browser = sign_in()
    assert lines(browser.open(f"{TASKS}?q=boot")) == ["Boots"]
    assert lines(browser.open(f"{TASKS}?q=steady")) == ["Norrel Steady"]
    assert lines(browser.open(f"{TASKS}?sort=day")) == ["Hats", "Boots", "Norrel Steady"]
    page = browser.open(f"{TASKS}?q=nothing&kind=review")
    assert "Nothing of this kind" in page.main


def test_authors_see_the_tasks_of_their_own_guides_and_pages_they_may_open(sign_in: Browser) -> None:
    browser = sign_in("author", email=ME)
    make_product("Steady", slug="sock")
    make_guide("Mine", by=ines(), body="::product[sock]")
    make_guide("Theirs", review_on=clock.now().date())
    page = browser.open(TASKS)
    assert lines(page) == ["Norrel Steady", "Norrel Steady"]
    assert "Everybody’s" not in page.main
    assert page.click("Norrel Steady").status == 200


def test_page_without_tasks_says_where_they_would_come_from(sign_in: Browser) -> None:
    assert "Tasks come by themselves" in sign_in().open(TASKS).main


def test_picture_to_describe_leads_to_where_it_is_described(sign_in: Browser) -> None:
    asset = make_asset("boot", alt="A boot.")
    make_guide("Boots", hero_id=asset.id)
    browser = sign_in()
    form = browser.open(f"/studio/media/{asset.id}").form("alt_state")
    form.fill(alt_state="undecided", alt_text="").submit("Save")
    assert "Nobody has described its picture “boot”." in browser.open(TASKS).main
    assert browser.open(TASKS).click("Boots").address == f"/studio/media/{asset.id}"


@time_machine.travel("2026-01-05T10:00:00Z", tick=False)
def test_dashboard_begins_with_my_tasks_for_today_and_what_appears(sign_in: Browser) -> None:
    browser = sign_in("editor", email=ME)
    make_product(slug="sock", status=ProductStatus.RECALLED)
    make_guide("Urgent", by=ines(), body="::product[sock]")
    make_guide("Of others", review_on=clock.now().date())
    make_scheduled("Coming", by=ines(), publish_at=clock.now() + timedelta(hours=5))
    make_scheduled("Tomorrow", by=ines(), publish_at=clock.now() + timedelta(days=1))
    page = browser.open("/studio/")
    assert lines(page) == ["Urgent", "Coming"]
    assert "Appears today Coming" in page.main
    assert page.click("All tasks (2)").address == TASKS


def test_dashboard_shows_my_drafts_and_what_was_published_this_week(sign_in: Browser) -> None:
    browser = sign_in("author", email=ME)
    make_draft("Begun", by=ines())
    make_draft("Of others")
    make_guide("New")
    make_guide("Old", publish_at=clock.now() - timedelta(days=9))
    main = browser.open("/studio/").main
    assert "Go on writing Begun" in main
    assert "Of others" not in main
    assert "Published this week New" in main
    assert "Old" not in main


def test_dashboard_tells_what_others_last_did_to_my_guides(sign_in: Browser) -> None:
    browser, other = sign_in("author", email=ME), make_user(name="Tobias")
    guide, mine, theirs = (
        make_guide(title, by=by) for title, by in (("Boots", ines()), ("Caps", ines()), ("Belts", None))
    )
    for article in (guide, theirs):
        withdraw_article(article, version=article.version, by=other)
    withdraw_article(mine, version=mine.version, by=ines())
    db.session.commit()
    assert "Others in your guides Boots Tobias withdrew it," in browser.open("/studio/").main
    form = browser.open(f"/studio/articles/{guide.id}").form("title")
    form.fill(title="Boots, by myself").submit("Save draft")
    news = browser.open("/studio/").main.partition("Others in your guides")[2]
    assert "Tobias withdrew it" in news
    assert "Caps" not in news
    assert entry_of(article_by_id(guide.id)).title == "Boots, by myself"


def test_dashboard_of_an_empty_site_teaches_the_first_steps(sign_in: Browser) -> None:
    page = sign_in().open("/studio/")
    assert "Make a category" in page.main
    assert page.click("Write the first guide").status == 200
    make_draft()
    assert "First steps" not in sign_in().open("/studio/").main


@pytest.mark.parametrize("role", ["author", "editor"])
def test_dashboard_says_when_nothing_needs_anybody(sign_in: Browser, role: str) -> None:
    assert "Nothing. A good day to write." in sign_in(role).open("/studio/").main
