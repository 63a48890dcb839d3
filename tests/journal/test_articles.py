"""What happens to an article, and what is refused."""

from datetime import timedelta

import pytest

from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.foundation.errors import Conflict, Gone, Rejected
from crescendo.journal.actions import publish_article, save_draft, schedule_article, withdraw_article
from crescendo.journal.desk_queries import article_by_id, counts_by_state
from crescendo.journal.publishing import ArticleState, state_of
from crescendo.journal.queries import guide_by_slug
from crescendo.redirects.queries import target_of
from crescendo.web.application import Crescendo
from tests.factories.journal import entry_of, make_draft, make_guide, make_scheduled, revise

pytestmark = pytest.mark.usefixtures("app")
HOUR = timedelta(hours=1)


def test_addresses_made_from_the_same_title_are_numbered() -> None:
    assert [make_draft("How boots fit").slug for _ in range(3)] == [
        "how-boots-fit",
        "how-boots-fit-2",
        "how-boots-fit-3",
    ]


def test_address_that_still_leads_elsewhere_is_not_given_away() -> None:
    revise(make_guide(slug="boots"), slug="shoes")
    with pytest.raises(Rejected) as refusal:
        make_draft(slug="boots")
    assert "slug" in refusal.value.errors


def test_renaming_back_is_clean() -> None:
    guide = revise(make_guide(slug="boots"), slug="shoes")
    assert revise(guide, slug="boots").slug == "boots"


@pytest.mark.parametrize("slug", ["Boots", "boots--fit", "-boots", "bööts", "a b", "x" * 81])
def test_address_must_be_a_slug(slug: str) -> None:
    with pytest.raises(Rejected) as refusal:
        make_draft(slug=slug)
    assert set(refusal.value.errors) == {"slug"}


def test_title_without_letters_asks_for_an_address() -> None:
    with pytest.raises(Rejected) as refusal:
        make_draft("???")
    assert set(refusal.value.errors) == {"slug"}


def test_stale_save_changes_nothing() -> None:
    draft = make_draft(body="First.")
    stale = draft.version
    draft = revise(draft, body="Second.")
    with pytest.raises(Conflict):
        save_draft(draft, entry_of(draft, body="Stale."), version=stale, by=None)
    assert article_by_id(draft.id).newest_revision.body == "Second."


def test_scheduled_text_stays_pinned_while_the_draft_goes_on() -> None:
    article = revise(make_scheduled(publish_at=clock.now() + HOUR, body="Pinned."), body="Later.")
    assert article.live_revision is not None
    assert (article.live_revision.body, article.newest_revision.body) == ("Pinned.", "Later.")


def test_time_that_has_passed_cannot_be_scheduled() -> None:
    with pytest.raises(Rejected) as refusal:
        schedule_article(make_draft(), publish_at=clock.now(), by=None)
    assert set(refusal.value.errors) == {"publish_at"}


def test_live_article_cannot_be_scheduled() -> None:
    with pytest.raises(Rejected):
        schedule_article(make_guide(), publish_at=clock.now() + HOUR, by=None)


def test_article_cannot_be_withdrawn_before_it_is_published() -> None:
    draft = make_draft(unpublish_at=clock.now() + HOUR)
    with pytest.raises(Rejected) as refusal:
        schedule_article(draft, publish_at=clock.now() + 2 * HOUR, by=None)
    assert set(refusal.value.errors) == {"unpublish_at"}


def test_withdrawn_article_keeps_its_newest_text_and_can_return() -> None:
    guide = revise(make_guide(body="Live."), body="Newer.")
    withdraw_article(guide, version=guide.version, by=None)
    withdrawn = article_by_id(guide.id)
    assert state_of(withdrawn, clock.now()) is ArticleState.WITHDRAWN
    publish_article(withdrawn, by=None)
    db.session.commit()
    returned = article_by_id(guide.id)
    assert returned.live_revision is not None
    assert returned.live_revision.body == "Newer."


def test_withdrawn_article_that_is_scheduled_anew_keeps_its_address_alive() -> None:
    guide = make_guide(slug="boots")
    withdraw_article(guide, version=guide.version, by=None)
    schedule_article(guide, publish_at=clock.now() + HOUR, by=None)
    revise(guide, slug="shoes")
    assert target_of("/guides/boots") == "/guides/shoes"
    with pytest.raises(Gone):
        guide_by_slug("shoes", now=clock.now())
    for moment, state in ((clock.now(), ArticleState.SCHEDULED), (clock.now() + HOUR, ArticleState.LIVE)):
        assert state_of(guide, moment) is state
        assert [found for found, count in counts_by_state(moment).items() if count] == [state]


def test_update_keeps_the_day_of_publication_and_dates_only_what_is_substantive() -> None:
    guide = make_guide(publish_at=clock.now() - 48 * HOUR)
    publish_at = guide.publish_at
    publish_article(revise(guide, body="A comma."), by=None)
    assert (guide.publish_at, guide.revised_at) == (publish_at, None)
    publish_article(revise(article_by_id(guide.id), body="A new verdict."), by=None, substantive=True)
    assert guide.revised_at is not None


def test_texts_beyond_their_limits_are_refused_by_field() -> None:
    with pytest.raises(Rejected) as refusal:
        make_draft("x" * 161, summary="x" * 401)
    assert set(refusal.value.errors) == {"title", "summary"}


def test_line_ends_are_kept_in_one_form(app: Crescendo) -> None:
    assert make_draft(body="One\r\nTwo\rThree").newest_revision.body == "One\nTwo\nThree"
