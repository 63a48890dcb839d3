"""Who sees an article, and when."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from crescendo.foundation.database import db
from crescendo.journal.models import Article
from crescendo.journal.publishing import ArticleState, is_live, state_of, visible_at
from crescendo.web.application import Crescendo
from tests.factories.journal import make_draft, make_guide

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
