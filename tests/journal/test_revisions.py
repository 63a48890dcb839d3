"""Revisions: numbered, never changed, and only added when there is something new."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from crescendo.accounts.models import User
from crescendo.foundation.database import db
from crescendo.foundation.errors import Conflict
from crescendo.journal.actions import autosave_article, name_revision, publish_article, restore_revision
from crescendo.journal.derived import Mention
from crescendo.journal.desk_queries import article_by_id, revision_by_number
from crescendo.journal.models import Article, Revision, RevisionKind
from crescendo.journal.revisions import texts_of
from tests.factories.accounts import make_user
from tests.factories.catalog import make_product
from tests.factories.journal import make_draft, make_guide, revise

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("app")


def bodies(article: Article) -> list[tuple[int, str]]:
    statement = select(Revision.number, Revision.body).where(Revision.article_id == article.id)
    return [(number, body) for number, body in db.session.execute(statement.order_by(Revision.number))]


def test_each_new_text_is_a_revision_and_none_is_lost() -> None:
    draft = revise(revise(make_draft(body="First."), body="Second."), body="Third.")
    assert bodies(draft) == [(1, "First."), (2, "Second."), (3, "Third.")]


def test_saving_the_same_text_adds_none() -> None:
    draft = make_draft(body="First.")
    revise(draft, tags=["Fit"])
    assert bodies(draft) == [(1, "First.")]


def test_live_text_stays_while_the_draft_changes() -> None:
    guide = revise(make_guide(body="Live."), body="Draft.")
    assert guide.live_revision is not None
    assert guide.draft_revision is not None
    assert (guide.live_revision.body, guide.draft_revision.body) == ("Live.", "Draft.")


def test_only_live_and_draft_texts_have_mentions() -> None:
    for slug in ("one", "two", "three"):
        make_product(slug=slug)
    guide = make_guide(body="::product[one]")
    revise(revise(guide, body="::product[two]"), body="::product[three]")
    mentioned = set(db.session.scalars(select(Mention.reference)))
    assert mentioned == {"one", "three"}


def autosave(article: Article, body: str, *, by: User | None) -> Article:
    texts = replace(texts_of(article.newest_revision), body=body)
    autosave_article(article, texts, version=article.version, by=by)
    db.session.commit()
    return article_by_id(article.id)


def kinds(article: Article) -> list[RevisionKind]:
    statement = select(Revision.kind).where(Revision.article_id == article.id)
    return list(db.session.scalars(statement.order_by(Revision.number)))


def test_autosaves_of_one_sitting_are_one_step() -> None:
    me, other = make_user(), make_user()
    with time_machine.travel(NOON, tick=False):
        draft = autosave(autosave(make_draft(body="First."), "Second.", by=me), "Third.", by=me)
        draft = autosave(draft, "Fourth.", by=other)
    with time_machine.travel(NOON + timedelta(minutes=11), tick=False):
        draft = autosave(draft, "Fifth.", by=other)
    assert [body for _number, body in bodies(draft)] == ["First.", "Third.", "Fourth.", "Fifth."]


def test_deliberate_save_takes_the_place_of_the_autosave_with_its_text() -> None:
    draft = revise(autosave(make_draft(body="First."), "Second.", by=make_user()), body="Second.")
    assert kinds(draft) == [RevisionKind.MANUAL, RevisionKind.MANUAL]


def test_autosave_changes_nothing_for_readers() -> None:
    guide = autosave(make_guide(body="Live."), "Draft.", by=make_user())
    assert guide.live_revision is not None
    assert guide.live_revision.body == "Live."
    publish_article(guide, by=None)
    assert guide.live_revision.body == "Draft."


def test_autosave_of_an_older_state_is_refused() -> None:
    draft = make_draft(body="First.")
    texts = texts_of(draft.newest_revision)
    revise(draft, body="Second.")
    with pytest.raises(Conflict):
        autosave_article(draft, texts, version=1, by=None)


def test_old_autosaves_are_pruned_and_named_ones_stay() -> None:
    draft = make_draft(body="0")
    for number in range(1, 20):
        with time_machine.travel(NOON + timedelta(hours=number), tick=False):
            draft = autosave(draft, str(number), by=make_user())
            if number == 2:
                name_revision(draft.newest_revision, name="Before the rewrite", by=None)
    left = [body for _number, body in bodies(draft)]
    assert left == ["0", "2", *map(str, range(10, 20))]


def test_restoring_adds_a_revision() -> None:
    draft = revise(make_draft("One", body="First."), title="Two", body="Second.")
    restore_revision(draft, revision_by_number(draft, 1), version=draft.version, by=None)
    assert bodies(draft) == [(1, "First."), (2, "Second."), (3, "First.")]
    assert (draft.newest_revision.title, draft.newest_revision.kind) == ("One", RevisionKind.RESTORE)
