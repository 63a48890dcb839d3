"""A disk without room: what is sent is refused with clear words, what is there stays whole, and readers go on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from crescendo.foundation.database import db
from crescendo.journal.desk_queries import article_by_id
from crescendo.media.models import Asset
from crescendo.outbound.clicks import DailyClicks
from crescendo.presentation.counting import tally_of
from crescendo.web.application import Crescendo
from tests.conftest import migrated, settings_for
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.catalog import make_offer, make_product
from tests.factories.journal import make_draft, make_guide
from tests.factories.media import picture_bytes
from tests.pages import Pages
from tests.small_disk import fill


@pytest.fixture
def site(disk: Path) -> Iterator[Crescendo]:
    """A site that keeps everything on that disk."""
    with migrated(settings_for(disk, f"sqlite:///{disk / 'site.sqlite3'}")) as app:
        app.config["TESTING"] = False
        with app.app_context():
            yield app
            db.session.remove()


@pytest.fixture
def author(site: Crescendo) -> Pages:
    """Somebody who signed in while there was room, on a site with a guide and a draft."""
    make_guide("Old guide", slug="old")
    make_user(email="ed@example.org")
    browser = Pages(site)
    browser.open("/login").form().fill(email="ed@example.org", password=PASSWORD).submit("Sign in")
    return browser


def doctor(site: Crescendo) -> str:
    """What `flask doctor` says."""
    db.session.remove()
    return site.test_cli_runner().invoke(args=["doctor"]).output


def test_text_is_refused_and_saved_once_there_is_room(disk: Path, author: Pages) -> None:
    draft = make_draft("Boots", summary="Old words.")
    form = author.open(f"/studio/articles/{draft.id}").form("title").fill(summary="New words.", body="Word. " * 4000)
    filler = fill(disk)
    refused = form.submit("Save draft")
    assert refused.status == 507
    assert "The disk of this site is full." in refused.main
    filler.unlink()
    assert form.submit("Save draft").status == 303
    db.session.rollback()
    saved = article_by_id(draft.id).draft_revision
    assert saved is not None
    assert saved.summary == "New words."


def test_picture_is_refused_and_leaves_neither_row_nor_file(disk: Path, author: Pages) -> None:
    form = author.open("/studio/media/").form("pictures")
    fill(disk)
    page = form.attach("pictures", (picture_bytes(size=(900, 900)), "large.png")).submit("Add")
    assert page.status == 507
    assert db.session.scalars(select(Asset)).all() == []
    assert [path for path in disk.rglob("*.*") if path.parent != disk and path.is_file()] == []


def test_draft_kept_by_itself_is_refused_in_words_too(disk: Path, author: Pages) -> None:
    draft = make_draft("Boots", summary="Old words.")
    form = author.open(f"/studio/articles/{draft.id}").form("title").fill(body="Word. " * 4000)
    fill(disk)
    refused = author.send(f"/studio/articles/{draft.id}/autosave", form.values)
    assert refused.status == 507
    assert "was not saved" in refused.main


@pytest.mark.parametrize("password", [PASSWORD, "another"])
def test_signing_in_waits_for_room(disk: Path, site: Crescendo, author: Pages, password: str) -> None:
    form = Pages(site).open("/login").form().fill(email="ed@example.org", password=password)
    fill(disk)
    assert form.submit("Sign in").status == 507


def test_ways_out_lead_on_and_clicks_are_counted_once_there_is_room(disk: Path, site: Crescendo) -> None:
    offer = make_offer(make_product())
    db.session.commit()
    filler = fill(disk)
    assert Pages(site).open(f"/go/{offer.id}").status == 302
    assert tally_of(site).settle() is False
    filler.unlink()
    assert tally_of(site).settle() is True
    assert db.session.scalar(select(func.sum(DailyClicks.human + DailyClicks.other))) == 1


def test_readers_go_on_and_nothing_is_damaged(disk: Path, site: Crescendo, author: Pages) -> None:
    form = author.open("/studio/articles/new").form("title")
    fill(disk)
    assert form.fill(title="Another", body="Word. " * 4000).submit("Save draft").status == 507
    for address in ("/", "/guides/old", "/search?q=old"):
        assert Pages(site).open(address).status == 200
    assert "All is well." in doctor(site)
