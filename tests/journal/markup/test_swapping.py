"""Putting one product in the place of another: what changes, and that nothing else does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crescendo.journal.markup import read_body
from crescendo.journal.markup.swapping import Stand, kept_warnings, swapped

NEW = Stand("new-sock", "Norrel New Sock", {"weight": "38 g"})


def swap(body: str, *slugs: str) -> str:
    return swapped(body, slugs or ("old", "older"), NEW, old_name="Old Sock")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("::product[old]", "::product[new-sock]"),
        ('::product[old]{note="The softest."}', "::product[new-sock]"),
        ("::product[older]", "::product[new-sock]"),
        ("> ::product[old]\n>\n> Words.", "> ::product[new-sock]\n>\n> Words."),
        ('::compare[old, other]{columns="price"}', '::compare[new-sock, other]{columns="price"}'),
        ("::compare[old, other, new-sock]", "::compare[new-sock, other]"),
        ("::compare[old, new-sock]", "::product[new-sock]"),
        ("Take [these](product:old).", "Take [these](product:new-sock)."),
        ("Take [the Old Sock](product:old).", "Take [Norrel New Sock](product:new-sock)."),
        ("It costs [$24.90](price:old).", "It costs [the current price](price:new-sock)."),
        ("It weighs [40 g](spec:old/weight).", "It weighs [38 g](spec:new-sock/weight)."),
        ("It is [7 cm](spec:old/height) high.", "It is [not known](spec:new-sock/height) high."),
        ("[Sock][it]\n\n[it]: product:old", "[Sock][it]\n\n[it]: product:new-sock"),
        ("| A |\n|---|\n| [x](product:old) |", "| A |\n|---|\n| [x](product:new-sock) |"),
        ("Twice: [a](product:old), [b](product:older).", "Twice: [a](product:new-sock), [b](product:new-sock)."),
    ],
)
def test_every_form_takes_the_new_product(before: str, after: str) -> None:
    assert swap(before) == after


def test_pick_keeps_its_role_and_nothing_that_was_said_of_the_old_product() -> None:
    body = """Before.

:::pick[old]{role="budget" evidence="tested" verified="2026-11-02"}
The softest of [all](product:other).

+ Soft
- Dear
:::

After."""
    assert swap(body) == 'Before.\n\n:::pick[new-sock]{role="budget"}\n:::\n\nAfter.'
    [pick] = read_body(swap(body)).mentions
    assert (pick.slug, pick.role, pick.evidence, pick.verdict, pick.pros, pick.cons) == (
        "new-sock",
        "budget",
        "",
        "",
        (),
        (),
    )


def test_pick_within_a_quotation_keeps_its_fence() -> None:
    assert swap("> ::::pick[old]\n> Good.\n> ::::\n\nAfter.") == "> ::::pick[new-sock]\n> ::::\n\nAfter."


def test_pick_within_a_list_keeps_its_fence() -> None:
    assert swap("- :::pick[old]\n  Good.\n\n  + Soft\n  :::\n- Next") == "- :::pick[new-sock]\n  :::\n- Next"


def test_pick_within_a_pick_takes_no_text_behind_them_away() -> None:
    body = "::::pick[old]\nGood.\n\n:::pick[old]\nBetter.\n\n+ Soft\n:::\n::::\n\nOne.\n\nTwo.\n\nThree."
    assert swap(body) == "::::pick[new-sock]\n::::\n\nOne.\n\nTwo.\n\nThree."


def test_warning_against_the_old_product_stays_with_it() -> None:
    body = ':::pick[old]{role="avoid"}\nIt slips.\n:::\n\n::product[old]'
    assert swap(body) == ':::pick[old]{role="avoid"}\nIt slips.\n:::\n\n::product[new-sock]'
    assert kept_warnings(body, ["old"]) == 1


@pytest.mark.parametrize(
    "body",
    [
        "`[x](product:old)`",
        "```\n::product[old]\n```",
        "    ::product[old]",
        "The old sock is old.",
        "::product[old-2]",
        "[x](product:old-2) and [y](product:very-old)",
        "[x](https://example.org/product:old)",
        ":::pick[old]\nNever closed.",
        "\\[x](product:old)",
        "[x](guide:old)",
    ],
)
def test_what_only_looks_like_the_product_stays(body: str) -> None:
    assert swap(body) == body


def test_product_is_not_swapped_for_itself() -> None:
    assert swap("::product[new-sock]", "new-sock") == "::product[new-sock]"


PIECES = [
    "Words of the old sock.",
    "::product[old]",
    "::product[other]",
    ':::pick[old]{role="budget"}\nGood.\n\n+ Soft\n:::',
    ":::pick[other]\nSee [it](product:old).\n:::",
    "::compare[old, other]",
    "::compare[other, third]",
    "[x](product:old), [y](product:other) `[z](product:old)`",
    "It costs [10](price:old) and weighs [4](spec:old/weight).",
    "- [x](product:old)\n- ::product[old]",
    "> Quoted [x](product:old)",
    "- :::pick[old]\n  Good.\n  :::\n- ::compare[other, old]",
    "> :::pick[old]\n> Good.\n> :::",
    "```\n[x](product:old)\n```",
    ":::faq\n### Why [x](product:old)?\n\n::product[old]\n:::",
    "A claim.[^1]\n\n[^1]: See [it](product:old).",
    "[x](product:old",
    "::product[old",
]


@given(st.lists(st.sampled_from(PIECES), max_size=8))
@settings(deadline=None, max_examples=60)
def test_of_any_body_the_product_changes_and_nothing_else(pieces: list[str]) -> None:
    body = "\n\n".join(pieces)
    before, after = read_body(body), read_body(swap(body))
    expected = [NEW.slug if mention.slug == "old" else mention.slug for mention in before.mentions]
    assert [mention.slug for mention in after.mentions] == expected
    assert [heading.text for heading in after.headings] == [heading.text for heading in before.headings]
    assert [question.text for question in after.questions] == [question.text for question in before.questions]
    assert swap(swap(body)) == swap(body)


@given(st.lists(st.sampled_from([piece for piece in PIECES if "old" not in piece] + ["Old words, `old`."]), max_size=6))
@settings(deadline=None, max_examples=40)
def test_body_that_does_not_speak_of_the_product_keeps_its_bytes(pieces: list[str]) -> None:
    body = "\n\n".join(pieces)
    assert swap(body) == body
