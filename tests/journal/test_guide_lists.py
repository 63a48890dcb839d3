"""The first page of a tag, which is found in another way than those of other lists."""

from datetime import timedelta

import pytest

from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.journal import guide_lists
from crescendo.journal.actions import withdraw_article
from crescendo.journal.guide_lists import PAGE_SIZE, guides_page
from crescendo.journal.models import Tag
from crescendo.journal.queries import tag_by_slug
from crescendo.web.application import Crescendo
from tests.factories.journal import make_draft, make_guide, make_scheduled


@pytest.fixture
def wool(app: Crescendo) -> Tag:
    """A tag of more guides than a page holds, between others; some of its guides readers do not see."""
    now = clock.now()
    for days in range(PAGE_SIZE + 3):
        make_guide(f"Wool {days}", tags=["Wool"], publish_at=now - timedelta(days=days, hours=1))
        make_guide(f"Felt {days}", tags=["Felt"], publish_at=now - timedelta(days=days, hours=2))
    make_draft("Not yet", tags=["Wool"])
    make_scheduled("Soon", tags=["Wool"], publish_at=now + timedelta(days=1))
    gone = make_guide("No more", tags=["Wool"])
    withdraw_article(gone, version=gone.version, by=None)
    db.session.commit()
    return tag_by_slug("wool")


@pytest.mark.parametrize("lately", [guide_lists.LATELY, PAGE_SIZE], ids=["among the newest", "long ago"])
def test_first_page_has_the_newest_that_readers_see_and_counts_all(
    wool: Tag, lately: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guide_lists, "LATELY", lately)
    page = guides_page(now=clock.now(), number=1, tag=wool)
    titles = [guide.live_revision.title for guide in page.items if guide.live_revision]
    assert titles == [f"Wool {days}" for days in range(PAGE_SIZE)]
    assert page.total == PAGE_SIZE + 3
