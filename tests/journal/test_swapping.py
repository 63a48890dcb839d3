"""Putting one product in the place of another in guides, and undoing it."""

from collections.abc import Iterable

import pytest
from sqlalchemy import func, select

from crescendo.accounts.models import User
from crescendo.catalog.models import Product
from crescendo.catalog.queries import product_by_id
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.foundation.errors import NotPermitted, Rejected
from crescendo.journal.actions import publish_article
from crescendo.journal.desk_queries import article_by_id, articles_mentioning
from crescendo.journal.models import Article, Revision
from crescendo.journal.publishing import ArticleState, state_of
from crescendo.journal.swap_queries import swap_by_id
from crescendo.journal.swapping import SwapOutcome, plan_swap, reverse_swap, swap_products
from tests.factories.accounts import make_user
from tests.factories.catalog import make_offer, make_product
from tests.factories.journal import make_draft, make_guide, make_scheduled, revise
from tests.factories.media import make_asset

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def owner() -> User:
    return make_user()


@pytest.fixture
def old() -> Product:
    return make_product("Old", slug="old")


@pytest.fixture
def new() -> Product:
    product = make_product("New", slug="new")
    make_offer(product)
    return product_by_id(product.id)


def swap(old: Product, new: Product, articles: Iterable[Article], by: User) -> SwapOutcome:
    outcome = swap_products(
        product_by_id(old.id), product_by_id(new.id), {article.id: article.version for article in articles}, by=by
    )
    db.session.commit()
    return outcome


def undo(outcome: SwapOutcome, by: User) -> SwapOutcome:
    assert outcome.done is not None
    undone = reverse_swap(swap_by_id(outcome.done.id), by=by)
    db.session.commit()
    return undone


def bodies(article: Article) -> tuple[str | None, str | None]:
    """What readers see, and the draft."""
    article = article_by_id(article.id)
    return (
        article.live_revision.body if article.live_revision else None,
        article.draft_revision.body if article.draft_revision else None,
    )


def kinds(article: Article) -> list[str]:
    rows = select(Revision.kind).where(Revision.article_id == article.id).order_by(Revision.number)
    return [kind.value for kind in db.session.scalars(rows)]


def test_live_guide_gets_a_new_live_revision(old: Product, new: Product, owner: User) -> None:
    guide = make_guide(body="::product[old]")
    outcome = swap(old, new, [guide], owner)
    assert outcome.left == []
    assert bodies(guide) == ("::product[new]", None)
    assert kinds(guide) == ["manual", "publish"]
    assert [article.id for article in articles_mentioning(new.id)] == [guide.id]
    assert articles_mentioning(old.id) == []


def test_unfinished_draft_is_swapped_and_stays_a_draft(old: Product, new: Product, owner: User) -> None:
    guide = revise(make_guide(body="::product[old]"), body="Unfinished.\n\n::product[old]")
    outcome = swap(old, new, [guide], owner)
    assert bodies(guide) == ("::product[new]", "Unfinished.\n\n::product[new]")
    assert articles_mentioning(old.id) == []
    undo(outcome, owner)
    assert bodies(guide) == ("::product[old]", "Unfinished.\n\n::product[old]")


def test_draft_without_the_product_is_left_alone(old: Product, new: Product, owner: User) -> None:
    guide = revise(make_guide(body="::product[old]"), body="[Other](product:new)")
    draft_id = guide.draft_revision_id
    outcome = swap(old, new, [guide], owner)
    assert article_by_id(guide.id).draft_revision_id == draft_id
    undo(outcome, owner)
    assert article_by_id(guide.id).draft_revision_id == draft_id
    assert bodies(guide) == ("::product[old]", "[Other](product:new)")
    assert [article.id for article in articles_mentioning(new.id)] == [guide.id]


def test_scheduled_guide_stays_scheduled_and_a_draft_a_draft(old: Product, new: Product, owner: User) -> None:
    later = clock.now().replace(year=clock.now().year + 1)
    scheduled = make_scheduled(publish_at=later, body="::product[old]")
    draft = make_draft(body="::product[old]")
    swap(old, new, [scheduled, draft], owner)
    assert bodies(scheduled) == ("::product[new]", None)
    assert state_of(article_by_id(scheduled.id), clock.now()) is ArticleState.SCHEDULED
    assert bodies(draft) == (None, "::product[new]")


def test_undoing_brings_the_former_texts_back_as_new_revisions(old: Product, new: Product, owner: User) -> None:
    guides = [make_guide(body=f"Guide {number}.\n\n::product[old]") for number in range(3)]
    outcome = swap(old, new, guides, owner)
    assert undo(outcome, owner).left == []
    for number, guide in enumerate(guides):
        assert bodies(guide) == (f"Guide {number}.\n\n::product[old]", None)
        assert kinds(guide) == ["manual", "publish", "restore"]
    assert len(articles_mentioning(old.id)) == 3


def test_swap_is_undone_once(old: Product, new: Product, owner: User) -> None:
    outcome = swap(old, new, [make_guide(body="::product[old]")], owner)
    undo(outcome, owner)
    with pytest.raises(Rejected):
        undo(outcome, owner)


def test_guide_that_was_saved_since_it_was_shown_is_left(old: Product, new: Product, owner: User) -> None:
    guide = make_guide(body="::product[old]")
    version = guide.version
    revise(guide, body="Better.\n\n::product[old]")
    outcome = swap_products(old, product_by_id(new.id), {guide.id: version}, by=owner)
    assert (outcome.done, [reason for _article, reason in outcome.left]) == (None, ["somebody saved it since"])


def test_guide_that_was_changed_after_the_swap_is_not_undone(old: Product, new: Product, owner: User) -> None:
    changed, other = make_guide(body="::product[old]"), make_guide(body="::product[old]")
    outcome = swap(old, new, [changed, other], owner)
    publish_article(revise(article_by_id(changed.id), body="Mine.\n\n::product[new]"), by=owner)
    db.session.commit()
    undone = undo(outcome, owner)
    assert [(article.id, reason) for article, reason in undone.left] == [(changed.id, "it was changed since")]
    assert bodies(changed) == ("Mine.\n\n::product[new]", None)
    assert bodies(other) == ("::product[old]", None)


def test_guide_that_may_not_be_published_is_left_whole_with_the_reason(old: Product, new: Product, owner: User) -> None:
    asset = make_asset("boot", alt="A boot.")
    guide, other = make_guide(body="::product[old]\n\n![](media:boot)"), make_guide(body="::product[old]")
    forget_description(asset.id)
    outcome = swap(old, new, [article_by_id(guide.id), other], owner)
    [(article, reason)] = outcome.left
    assert (article.id, "Describe the picture" in reason) == (guide.id, True)
    assert bodies(guide) == ("::product[old]\n\n![](media:boot)", None)
    assert bodies(other) == ("::product[new]", None)
    assert db.session.scalar(select(func.count()).where(Revision.article_id == guide.id)) == 1


def forget_description(asset_id: int) -> None:
    from crescendo.media.models import AltState, Asset

    asset = db.session.get_one(Asset, asset_id)
    asset.alt_state, asset.alt_text = AltState.UNDECIDED, ""
    db.session.commit()


def test_authors_swap_and_undo_in_their_own_guides_alone(old: Product, new: Product) -> None:
    author = make_user(role="author")
    mine, theirs = make_guide(body="::product[old]", by=author), make_guide(body="::product[old]")
    outcome = swap(old, new, [mine, theirs], author)
    assert [(article.id, reason) for article, reason in outcome.left] == [(theirs.id, "it is somebody else’s")]
    assert bodies(mine) == ("::product[new]", None)
    with pytest.raises(NotPermitted):
        undo(outcome, make_user(role="author"))


def test_old_slugs_are_the_same_product(old: Product, new: Product, owner: User) -> None:
    from crescendo.catalog.actions import update_product
    from tests.factories.catalog import product_entry_of

    guide = make_guide(body="::product[old]")
    product = product_by_id(old.id)
    update_product(product, product_entry_of(product, slug="renamed"), version=product.version, by=owner)
    db.session.commit()
    swap(product, new, [article_by_id(guide.id)], owner)
    assert bodies(guide) == ("::product[new]", None)


def test_plan_changes_nothing_and_tells_of_warnings(old: Product, new: Product) -> None:
    guide = make_guide(body=':::pick[old]{role="avoid"}\nNo.\n:::\n\n[x](product:old)')
    [plan] = plan_swap(product_by_id(old.id), product_by_id(new.id), [guide])
    assert plan.live is not None
    assert "[x](product:new)" in plan.live.after
    assert plan.warnings == 1
    assert bodies(guide) == (plan.live.before, None)


def test_product_does_not_take_its_own_place(old: Product, owner: User) -> None:
    with pytest.raises(Rejected):
        swap_products(old, old, {}, by=owner)
