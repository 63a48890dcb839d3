"""Who sees an article, and when."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from crescendo.foundation.database import db
from crescendo.journal.actions import publish_article, save_draft, withdraw_article
from crescendo.journal.models import Article
from crescendo.journal.publishing import ArticleState, is_live, state_of, visible_at
from crescendo.web.application import Crescendo
from tests.factories.journal import entry_of, make_draft, make_guide

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
PERIODS = [
    pytest.param(None, None, False, ArticleState.DRAFT, id="no text for readers"),
    pytest.param(NOON, None, True, ArticleState.LIVE, id="since this second"),
    pytest.param(NOON + SECOND, None, False, ArticleState.SCHEDULED, id="from the next second"),
    pytest.param(NOON - HOUR, NOON + SECOND, True, ArticleState.LIVE, id="until the next second"),
    pytest.param(NOON - HOUR, NOON, False, ArticleState.WITHDRAWN, id="until this second"),
]


@pytest.mark.parametrize(("publish_at", "unpublish_at", "live", "state"), PERIODS)
def test_period_decides_who_sees_an_article(
    publish_at: datetime | None, unpublish_at: datetime | None, live: bool, state: ArticleState
) -> None:
    article = Article(live_revision_id=1 if publish_at else None, publish_at=publish_at, unpublish_at=unpublish_at)
    assert (is_live(article, NOON), state_of(article, NOON)) == (live, state)


@pytest.mark.parametrize(("publish_at", "unpublish_at", "live", "state"), PERIODS)
def test_database_agrees_with_the_rule(
    app: Crescendo, publish_at: datetime | None, unpublish_at: datetime | None, live: bool, state: ArticleState
) -> None:
    if publish_at is None:
        make_draft()
    else:
        with time_machine.travel(NOON - 2 * HOUR, tick=False):
            make_guide(publish_at=publish_at, unpublish_at=unpublish_at)
    assert bool(db.session.scalars(select(Article).where(visible_at(NOON))).all()) is live


@pytest.mark.usefixtures("app")
def test_clock_that_is_put_back_moves_no_published_date() -> None:
    with time_machine.travel(NOON, tick=False) as travel:
        guide = make_guide()
        travel.move_to(NOON - HOUR)
        save_draft(guide, entry_of(guide, summary="Changed."), version=guide.version, by=None)
        publish_article(guide, by=None)
    assert (guide.publish_at, is_live(guide, NOON)) == (NOON, True)


@pytest.mark.usefixtures("app")
def test_guide_of_the_hour_that_was_put_back_answers_as_withdrawn() -> None:
    with time_machine.travel(NOON, tick=False) as travel:
        guide = make_guide()
        travel.move_to(NOON - HOUR)
        withdraw_article(guide, version=guide.version, by=None)
    assert state_of(guide, NOON) is ArticleState.WITHDRAWN
