"""Cards, picks and comparisons."""

from datetime import date

import pytest

from crescendo.journal.markup import Comparison, MentionRef, Pick, ProductCard, ProductLink, read_body
from tests.journal.markup.reading import fill, problems_of, slots_of

PICK = """\
:::pick[cloud-sock]{role="best-overall" evidence="tested" verified="2026-11-02"}
The *warmest* [sock](product:wool-sock).

Wash it cold.

+ Soft
+ Warm `and` dry

- Dear
:::
"""


def pick_of(body: str) -> Pick:
    [pick] = slots_of(body)
    assert isinstance(pick, Pick)
    return pick


def test_a_card_names_its_product_and_why_it_is_there() -> None:
    document = read_body('Intro\n\n::product[sock]{note="Soft."}')
    assert document.segments[1:] == (ProductCard(1, "sock", "Soft."),)
    assert document.mentions == (MentionRef(1, "sock", "card", 3, note="Soft."),)


def test_a_pick_has_verdict_pros_and_cons() -> None:
    pick = pick_of(PICK)
    assert (pick.slug, pick.role, pick.evidence) == ("cloud-sock", "best-overall", "tested")
    assert pick.verified_on == date(2026, 11, 2)
    assert pick.verdict == (
        "<p>The <em>warmest</em> ",
        ProductLink(2, "wool-sock", ("sock",)),
        ".</p>\n<p>Wash it cold.</p>\n",
    )
    assert pick.pros == (("Soft",), ("Warm <code>and</code> dry",))
    assert pick.cons == (("Dear",),)


def test_a_pick_is_mentioned_in_plain_text() -> None:
    mention = read_body(PICK).mentions[0]
    assert mention == MentionRef(
        position=1,
        slug="cloud-sock",
        form="pick",
        line=1,
        role="best-overall",
        evidence="tested",
        verified_on=date(2026, 11, 2),
        verdict="The warmest sock.\nWash it cold.",
        pros=("Soft", "Warm and dry"),
        cons=("Dear",),
    )


def test_only_plus_and_minus_lists_of_a_pick_are_pros_and_cons() -> None:
    pick = pick_of(":::pick[sock]\n* star\n\n1. one\n\n- minus\n\n> - quoted\n\nlast\n:::")
    assert fill(pick.verdict).count("<li>") == 3
    assert "last" in fill(pick.verdict)
    assert (pick.pros, pick.cons) == ((), (("minus",),))


def test_a_pro_may_have_several_paragraphs() -> None:
    assert pick_of(":::pick[sock]\nGood.\n\n+ a\n\n  b\n:::").pros == (("<p>a</p>\n<p>b</p>\n",),)


def test_a_pick_without_role_is_a_mention() -> None:
    assert pick_of(":::pick[sock]\nGood.\n:::").role == "mention"
    assert problems_of(":::pick[sock]\nGood.\n:::") == []


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ('role="best"', "bad-role"),
        ('evidence="hearsay"', "bad-evidence"),
        ('verified="2.11.2026"', "bad-date"),
        ('verified="2026-13-01"', "bad-date"),
        ('verified="20261102"', "bad-date"),
    ],
)
def test_a_wrong_value_is_explained_and_left_out(attributes: str, code: str) -> None:
    body = f":::pick[sock]{{{attributes}}}\nGood.\n:::"
    pick = pick_of(body)
    assert (pick.role, pick.evidence, pick.verified_on) == ("mention", "", None)
    assert problems_of(body) == [(1, code)]


def test_a_pick_of_nothing_shows_its_text() -> None:
    assert read_body(":::pick\nGood.\n:::").segments == ("<p>Good.</p>\n",)
    assert problems_of(":::pick\nGood.\n:::") == [(1, "missing-product")]


def test_a_comparison_mentions_each_product_once_at_one_place() -> None:
    document = read_body('::compare[a, b ,a]{columns="price, drop-mm,price"}')
    assert document.segments == (Comparison(1, ("a", "b"), ("price", "drop-mm")),)
    assert document.mentions == (MentionRef(1, "a", "comparison", 1), MentionRef(1, "b", "comparison", 1))


def test_without_columns_the_page_chooses() -> None:
    assert slots_of("::compare[a, b]") == [Comparison(1, ("a", "b"), ())]


def test_a_column_that_cannot_be_is_left_out() -> None:
    body = '::compare[a, b]{columns="price, Drop in mm"}'
    assert slots_of(body) == [Comparison(1, ("a", "b"), ("price",))]
    assert problems_of(body) == [(1, "bad-value")]


def test_one_product_is_no_comparison() -> None:
    assert problems_of("::compare[a]") == [(1, "nothing-to-compare")]


def test_positions_count_product_places_through_the_whole_body() -> None:
    inline = "[b](product:b) [$](price:c) [8](spec:d/drop)"
    body = f"::product[a]\n\n{inline}\n\n{PICK}\n::compare[e, f]\n\n:::note\n::product[g]\n:::"
    mentions = [(mention.position, mention.slug) for mention in read_body(body).mentions]
    assert mentions == [
        *((1, "a"), (2, "b"), (3, "c"), (4, "d"), (5, "cloud-sock"), (6, "wool-sock")),
        *((7, "e"), (7, "f"), (8, "g")),
    ]
