"""Directive lines: what opens and closes a block, and what stays text."""

import pytest

from crescendo.journal.markup import ProductCard, read_body
from tests.journal.markup.reading import html_of, problems_of, slots_of


def test_label_and_values_are_plain_text_with_escapes() -> None:
    body = r"""::product[so\]ck]{note="say \"hi\" \\ *now*"}"""
    assert slots_of(body) == [ProductCard(1, "so]ck", 'say "hi" \\ *now*')]


def test_a_directive_needs_no_empty_lines_around_it() -> None:
    assert html_of("before\n:::tip\ninside\n:::\nafter").startswith('<p>before</p><aside class="callout callout-tip"')
    assert html_of("before\n:::tip\ninside\n:::\nafter").endswith("</aside><p>after</p>")


def test_a_longer_fence_holds_a_shorter_one() -> None:
    html = html_of("::::note\n:::tip\ninside\n:::\noutside\n::::")
    assert "inside</p></aside><p>outside</p></aside>" in html


def test_a_directive_stands_in_quotes_and_lists() -> None:
    assert html_of("> :::tip\n> a\n> :::").count("<aside") == 1
    assert html_of("- item\n\n  :::tip\n  a\n  :::").startswith("<ul><li><p>item</p><aside")
    assert html_of("- item\n:::tip\na\n:::").startswith("<ul><li>item</li></ul><aside")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("::prodct[sock]", "unknown-directive"),
        ("::product[sock", "malformed-directive"),
        ("::Product[sock]", "malformed-directive"),
        ("::product[sock] and more", "malformed-directive"),
        ("::: note", "malformed-directive"),
        ("::product[sock]{note=soft}", "bad-attributes"),
        ('::product[sock]{note="a } b"}', "bad-attributes"),
        (":::product[sock]", "too-many-colons"),
        ("::note[Title]", "too-few-colons"),
        ("::product", "missing-product"),
        ("::compare[ , ]", "missing-product"),
        (":::note[Title]", "unclosed-container"),
        (":::", "stray-closing"),
    ],
)
def test_what_cannot_be_read_stays_text_and_is_explained(line: str, code: str) -> None:
    body = f"First\n\n{line}\n\n*last*"
    assert line.replace('"', "") in html_of(body).replace('"', "")
    assert html_of(body).endswith("<p><em>last</em></p>")
    assert problems_of(body) == [(3, code)]


def test_the_end_of_a_block_that_cannot_be_read_is_not_another_problem() -> None:
    assert problems_of(":::nonsense\ntext\n:::") == [(1, "unknown-directive")]
    assert problems_of(":::note[a\ntext\n:::\n\n:::") == [(1, "malformed-directive"), (5, "stray-closing")]


def test_blocks_of_one_length_cannot_hold_each_other() -> None:
    body = ":::note\n:::tip\ninside\n:::\nafter\n:::"
    assert problems_of(body) == [(2, "unclosed-container"), (6, "stray-closing")]


def test_an_unclosed_block_in_one_place_does_not_hide_a_closed_one_in_another() -> None:
    assert problems_of(":::note\n\n> :::tip\n> a\n> :::") == [(1, "unclosed-container")]
    assert problems_of("- :::note\n\n:::tip\na\n:::") == [(1, "unclosed-container")]


@pytest.mark.parametrize("text", ["::", ":: so", "a ::product[sock]", ":smile:", "    ::product[sock]", "`::x`"])
def test_other_colons_are_text(text: str) -> None:
    assert problems_of(text) == []
    assert slots_of(text) == []


def test_code_shows_directives_as_they_are() -> None:
    assert html_of("```\n::product[sock]\n```") == "<pre><code>::product[sock]\n</code></pre>"


def test_an_unknown_attribute_is_left_out_with_a_warning() -> None:
    body = '::product[sock]{note="soft" colour="red"}'
    assert slots_of(body) == [ProductCard(1, "sock", "soft")]
    assert problems_of(body) == [(1, "unknown-attribute")]


@pytest.mark.parametrize("opening", [":::note", ":::faq", ':::quote[N]{source="https://e.example"}', ":::pick[sock]"])
def test_an_empty_block_is_pointed_out(opening: str) -> None:
    assert (1, "empty-directive") in problems_of(f"{opening}\n:::")


def test_messages_name_what_they_are_about_and_what_to_do() -> None:
    [problem] = read_body(':::pick[sock]{role="best"}\nWarm.\n:::').problems
    assert problem.severity == "error"
    assert "“best”" in problem.message
    assert "best-overall, runner-up" in problem.message


def test_messages_stay_short_however_long_the_text() -> None:
    [problem] = read_body(f"::{'x' * 500}[sock]").problems
    assert len(problem.message) < 200
