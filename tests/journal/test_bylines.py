"""Author profiles and tags."""

import pytest

from crescendo.foundation.database import db
from crescendo.foundation.errors import Conflict, Rejected
from crescendo.journal.bylines import AuthorInput, add_byline, create_author, create_tag, update_tag
from crescendo.journal.desk_queries import tags_with_counts
from crescendo.redirects.queries import target_of
from tests.factories.accounts import make_user
from tests.factories.journal import make_author, make_draft

pytestmark = pytest.mark.usefixtures("app")


def test_bylines_of_two_people_with_one_name_have_two_addresses() -> None:
    users = [make_user(name="Mara Ellery", byline=False) for _ in range(2)]
    assert [add_byline(user).slug for user in users] == ["mara-ellery", "mara-ellery-2"]


def test_account_has_one_profile_at_most() -> None:
    user = make_user()
    with pytest.raises(Rejected) as refusal:
        create_author(AuthorInput(name="Another", user_id=user.id), by=None)
    assert set(refusal.value.errors) == {"user_id"}


def test_byline_outlives_its_account() -> None:
    user = make_user(byline=False)
    author = make_author("Mara", user_id=user.id)
    db.session.delete(user)
    db.session.commit()
    db.session.refresh(author)
    assert (author.name, author.user_id) == ("Mara", None)


def test_tags_that_differ_in_case_alone_are_one() -> None:
    make_draft(tags=["Rain Days", "rain days"])
    make_draft(tags=["RAIN DAYS"])
    assert [(tag.name, count) for tag, count in tags_with_counts()] == [("Rain Days", 2)]


def test_renamed_tag_leaves_a_redirect() -> None:
    tag = create_tag(name="Rain", by=None)
    update_tag(tag, name="Rain days", slug="rain-days", version=tag.version, by=None)
    assert target_of("/tags/rain") == "/tags/rain-days"


def test_stale_tag_is_a_conflict() -> None:
    tag = create_tag(name="Rain", by=None)
    with pytest.raises(Conflict):
        update_tag(tag, name="Snow", slug="snow", version=tag.version + 1, by=None)
