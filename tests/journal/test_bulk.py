"""One change to many articles, and undoing it."""

from datetime import UTC, datetime, timedelta

import pytest

from crescendo.accounts.models import User
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.foundation.errors import NotPermitted, Rejected
from crescendo.journal.actions import publish_article
from crescendo.journal.bulk import Change, Outcome, change_articles, plan_change
from crescendo.journal.bulk_changes import BulkChange, ChangeKind
from crescendo.journal.bulk_queries import find_tag
from crescendo.journal.bylines import delete_tag
from crescendo.journal.desk_queries import article_by_id
from crescendo.journal.models import Article
from crescendo.journal.publishing import ArticleState, is_live, state_of
from crescendo.journal.reversal import Reversal, reverse_change
from crescendo.search.queries import search
from crescendo.search.query import read_query
from tests.factories.accounts import make_user
from tests.factories.catalog import make_category
from tests.factories.journal import make_author, make_draft, make_guide, make_scheduled, revise

pytestmark = pytest.mark.usefixtures("app")
WITHDRAW = Change(ChangeKind.WITHDRAW)


def made(change: Change, *articles: Article, by: User | None = None) -> Outcome:
    outcome = change_articles(change, {a.id: a.version for a in articles}, by=by or make_user())
    db.session.commit()
    return outcome


def undone(outcome: Outcome, *, by: User | None = None) -> Reversal:
    assert outcome.done is not None
    reversal = reverse_change(outcome.done, by=by or make_user())
    db.session.commit()
    return reversal


def now(article: Article) -> Article:
    return article_by_id(article.id)


def tags_of(article: Article) -> list[str]:
    return [tag.name for tag in now(article).tags]


def found(words: str) -> list[int]:
    """The guides that readers find."""
    return [hit.id for hit in search(read_query(words), now=clock.now()).page.items]


def into(name: str) -> Change:
    return Change(ChangeKind.CATEGORY, make_category(name).id, name)


def test_plan_parts_what_changes_from_what_is_so_and_from_what_is_of_others() -> None:
    author, change = make_user(role="author"), into("Hats")
    mine, there = make_draft(by=author), make_draft(by=author)
    made(change, there)
    others = make_draft()
    plan = plan_change(change, [now(mine), now(there), now(others)], by=author, now=clock.now())
    assert [*plan.affected, *plan.same, *plan.not_permitted] == [now(mine), now(there), now(others)]
    assert (len(plan.affected), len(plan.same)) == (1, 1)


def test_guides_move_to_a_category_and_back_each_to_its_own() -> None:
    one, other = make_guide(), make_draft()
    before = [one.category_id, other.category_id]
    change = into("Hats")
    outcome = made(change, one, other)
    assert {now(one).category_id, now(other).category_id} == {change.target_id}
    assert undone(outcome).count == 2
    assert [now(one).category_id, now(other).category_id] == before


def test_texts_and_what_readers_see_stay_when_guides_move() -> None:
    guide = make_guide("Boots")
    made(into("Hats"), guide)
    assert now(guide).live_revision_id == guide.live_revision_id
    assert now(guide).draft_revision_id is None


def test_guides_go_to_another_author_and_back() -> None:
    guide, author = make_draft(), make_author("Mara")
    former = guide.author_id
    outcome = made(Change(ChangeKind.AUTHOR, author.id, "Mara"), guide)
    assert now(guide).author.name == "Mara"
    undone(outcome)
    assert now(guide).author_id == former


def test_new_tag_is_made_once_and_undoing_takes_it_off_only_where_it_came() -> None:
    first, second, third = make_draft(tags=["Rain"]), make_draft(), make_draft(tags=["Wool"])
    tag = find_tag("rain")
    assert tag is not None
    outcome = made(Change(ChangeKind.ADD_TAG, tag.id, "Rain"), first, second, third)
    assert [tags_of(article) for article in (first, second, third)] == [["Rain"], ["Rain"], ["Rain", "Wool"]]
    assert undone(outcome).count == 2
    assert [tags_of(article) for article in (first, second, third)] == [["Rain"], [], ["Wool"]]


def test_unknown_tag_is_made_when_it_is_added() -> None:
    guide, draft = make_guide("Boots"), make_draft()
    made(Change(ChangeKind.ADD_TAG, None, "Long flights"), guide, draft)
    assert tags_of(guide) == tags_of(draft) == ["Long flights"]
    assert found("flights") == [guide.id]


def test_tag_taken_off_comes_back_unless_it_was_deleted() -> None:
    guide = make_draft(tags=["Rain", "Wool"])
    rain, wool = find_tag("Rain"), find_tag("Wool")
    assert rain is not None
    assert wool is not None
    off = made(Change(ChangeKind.REMOVE_TAG, rain.id, "Rain"), guide)
    undone(off)
    assert tags_of(guide) == ["Rain", "Wool"]
    off = made(Change(ChangeKind.REMOVE_TAG, wool.id, "Wool"), now(guide))
    delete_tag(wool, version=wool.version, by=None)
    assert [why for _article, why in undone(off).left] == ["the tag was deleted"]


def test_undone_withdrawal_shows_the_same_text_since_the_same_time() -> None:
    since = datetime(2026, 3, 1, 8, tzinfo=UTC)
    guide = revise(make_guide("Boots", publish_at=since), body="Not yet for readers.")
    live, draft = guide.live_revision_id, guide.draft_revision_id
    outcome = made(WITHDRAW, guide)
    assert state_of(now(guide), clock.now()) is ArticleState.WITHDRAWN
    assert undone(outcome).count == 1
    back = now(guide)
    assert (back.live_revision_id, back.draft_revision_id, back.publish_at) == (live, draft, since)
    assert is_live(back, clock.now())


def test_undone_withdrawal_leaves_no_draft_where_there_was_none() -> None:
    guide = make_guide("Boots")
    undone(made(WITHDRAW, guide))
    assert now(guide).draft_revision_id is None


def test_draft_written_after_a_withdrawal_stays_when_that_is_undone() -> None:
    guide = make_guide("Boots", body="As readers know it.")
    outcome = made(WITHDRAW, guide)
    revise(now(guide), body="Better.")
    undone(outcome)
    back = now(guide)
    assert back.live_revision is not None
    assert (back.live_revision.body, back.newest_revision.body) == ("As readers know it.", "Better.")


def test_guide_that_is_published_again_stays_as_it_is() -> None:
    guide = make_guide()
    outcome = made(WITHDRAW, guide)
    publish_article(now(guide), by=None)
    reversal = undone(outcome)
    assert reversal.count == 0
    assert [why for _article, why in reversal.left] == ["it was published, scheduled or dated since"]


def test_undone_withdrawal_schedules_again() -> None:
    hour = clock.now() + timedelta(days=2)
    guide = make_scheduled(publish_at=hour)
    undone(made(WITHDRAW, guide))
    assert state_of(now(guide), clock.now()) is ArticleState.SCHEDULED
    assert now(guide).publish_at == hour


def test_search_finds_guides_as_they_are_after_a_withdrawal_and_its_undoing() -> None:
    guide = make_guide("Galoshes")
    outcome = made(WITHDRAW, guide)
    assert found("galoshes") == []
    undone(outcome)
    assert found("galoshes") == [guide.id]


def test_guide_saved_since_it_was_shown_is_left_and_named() -> None:
    guide, other, change = make_draft(), make_draft(), into("Hats")
    shown = {guide.id: guide.version, other.id: other.version}
    revise(guide, title="Changed meanwhile")
    outcome = change_articles(change, shown, by=make_user())
    assert [article.newest_revision.title for article in outcome.left] == ["Changed meanwhile"]
    assert outcome.done is not None
    assert [was["article"] for was in outcome.done.before] == [other.id]


def test_undoing_leaves_what_was_moved_again() -> None:
    one, other, change, later = make_draft(), make_draft(), into("Hats"), into("Shoes")
    outcome = made(change, one, other)
    made(later, now(one))
    reversal = undone(outcome)
    assert reversal.count == 1
    assert [(article.id, why) for article, why in reversal.left] == [(one.id, "it was moved again since")]
    assert now(one).category_id == later.target_id


def test_author_changes_no_guide_of_others() -> None:
    guide = make_draft()
    outcome = made(into("Hats"), guide, by=make_user(role="author"))
    assert outcome.done is None
    assert now(guide).version == guide.version


def test_change_is_undone_once_and_only_by_who_made_it_or_an_editor() -> None:
    author = make_user(role="author")
    outcome = made(into("Hats"), make_draft(by=author), by=author)
    with pytest.raises(NotPermitted):
        undone(outcome, by=make_user(role="author"))
    undone(outcome, by=author)
    with pytest.raises(Rejected):
        undone(outcome)


def test_change_without_any_effect_is_not_kept() -> None:
    draft = make_draft()
    assert made(WITHDRAW, draft).done is None
    assert db.session.query(BulkChange).count() == 0
