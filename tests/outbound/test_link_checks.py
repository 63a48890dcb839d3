"""Link checks: what is found of links, who finds it, and when it counts."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from crescendo.catalog.models import Offer
from crescendo.catalog.offers import is_healthy
from crescendo.catalog.queries import offer_by_id
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.foundation.errors import Rejected
from crescendo.foundation.fetching import Answer, Fetcher, Hop, Unreachable
from crescendo.journal.actions import withdraw_article
from crescendo.journal.desk_queries import article_by_id
from crescendo.outbound.link_actions import accept_link, ask_for_check, lease_hosts, release, take_back_acceptance
from crescendo.outbound.link_checking import Report, check_due_links
from crescendo.outbound.link_queries import leased_links, progress
from crescendo.outbound.link_rules import (
    Finding,
    Standing,
    finding_of,
    finding_of_error,
    next_check,
    standing_after,
)
from crescendo.outbound.links import CheckedLink, LinkState
from crescendo.outbound.task_queries import TaskFilter, tasks_page
from crescendo.outbound.tasks import TaskKind
from crescendo.web.application import Crescendo
from tests.factories.accounts import make_user
from tests.factories.catalog import make_offer, make_product
from tests.factories.journal import make_draft, make_guide, revise
from tests.stage import Stage, answer, leads_to, private_place, reset, silence, staged

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def day(app: Crescendo) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def stage() -> Iterator[Stage]:
    with staged(ok=answer(200, b"Hello"), gone=answer(404)) as stage:
        yield stage


def fetcher(stage: Stage, **changes: Any) -> Fetcher:
    return Fetcher(**{"agent": "Crescendo", "allowed": frozenset({stage.place}), "patience": 5, **changes})


def run(stage: Stage, **changes: Any) -> Report:
    return check_due_links(fetcher(stage, **changes), pause=0)


def states() -> dict[str, str]:
    """The state of each link, by the end of its address."""
    db.session.rollback()
    return {link.address.rsplit("/", 1)[-1]: link.state.value for link in db.session.scalars(select(CheckedLink))}


def only_link() -> CheckedLink:
    db.session.rollback()
    return db.session.scalars(select(CheckedLink)).one()


def guide_with(*addresses: str) -> None:
    make_guide(body="\n\n".join(f"See [this]({address})." for address in addresses))


def test_every_kind_of_answer_gives_its_state_and_nobody_private_is_asked(day: time_machine.Traveller) -> None:
    with private_place() as (place, visitors), staged() as stage:
        port = place.partition(":")[2]
        stage.plays |= {
            "/200": answer(200),
            "/301": leads_to("/200", 301),
            "/302": leads_to("/200", 302),
            "/403": answer(403),
            "/404": answer(404),
            "/410": answer(410),
            "/429": answer(429, retry_after="3600"),
            "/500": answer(500),
            "/503": answer(503),
            "/wall": answer(200, b"<script src='/cdn-cgi/challenge-platform/x'></script>"),
            "/slow": silence,
            "/reset": reset,
            "/loop": leads_to("/loop", 302),
            "/private": leads_to(f"http://localhost:{port}/"),
        }
        allowed = frozenset({stage.place, f"localhost:{port}"})  # the port, so that it is the guard that refuses
        guide_with(*(stage.address(path) for path in stage.plays))
        for _time in range(3):
            check_due_links(fetcher(stage, patience=0.5, allowed=allowed), pause=0)
            day.shift(timedelta(hours=12))
        assert visitors() == 0
        assert states() == {
            "200": "ok",
            "301": "moved",
            "302": "ok",
            "403": "unknown",
            "404": "broken",
            "410": "broken",
            "429": "unknown",
            "500": "broken",
            "503": "unknown",
            "wall": "unknown",
            "slow": "timeout",
            "reset": "broken",
            "loop": "broken",
            "private": "unknown",
        }
        assert stage.asked["/200"] == 3  # itself once in a week, and once for each address that led there
        assert stage.asked["/404"] == 3


@pytest.mark.usefixtures("app")
def test_link_that_moved_says_where_to(stage: Stage) -> None:
    stage.plays["/old"] = leads_to("/ok", 308)
    guide_with(stage.address("/old"))
    run(stage)
    link = only_link()
    assert (link.state, link.status, link.final_address) == (LinkState.MOVED, 200, stage.address("/ok"))


def test_failing_link_is_dead_after_three_failures_over_a_day(stage: Stage, day: time_machine.Traveller) -> None:
    guide_with(stage.address("/gone"))
    seen = []
    for hours in (1, 1, 23, 1):
        run(stage)
        link = only_link()
        seen.append((link.state.value, link.failures))
        ask_for_check()
        db.session.commit()
        day.shift(timedelta(hours=hours))
    assert seen == [("unchecked", 1), ("unchecked", 2), ("unchecked", 3), ("broken", 4)]


def test_link_that_works_again_is_forgiven(stage: Stage, day: time_machine.Traveller) -> None:
    guide_with(stage.address("/gone"))
    for _time in range(3):
        run(stage)
        day.shift(timedelta(hours=12))
    assert only_link().state is LinkState.BROKEN
    stage.plays["/gone"] = answer(200)
    day.shift(timedelta(days=2))
    run(stage)
    link = only_link()
    assert (link.state, link.failures, link.failing_since) == (LinkState.OK, 0, None)


def test_links_of_every_block_and_offer_are_checked_once_each(stage: Stage, app: Crescendo) -> None:
    make_offer(make_product(slug="sock"), url=stage.address("/offer"))
    make_offer(make_product(), url=stage.address("/offer"))
    page = stage.address("")
    make_guide(
        body=f"""
Text with [a link]({page}/text) and <{page}/auto>.[^1]

> Quoted [link]({page}/quoted).

- Listed [link]({page}/listed)

| Table |
|---|
| [cell]({page}/cell) |

:::pick[sock]
A [verdict]({page}/verdict).

+ [Good]({page}/pro)
- [Bad]({page}/con)
:::

:::faq
### Why?

[So]({page}/answer).
:::

:::quote[Mara]{{source="{page}/spoken"}}
[Words]({page}/words).
:::

:::note[Mind]
[This]({page}/noted).
:::

[Mail](mailto:mara@example.org) and [again]({page}/text).

[^1]: Author, Title, {page}/source
"""
    )
    make_draft(body=f"[Draft]({page}/draft)")
    withdrawn = make_guide(body=f"[Old]({page}/withdrawn)")
    withdraw_article(withdrawn, version=withdrawn.version, by=None)
    db.session.commit()
    run(stage)
    names = "offer text auto quoted listed cell verdict pro con answer spoken words noted source draft withdrawn"
    assert dict(stage.asked) == {f"/{name}": 1 for name in names.split()}


def test_link_that_nobody_uses_any_more_is_forgotten(stage: Stage, app: Crescendo) -> None:
    draft = make_draft(body=f"[One]({stage.address('/ok')})")
    run(stage)
    assert list(states()) == ["ok"]
    revise(article_by_id(draft.id), body="Nothing.")
    run(stage)
    assert states() == {}


def test_offer_at_a_broken_link_is_no_offer_until_it_works_again(stage: Stage, day: time_machine.Traveller) -> None:
    offer = make_offer(make_product(), url=stage.address("/gone"))
    for _time in range(3):
        assert is_healthy(db.session.get_one(Offer, offer.id))
        run(stage)
        day.shift(timedelta(hours=12))
    offer = offer_by_id(offer.id)
    assert (is_healthy(offer), offer.broken_since) == (False, MONDAY)
    stage.plays["/gone"] = answer(200)
    day.shift(timedelta(days=2))
    run(stage)
    assert is_healthy(offer_by_id(offer.id))


def task_kinds() -> list[str]:
    now = clock.now()
    kinds = (TaskKind.LINK_BROKEN, TaskKind.SOURCE_BROKEN, TaskKind.OFFER_BROKEN, TaskKind.LINK_MOVED)
    return [task.kind.value for task in tasks_page(TaskFilter(), now=now, today=now.date()).items if task.kind in kinds]


def test_dead_links_are_tasks_of_live_guides_until_they_are_accepted(stage: Stage, day: time_machine.Traveller) -> None:
    gone, source = stage.address("/gone"), stage.address("/gone-source")
    stage.plays["/moved"] = leads_to("/ok")
    make_guide(body=f"[Here]({gone}) and [there]({stage.address('/moved')}).[^1]\n\n[^1]: Author, {source}")
    make_draft(body=f"[Here]({gone})")
    make_offer(make_product(slug="sock"), url=stage.address("/gone-offer"))
    make_guide(body="::product[sock]")
    for _time in range(3):
        run(stage)
        day.shift(timedelta(hours=12))
    assert task_kinds() == ["link-broken", "source-broken", "offer-broken", "link-moved"]
    owner, today = make_user(), clock.now().date()
    for link in db.session.scalars(select(CheckedLink)):
        accept_link(link, until=today + timedelta(days=7), today=today, reason="Known.", by=owner)
    db.session.commit()
    assert task_kinds() == []
    day.shift(timedelta(days=8))
    assert task_kinds() == ["link-broken", "source-broken", "offer-broken", "link-moved"]


@pytest.mark.parametrize("days", [-1, 400])
def test_acceptance_needs_an_end_within_a_year(stage: Stage, app: Crescendo, days: int) -> None:
    guide_with(stage.address("/ok"))
    run(stage)
    today = clock.now().date()
    with pytest.raises(Rejected):
        accept_link(only_link(), until=today + timedelta(days=days), today=today, reason="", by=make_user())


def test_acceptance_can_be_taken_back(stage: Stage, app: Crescendo) -> None:
    guide_with(stage.address("/ok"))
    run(stage)
    link, today = only_link(), clock.now().date()
    accept_link(link, until=today, today=today, reason="", by=make_user())
    take_back_acceptance(link, by=make_user())
    assert not link.is_accepted(today)


def test_two_runs_at_once_never_ask_for_one_address_twice(stage: Stage, app: Crescendo) -> None:
    addresses = [stage.address(f"/p{number}") for number in range(12)]
    stage.plays |= {f"/p{number}": answer(200) for number in range(12)}
    guide_with(*addresses)
    for number in range(5):  # hosts of their own, so that both have something to do
        make_offer(make_product(), url=f"http://h{number}.invalid/x")

    def check() -> None:
        with app.app_context():
            check_due_links(fetcher(stage), pause=0)
            db.session.remove()

    db.session.rollback()
    threads = [threading.Thread(target=check) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(stage.asked.values()) == {1}
    assert len(stage.asked) == 12


def test_lease_of_a_run_that_died_ends(stage: Stage, day: time_machine.Traveller) -> None:
    guide_with(stage.address("/ok"))
    run(stage)
    ask_for_check()
    lease_hosts("dead", limit=5)
    db.session.commit()
    assert run(stage).checked == 0
    day.shift(timedelta(minutes=10))
    assert run(stage).checked == 1


def test_released_links_are_free(stage: Stage, app: Crescendo) -> None:
    guide_with(stage.address("/ok"))
    run(stage)
    ask_for_check()
    lease_hosts("me", limit=5)
    assert len(leased_links("me", clock.now())) == 1
    release("me")
    assert (progress(clock.now()).due, progress(clock.now()).leased) == (1, 0)


def test_hosts_that_all_keep_silent_mean_that_we_are_offline(stage: Stage, app: Crescendo) -> None:
    for number in range(4):
        make_offer(make_product(), url=f"http://h{number}.invalid/x")
    report = run(stage)
    assert (report.is_offline, report.checked) == (True, 0)
    assert set(db.session.scalars(select(CheckedLink.failures))) == {0}


def test_one_host_is_asked_slowly_and_one_at_a_time(stage: Stage, app: Crescendo) -> None:
    at_once, most = threading.Semaphore(0), []

    def meet(scene: Any) -> None:
        at_once.release()
        most.append(at_once._value)
        scene.say(200)
        at_once.acquire()

    stage.plays |= {f"/p{number}": meet for number in range(5)}
    guide_with(*(stage.address(f"/p{number}") for number in range(5)))
    check_due_links(fetcher(stage), pause=0.01)
    assert most == [1] * 5


NOW = MONDAY


@pytest.mark.parametrize(
    ("text", "days"),
    [("86400", 3), ("864000", 10), ("99999999999", 14), ("Thu, 12 Nov 2026 09:00:00 GMT", 10), ("soon", 3), ("", 3)],
)
def test_server_that_asks_to_wait_is_left_alone_for_so_long(text: str, days: int) -> None:
    said = Answer(429, "http://x/", {"retry-after": text}, ())
    finding = finding_of(said, now=NOW)
    assert next_check(Standing(LinkState.UNKNOWN, 0, None), finding, now=NOW) == NOW + timedelta(days=days)


def test_failing_link_is_looked_at_again_within_a_day() -> None:
    failing = standing_after(Standing(LinkState.OK, 0, None), Finding(LinkState.BROKEN, ""), now=NOW)
    assert failing == Standing(LinkState.OK, 1, NOW)
    assert next_check(failing, Finding(LinkState.BROKEN, ""), now=NOW) == NOW + timedelta(hours=12)


def test_error_keeps_the_way_that_led_to_it() -> None:
    error = Unreachable("It cannot be reached: x.")
    error.hops = (Hop(301, "http://y/"),)
    finding = finding_of_error(error)
    assert (finding.state, finding.final_address, finding.answered) == (LinkState.BROKEN, "http://y/", True)
