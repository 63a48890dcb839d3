"""Rows derived from bodies: which products, links, sources, questions and pictures a text speaks of."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from crescendo.catalog.actions import add_observation
from crescendo.catalog.models import Availability
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.journal.actions import publish_article
from crescendo.journal.derived import BodyLink, BodyPicture, BodyQuestion, BodySource, Mention
from crescendo.journal.desk_queries import article_by_id, articles_mentioning
from crescendo.journal.models import Article
from crescendo.journal.queries import guides_featuring
from tests.factories.catalog import make_offer, make_product
from tests.factories.journal import make_draft, make_guide, revise
from tests.factories.media import make_asset

pytestmark = pytest.mark.usefixtures("app")


def test_pick_keeps_role_verdict_evidence_date_and_points() -> None:
    make_product(slug="sock")
    make_draft(
        body=':::pick[sock]{role="budget" evidence="tested" verified="2026-11-02"}\nGood.\n\n+ Soft\n\n- Thin\n:::'
    )
    [mention] = db.session.scalars(select(Mention)).all()
    assert (mention.form, mention.role, mention.evidence) == ("pick", "budget", "tested")
    assert (mention.verdict, mention.verified_on) == ("Good.", date(2026, 11, 2))
    assert (mention.pros, mention.cons) == (["Soft"], ["Thin"])


def test_body_leaves_rows_for_links_sources_questions_and_pictures() -> None:
    make_asset("boot")
    make_guide(slug="other")
    make_draft(
        body="[Other](guide:other), [web](https://example.org/).[^1]\n\n:::faq\n### Why?\n\nSo.\n:::\n\n"
        "![Boot](media:boot)\n\n[^1]: Author, https://example.org/source"
    )
    links = [(link.kind, link.target, link.article_id is not None) for link in db.session.scalars(select(BodyLink))]
    assert ("guide", "other", True) in links
    assert ("web", "https://example.org/", False) in links
    assert db.session.scalars(select(BodySource.url)).all() == ["https://example.org/source"]
    assert db.session.scalars(select(BodyQuestion.text)).all() == ["Why?"]
    assert db.session.scalars(select(BodyPicture.reference)).all() == ["boot"]


def test_product_that_came_after_the_text_is_mentioned_once_published() -> None:
    draft = make_draft(body="See [it](product:later).")
    product = make_product(slug="later")
    publish_article(article_by_id(draft.id), by=None)
    db.session.commit()
    assert [article.id for article, _mention in guides_featuring([product.id], now=clock.now())] == [draft.id]


def test_reference_by_an_old_address_finds_the_product() -> None:
    from crescendo.catalog.actions import ProductInput, update_product

    product = make_product("Sock", slug="before")
    entry = ProductInput(name="Sock", brand="Norrel", category_id=product.category_id, slug="after")
    update_product(product, entry, version=product.version, by=None)
    db.session.commit()
    make_guide(body="::product[before]")
    assert len(articles_mentioning(product.id)) == 1


def test_text_without_the_product_no_longer_features_it() -> None:
    product = make_product(slug="sock")
    guide = revise(make_guide(body="::product[sock]"), body="Nothing.")
    publish_article(guide, by=None)
    db.session.commit()
    assert guides_featuring([product.id], now=clock.now()) == []


def test_pick_outweighs_a_link_to_the_same_product() -> None:
    product = make_product(slug="sock")
    make_guide(body="[It](product:sock).\n\n:::pick[sock]\nGood.\n:::")
    [(_article, mention)] = guides_featuring([product.id], now=clock.now())
    assert mention.form == "pick"


PICK = ':::pick[sock]{verified="2026-11-02"}\nGood.\n:::'


def seen_on_the_day(article: Article) -> tuple[int | None, str | None, str | None]:
    revision = article_by_id(article.id).newest_revision
    [mention] = db.session.scalars(select(Mention).where(Mention.revision_id == revision.id))
    return mention.price_minor, mention.currency, mention.availability


def test_pick_remembers_what_its_product_cost_on_the_day_of_the_verdict() -> None:
    product = make_product(slug="sock")
    make_offer(product, price=2650)
    make_offer(product, price=1990, availability=Availability.OUT_OF_STOCK)
    assert seen_on_the_day(make_guide(body=PICK)) == (2650, "USD", "in_stock")


def test_verdict_keeps_its_day_through_later_saves_until_it_is_dated_anew() -> None:
    product = make_product(slug="sock")
    make_offer(product, price=2650)
    guide = make_guide(body=PICK)
    make_offer(product, price=1990)
    guide = revise(guide, body=f"More words.\n\n{PICK}")
    publish_article(guide, by=None)
    assert seen_on_the_day(guide) == (2650, "USD", "in_stock")
    guide = revise(article_by_id(guide.id), body=PICK.replace("11-02", "11-20"))
    assert seen_on_the_day(guide) == (1990, "USD", "in_stock")


def test_verdict_of_an_earlier_day_remembers_what_was_seen_until_then() -> None:
    offer = make_offer(make_product(slug="sock"), price=2650)
    for day, price in ((1, 2200), (2, 2100), (3, 2000)):
        seen_at = datetime(2025, 11, day, 12, tzinfo=UTC)
        add_observation(offer, observed_at=seen_at, price_minor=price, availability=Availability.PREORDER)
    db.session.commit()
    assert seen_on_the_day(make_guide(body=PICK.replace("2026", "2025"))) == (2100, "USD", "preorder")


def test_verdict_of_a_day_before_any_price_was_seen_remembers_the_first_one() -> None:
    offer = make_offer(make_product(slug="sock"), price=2650)
    seen_at = datetime(2025, 12, 1, 12, tzinfo=UTC)
    add_observation(offer, observed_at=seen_at, price_minor=2200, availability=Availability.IN_STOCK)
    db.session.commit()
    assert seen_on_the_day(make_guide(body=PICK.replace("2026", "2025"))) == (2200, "USD", "in_stock")
