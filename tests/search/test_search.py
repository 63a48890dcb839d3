"""What readers find, on SQLite and PostgreSQL alike."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crescendo.catalog.actions import update_product
from crescendo.catalog.models import ProductStatus
from crescendo.catalog.queries import product_by_id
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.foundation.errors import NotFound
from crescendo.journal.actions import publish_article, withdraw_article
from crescendo.journal.bylines import update_tag
from crescendo.journal.tags import tags_named
from crescendo.search.actions import reindex
from crescendo.search.backends import CLOSE, OPEN
from crescendo.search.queries import Results, meant, search, suggestions
from crescendo.search.query import Query, Term, read_query
from tests.factories.catalog import make_category, make_offer, make_product, product_entry_of
from tests.factories.journal import make_draft, make_guide, make_scheduled, revise

pytestmark = pytest.mark.usefixtures("app")


def results(text: str, **narrowed: Any) -> Results:
    return search(read_query(text), now=clock.now(), **narrowed)


def titles(text: str, **narrowed: Any) -> list[str]:
    """Titles of what is found, best first, without marks."""
    found = results(text, **narrowed).page.items
    return [item.title.replace("\ue000", "").replace("\ue001", "") for item in found]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("wool socks", Query((Term(("wool",)), Term(("socks",))))),
        ('"wool socks" -merino', Query((Term(("wool", "socks")),), (Term(("merino",)),))),
        ('-"wet feet" dry', Query((Term(("dry",)),), (Term(("wet", "feet")),))),
        ("comp*", Query((Term(("comp",), is_prefix=True),))),
        ("t-shirt", Query((Term(("t", "shirt")),))),
        ("“curly quotes”", Query((Term(("curly", "quotes")),))),
        ('"never closed', Query((Term(("never", "closed")),))),
        ("— !!! _ -", Query()),
        ("", Query()),
    ],
)
def test_query_is_read_as_typed(text: str, query: Query) -> None:
    assert read_query(text) == query


@pytest.mark.parametrize(
    "text",
    [
        "squeezes",
        "squeeze",
        "Tubular",
        "graduated",
        "calf",
        '"eases upward"',
        "grad*",
        "travel",
        "the squeeze",
        "TUBULAR",
    ],
)
def test_guide_is_found_by_its_words(text: str) -> None:
    make_guide("Tubular squeeze", summary="How a calf feels.", body="Graduated: it eases upward.", tags=["Travel"])
    make_guide("Something else")
    assert titles(text) == ["Tubular squeeze"]


@pytest.mark.parametrize(
    "text", ["norrel", "steady", "NS-20", "4006381333931", "mpn-7", "sku-99", "firm knit", "nylon"]
)
def test_product_is_found_by_its_names_and_numbers(text: str) -> None:
    product = make_product(
        "Steady 20",
        brand="Norrel",
        model="NS-20",
        gtin="4006381333931",
        mpn="MPN-7",
        summary="A firm knit.",
        description="Made of nylon.",
    )
    make_offer(product, external_id="SKU-99")
    make_product("Other", brand="Ellipse")
    assert titles(text) == ["Norrel Steady 20"]


@pytest.mark.parametrize("text", ["squeeze -calf", '"upward eases"', "squeeze absent", "squ", "-squeeze"])
def test_guide_is_not_found_by_other_words(text: str) -> None:
    make_guide("Tubular squeeze", summary="How a calf feels.", body="It eases upward.")
    assert not [title for title in titles(text) if results(text).all_terms]


def test_accents_may_be_left_out() -> None:
    make_guide("Café crème loafers")
    assert titles("cafe creme") == titles("café crème") == ["Café crème loafers"]


def test_title_weighs_more_than_body() -> None:
    make_guide("Belts", body="Nothing more.")
    make_guide("Bags", body="They go with belts.")
    assert titles("belts") == ["Belts", "Bags"]


def test_guides_and_products_stand_in_one_ranking_and_can_be_narrowed() -> None:
    belts, bags = make_category("Belts"), make_category("Bags")
    make_guide("Leather belts", category=belts)
    make_guide("Leather bags", category=bags)
    make_product("Leather belt", brand="Norrel", category=belts)
    assert set(titles("leather")) == {"Leather belts", "Leather bags", "Norrel Leather belt"}
    assert titles("leather", kind="product") == ["Norrel Leather belt"]
    assert titles("leather", category="bags") == ["Leather bags"]
    assert titles("leather", category="bags", kind="product") == []
    assert sorted((f.kind.value, f.category, f.count) for f in results("leather").facets) == [
        ("guide", "bags", 1),
        ("guide", "belts", 1),
        ("product", "belts", 1),
    ]


def test_when_nothing_has_all_words_some_words_do() -> None:
    make_guide("Wool socks")
    found = results("wool spaceship")
    assert (found.all_terms, len(found.page.items)) == (False, 1)


def test_guide_that_readers_cannot_see_does_not_keep_others_from_being_found() -> None:
    make_scheduled("Wool socks", publish_at=clock.now() + timedelta(days=1))
    make_guide("Wool hats")
    found = results("wool socks")
    assert (found.all_terms, titles("wool socks")) == (False, ["Wool hats"])


def test_found_words_are_marked_in_title_and_excerpt() -> None:
    make_guide("Wool socks", body="Before all that. " * 40 + "Then the wool dries. " + "After it. " * 40)
    found = results("wool").page.items[0]
    assert found.title == "\ue000Wool\ue001 socks"
    assert "\ue000wool\ue001 dries" in found.excerpt
    assert len(found.excerpt) < 400


def test_misspelt_word_has_a_proposal_that_finds_something() -> None:
    make_guide("Compression socks")
    proposal = meant(read_query("compresion sokcs"), now=clock.now())
    assert proposal is not None
    assert [term.words for term in proposal.wanted] == [("compression",), ("socks",)]


def test_proposal_never_leads_to_what_readers_cannot_see() -> None:
    article = make_guide("Zephyrine hats")
    withdraw_article(article, version=article.version, by=None)
    assert meant(read_query("zephyrin"), now=clock.now()) is None


def test_unfinished_word_has_suggestions() -> None:
    make_guide("Compression socks")
    assert [found.title for found in suggestions(read_query("socks compr"), now=clock.now(), limit=5)] != []


def test_drafts_scheduled_and_withdrawn_guides_are_not_found() -> None:
    make_draft("Quince draft")
    article = make_guide("Quince withdrawn")
    withdraw_article(article, version=article.version, by=None)
    make_scheduled("Quince scheduled", publish_at=clock.now() + timedelta(hours=1))
    assert titles("quince") == []
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=2)):
        assert titles("quince") == ["Quince scheduled"]


def test_index_follows_the_live_revision() -> None:
    article = make_guide("Old title")
    article = revise(article, title="New title")
    assert titles("old") == ["Old title"]
    publish_article(article, by=None)
    assert (titles("old"), titles("new")) == ([], ["New title"])


def test_index_follows_tags() -> None:
    make_guide("Hats", tags=["Rain"])
    [tag] = tags_named(["Rain"])
    update_tag(tag, name="Drizzle", slug="drizzle", version=tag.version, by=None)
    assert (titles("rain"), titles("drizzle")) == ([], ["Hats"])


def test_guide_is_found_by_the_names_of_its_products() -> None:
    product = make_product("Strider", brand="Halden", slug="strider")
    make_guide("Shoes", body="::product[strider]")
    assert set(titles("halden strider")) == {"Halden Strider", "Shoes"}
    product = product_by_id(product.id)
    update_product(product, product_entry_of(product, name="Runner"), version=product.version, by=None)
    assert (titles("strider"), set(titles("runner"))) == ([], {"Halden Runner", "Shoes"})


def test_index_follows_products_until_they_are_merged() -> None:
    other = make_product("Runner")
    product = make_product("Strider")
    entry = product_entry_of(product, name="Strider Two", status=ProductStatus.MERGED, superseded_by_id=other.id)
    update_product(product, entry, version=product.version, by=None)
    assert titles("strider") == []


def test_reindexing_finds_the_same() -> None:
    make_guide("Wool socks", tags=["Winter"])
    make_product("Wool hat")
    before = (titles("wool"), titles("winter"))
    list(reindex())
    db.session.commit()
    assert (titles("wool"), titles("winter")) == before


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_a_query(text: str) -> None:
    query = read_query(text)
    search(query, now=clock.now())
    suggestions(query, now=clock.now(), limit=3)
    meant(query, now=clock.now())


def test_empty_index_finds_nothing() -> None:
    assert results("anything").page.total == 0


def test_of_very_many_matches_those_count_that_have_the_words_in_the_title(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crescendo.search.queries.CONSIDERED", 3)
    make_guide("Wool socks")
    for title in ("Hats", "Gloves", "Scarves"):
        make_guide(title, body="Of wool.")
    found = results("wool")
    assert (found.is_wide, titles("wool")) == (True, ["Wool socks"])
    assert [facet.count for facet in found.facets] == [1]


def test_words_are_marked_in_the_text_where_only_titles_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crescendo.search.queries.CONSIDERED", 1)
    for title in ("Wool socks", "Gloves"):
        make_guide(title, body="All of wool.")
    [found] = results("wool").page.items
    assert f"of {OPEN}wool{CLOSE}" in found.excerpt


def test_of_very_many_matches_with_none_in_a_title_the_last_written_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crescendo.search.queries.CONSIDERED", 2)
    for title in ("Hats", "Gloves", "Scarves"):
        make_guide(title, body="Of wool.")
    assert (results("wool").is_wide, titles("wool"), titles("wool -hats")) == (
        True,
        ["Scarves", "Gloves"],
        ["Scarves", "Gloves"],
    )


def test_excluded_words_count_in_the_body_where_only_titles_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crescendo.search.queries.CONSIDERED", 2)
    make_guide("Wool socks", body="Nylon, too.")
    for title in ("Wool hats", "Gloves", "Scarves"):
        make_guide(title, body="Of wool.")
    assert titles("wool -nylon") == ["Wool hats"]


@pytest.mark.parametrize("number", [0, -1, 2])
def test_page_that_is_not_there_is_not_found(number: int) -> None:
    make_guide("Wool socks")
    with pytest.raises(NotFound):
        results("wool", number=number)
