"""Verdicts that time has overtaken, as tasks."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from crescendo.catalog.actions import update_product
from crescendo.catalog.models import Product, ProductStatus
from crescendo.catalog.queries import product_by_id
from crescendo.catalog.taxonomy import Category
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.journal.actions import publish_article
from crescendo.outbound.task_queries import TaskFilter, tasks_page
from crescendo.outbound.tasks import DRIFT_KINDS, Task, TaskKind, what_to_do
from tests.factories.catalog import (
    make_attribute,
    make_category,
    make_merchant,
    make_offer,
    make_product,
    product_entry_of,
    see_price,
)
from tests.factories.clicks import make_clicks
from tests.factories.journal import make_draft, make_guide, revise

pytestmark = pytest.mark.usefixtures("app")
SECONDS = 86_400  # of a day
DAY = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def day() -> Iterator[time_machine.Traveller]:
    """The day of the verdicts."""
    with time_machine.travel(DAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def socks() -> Category:
    return make_category("Socks")


def pick(slug: str, role: str = "budget", day: str = "2026-11-02") -> str:
    return f':::pick[{slug}]{{role="{role}" verified="{day}"}}\nGood.\n:::'


def drift() -> list[Task]:
    page = tasks_page(TaskFilter(), now=clock.now(), today=clock.now().date())
    return [task for task in page.items if task.kind in DRIFT_KINDS]


def change(product: Product, **changes: object) -> None:
    product = product_by_id(product.id)
    update_product(product, product_entry_of(product, **changes), version=product.version, by=None)
    db.session.commit()


@pytest.mark.parametrize(("price", "words"), [(1150, "risen by 15%"), (850, "fallen by 15%"), (1149, ""), (851, "")])
def test_price_that_moved_by_fifteen_percent_is_a_task(day: time_machine.Traveller, price: int, words: str) -> None:
    offer = make_offer(make_product(slug="sock"), price=1000)
    make_guide(body=pick("sock"))
    day.shift(timedelta(days=2))
    see_price(offer, price)
    assert [task.kind for task in drift()] == ([TaskKind.PRICE_MOVED] if words else [])
    assert all(words in what_to_do(task) for task in drift())


def test_verdict_that_is_dated_anew_ends_the_task(day: time_machine.Traveller) -> None:
    offer = make_offer(make_product(slug="sock"), price=1000)
    guide = make_guide(body=pick("sock"))
    day.shift(timedelta(days=2))
    see_price(offer, 1500)
    guide = revise(guide, body=pick("sock", day="2026-11-04"))
    assert [task.kind for task in drift()] == [TaskKind.PRICE_MOVED]
    publish_article(guide, by=None)
    db.session.commit()
    assert drift() == []


def test_price_that_may_not_be_shown_has_not_moved(day: time_machine.Traveller) -> None:
    offer = make_offer(make_product(slug="sock"), price=1000, merchant=make_merchant(price_ttl=3600))
    make_guide(body=pick("sock"))
    day.shift(timedelta(days=2))
    see_price(offer, 1500)
    day.shift(timedelta(hours=1))
    assert drift() == []


def test_drafts_cards_and_warnings_do_not_drift(day: time_machine.Traveller) -> None:
    offer = make_offer(make_product(slug="sock"), price=1000)
    make_draft(body=pick("sock"))
    make_guide(body="::product[sock]\n\n" + pick("sock", "avoid"))
    day.shift(timedelta(days=2))
    see_price(offer, 1500)
    assert drift() == []


def test_product_with_a_successor_is_a_task_for_its_verdicts(socks: Category) -> None:
    old, new = make_product("Old", slug="old", category=socks), make_product("New", category=socks)
    make_guide(body=pick("old"))
    change(old, superseded_by_id=new.id)
    [task] = drift()
    assert (task.kind, task.other and task.other.id) == (TaskKind.SUPERSEDED, new.id)
    change(old, superseded_by_id=new.id, status=ProductStatus.DISCONTINUED)
    assert drift() == []  # another kind of task by now


def test_fact_that_changed_after_the_verdict_is_a_task_until_it_is_as_before(
    socks: Category, day: time_machine.Traveller
) -> None:
    make_attribute(socks, "weight")
    make_attribute(socks, "height")
    sock = make_product(slug="sock", category=socks, attributes={"weight": "40"})
    make_guide(body=pick("sock"))
    change(sock, attributes={"weight": "41"})
    assert drift() == []  # on the day itself
    day.shift(timedelta(days=1))
    change(sock, attributes={"weight": "42", "height": "7"})
    assert [task.kind for task in drift()] == [TaskKind.FACTS_CHANGED]
    change(sock, attributes={"weight": "41", "height": "8"})
    assert drift() == []


def test_rival_in_the_same_role_that_became_cheaper_is_a_task(socks: Category, day: time_machine.Traveller) -> None:
    mine = make_product("Mine", slug="mine", category=socks)
    rival = make_product("Rival", slug="rival", category=socks)
    make_offer(mine, price=1000, merchant=make_merchant(price_ttl=10 * SECONDS))
    offer = make_offer(rival, price=1000, merchant=make_merchant(price_ttl=10 * SECONDS))
    guide = make_guide(body=pick("mine"))
    make_guide(body=pick("rival"))
    day.shift(timedelta(days=1))
    see_price(offer, 850)
    found = [task for task in drift() if task.kind is TaskKind.UNDERCUT]
    assert [(task.article and task.article.id, task.other and task.other.id) for task in found] == [
        (guide.id, rival.id)
    ]


@pytest.mark.parametrize(
    ("role", "category", "price"),
    [("upgrade", "Socks", 800), ("budget", "Hats", 800), ("budget", "Socks", 860)],
    ids=["another role", "another category", "hardly cheaper"],
)
def test_products_that_do_not_compete_are_no_rivals(
    socks: Category, day: time_machine.Traveller, role: str, category: str, price: int
) -> None:
    make_offer(make_product(slug="mine", category=socks), price=1000, merchant=make_merchant(price_ttl=10 * SECONDS))
    theirs = socks if category == "Socks" else make_category(category)
    offer = make_offer(
        make_product(slug="rival", category=theirs), price=1000, merchant=make_merchant(price_ttl=10 * SECONDS)
    )
    make_guide(body=pick("mine"))
    make_guide(body=pick("rival", role))
    day.shift(timedelta(days=1))
    see_price(offer, price)
    assert TaskKind.UNDERCUT not in {task.kind for task in drift()}


def test_rival_that_was_as_cheap_on_the_day_of_the_verdict_was_known(socks: Category) -> None:
    make_offer(make_product(slug="mine", category=socks), price=1000, merchant=make_merchant(price_ttl=10 * SECONDS))
    make_offer(make_product(slug="rival", category=socks), price=500, merchant=make_merchant(price_ttl=10 * SECONDS))
    make_guide(body=pick("mine"))
    make_guide(body=pick("rival"))
    assert drift() == []


def test_drift_that_more_readers_meet_and_that_is_older_stands_first(day: time_machine.Traveller) -> None:
    def drifting(slug: str, verdict: str, clicks: int) -> int:
        merchant = make_merchant(price_ttl=10 * SECONDS)
        offer = make_offer(make_product(slug=slug), price=1000, merchant=merchant)
        guide = make_guide(body=pick(slug, day=verdict))
        see_price(offer, 2000)
        if clicks:
            make_clicks(offer, clicks, guide=guide)
        return guide.id

    unread = drifting("unread", "2026-11-01", clicks=0)
    day.shift(timedelta(days=1))
    new = drifting("new", "2026-11-02", clicks=3)
    old = drifting("old", "2026-10-25", clicks=2)
    assert [task.article and task.article.id for task in drift()] == [old, new, unread]
    assert [task.clicks for task in drift()] == [2, 3, 0]
