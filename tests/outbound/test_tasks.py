"""What needs somebody, as it follows from the content."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from crescendo.accounts.models import User
from crescendo.catalog.models import Availability, ProductStatus
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.journal.actions import withdraw_article
from crescendo.journal.desk_queries import article_by_id
from crescendo.journal.markup import read_body
from crescendo.journal.preflight import preflight
from crescendo.media.models import AltState
from crescendo.outbound.task_queries import TaskFilter, task_counts, tasks_page
from crescendo.outbound.tasks import Task, TaskKind, Urgency, what_to_do
from tests.factories.accounts import make_user
from tests.factories.catalog import make_offer, make_product
from tests.factories.journal import make_draft, make_guide, make_scheduled, revise
from tests.factories.media import make_asset
from tests.pages import statements_of

pytestmark = pytest.mark.usefixtures("app")


def tasks(**narrowed: Any) -> list[Task]:
    return list(tasks_page(TaskFilter(**narrowed), now=clock.now(), today=clock.now().date()).items)


def kinds(**narrowed: Any) -> list[TaskKind]:
    return [task.kind for task in tasks(**narrowed)]


def shown(slug: str) -> str:
    return f"::product[{slug}]"


def test_nothing_needs_anybody_where_all_is_well() -> None:
    asset = make_asset(alt="A sock.")
    make_offer(make_product(slug="sock", picture_ids=[asset.id]))
    make_guide(body=shown("sock"), hero_id=asset.id, review_on=clock.now().date() + timedelta(days=1))
    make_draft()
    assert tasks() == []
    assert task_counts(now=clock.now(), today=clock.now().date()) == {}


def test_review_is_due_on_its_day_but_not_of_withdrawn_guides() -> None:
    today = clock.now().date()
    guide, withdrawn = make_guide("Boots", review_on=today), make_guide(review_on=today)
    withdraw_article(withdrawn, version=withdrawn.version, by=None)
    [task] = tasks()
    assert (task.kind, task.urgency, task.due) == (TaskKind.REVIEW, Urgency.NOW, today)
    assert task.article is not None
    assert task.article.id == guide.id


@pytest.mark.parametrize(
    ("days", "urgencies"), [(1, [Urgency.NOW]), (10, [Urgency.SOON]), (15, [])], ids=["near", "soon", "far"]
)
def test_guide_that_ends_within_two_weeks_is_a_task(days: int, urgencies: list[Urgency]) -> None:
    make_guide(unpublish_at=clock.now() + timedelta(days=days))
    assert [task.urgency for task in tasks(kind=TaskKind.ENDING)] == urgencies


def test_draft_left_lying_for_a_month_is_a_task_and_no_longer_once_it_is_saved() -> None:
    with time_machine.travel("2026-01-01T10:00:00Z", tick=False):
        draft, changed = make_draft(), revise(make_guide(), body="Better.")
        make_guide()
    with time_machine.travel("2026-02-15T10:00:00Z", tick=False):
        assert kinds() == [TaskKind.STALE, TaskKind.STALE]
        revise(article_by_id(draft.id), body="Went on.")
        assert [task.article and task.article.id for task in tasks()] == [changed.id]


@pytest.mark.parametrize(
    ("status", "kind"),
    [(ProductStatus.RECALLED, TaskKind.RECALLED), (ProductStatus.DISCONTINUED, TaskKind.DISCONTINUED)],
)
def test_live_guide_that_speaks_of_a_product_nobody_should_buy_is_a_task_once(
    status: ProductStatus, kind: TaskKind
) -> None:
    make_product("Steady", slug="sock", status=status)
    make_guide(body=f"{shown('sock')}\n\n{shown('sock')}")
    make_draft(body=shown("sock"))
    [task] = tasks()
    assert task.kind is kind
    assert "Norrel Steady" in what_to_do(task)


def test_product_that_is_sold_out_everywhere_is_a_task_of_each_guide() -> None:
    asset = make_asset(alt="A sock.")
    product = make_product(slug="sock", picture_ids=[asset.id])
    make_offer(product, availability=Availability.OUT_OF_STOCK)
    make_guide(body=shown("sock"))
    make_guide(body=shown("sock"))
    assert kinds() == [TaskKind.SOLD_OUT, TaskKind.SOLD_OUT]
    make_offer(product)
    assert kinds() == []


def test_product_without_offer_or_picture_is_one_task_each_once_a_live_guide_speaks_of_it() -> None:
    make_product(slug="sock")
    make_draft(body=shown("sock"))
    assert kinds() == []
    make_guide(body=shown("sock"))
    make_guide(body=shown("sock"))
    assert kinds() == [TaskKind.NO_OFFER, TaskKind.NO_PICTURE]


def test_pictures_are_tasks_exactly_where_preflight_blocks() -> None:
    lead, bare, told = (make_asset(key, colour=key, alt="It.") for key in ("red", "blue", "green"))
    guide = make_guide(hero_id=lead.id, body="![](media:blue)\n\n![](media:red)\n\n![Told here](media:green)")
    for number, asset in enumerate((lead, bare, told)):
        asset.alt_state, asset.alt_text = AltState.UNDECIDED, ""
        db.session.flush()
        assert len(tasks(kind=TaskKind.BLOCKED)) == min(number + 1, 2)
    article = article_by_id(guide.id)
    revision = article.newest_revision
    findings = preflight(revision, read_body(revision.body), hero_id=article.hero_id)
    blocking = " ".join(finding.message for finding in findings if finding.blocks)
    keys = {task.asset.key for task in tasks() if task.asset}
    assert keys == {key for key in ("red", "blue", "green") if f"“{key}”" in blocking}


def test_mine_are_tasks_of_my_guides_and_of_products_that_these_speak_of() -> None:
    me, today = make_user(role="author"), clock.now().date()
    make_product(slug="sock")
    make_product(slug="boot")
    make_guide(body=shown("sock"), by=me, review_on=today)
    make_guide(body=shown("boot"), review_on=today)
    assert kinds(whose=me) == [TaskKind.REVIEW, TaskKind.NO_OFFER, TaskKind.NO_PICTURE]
    assert len(tasks()) == 6


def test_tasks_stand_by_urgency_and_then_by_day_and_are_counted() -> None:
    today = clock.now().date()
    make_product(slug="sock")
    make_guide("Later", body=shown("sock"), review_on=today)
    make_guide("Earlier", review_on=today - timedelta(days=3))
    found = tasks()
    assert [task.kind for task in found] == [TaskKind.REVIEW, TaskKind.REVIEW, TaskKind.NO_OFFER, TaskKind.NO_PICTURE]
    assert [task.article.newest_revision.title for task in found if task.article] == ["Earlier", "Later"]
    assert task_counts(now=clock.now(), today=clock.now().date()) == {
        TaskKind.REVIEW: 2,
        TaskKind.NO_OFFER: 1,
        TaskKind.NO_PICTURE: 1,
    }
    assert kinds(urgency=Urgency.NOW) == [TaskKind.REVIEW, TaskKind.REVIEW]


def test_number_of_statements_does_not_grow_with_the_tasks() -> None:
    def statements(user: User) -> int:
        db.session.rollback()
        db.session.expire_all()
        with statements_of(db.engine) as sent:
            tasks(whose=user)
        return len(sent)

    me = make_user()
    make_product(slug="sock")
    make_guide(body=shown("sock"), by=me)
    few = statements(me)
    for number in range(6):
        make_product(slug=f"sock-{number}")
        make_guide(body=shown(f"sock-{number}"), by=me, review_on=clock.now().date())
        make_scheduled(publish_at=clock.now() + timedelta(days=1), by=me)
    assert statements(me) <= few + 1  # the guides, which the first time none of the tasks named
