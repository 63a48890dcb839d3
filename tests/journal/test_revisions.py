"""Revisions: numbered, never changed, and only added when there is something new."""

import pytest
from sqlalchemy import select

from crescendo.foundation.database import db
from crescendo.journal.derived import Mention
from crescendo.journal.models import Article, Revision
from tests.factories.catalog import make_product
from tests.factories.journal import make_draft, make_guide, revise

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
