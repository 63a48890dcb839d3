"""Plain Markdown: what an author writes between the special forms."""

import pytest

from crescendo.journal.markup import MAX_BODY_CHARS, BodyTooLong, read_body
from tests.journal.markup.reading import html_of, problems_of


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (
            "A *soft* **warm** ~~old~~ `sock`",
            "<p>A <em>soft</em> <strong>warm</strong> <del>old</del> <code>sock</code></p>",
        ),
        ("one\ntwo", "<p>one\ntwo</p>"),
        ("one\\\ntwo", "<p>one<br>two</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("- a\n\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
        ("3. c\n4. d", '<ol start="3"><li>c</li><li>d</li></ol>'),
        ("> said", "<blockquote><p>said</p></blockquote>"),
        ("a\n\n***\n\nb", "<p>a</p><hr><p>b</p>"),
        ("```js\n1 < 2\n```", "<pre><code>1 &lt; 2\n</code></pre>"),
        ("AT&T &copy; 2 < 3", "<p>AT&amp;T © 2 &lt; 3</p>"),
        ('"Straight" -- quotes...', '<p>"Straight" -- quotes...</p>'),
        ("snake_case and \\*stars\\*", "<p>snake_case and *stars*</p>"),
    ],
)
def test_markdown_reads_as_commonmark(body: str, html: str) -> None:
    assert html_of(body) == html
    assert problems_of(body) == []


def test_every_kind_of_line_end_reads_the_same() -> None:
    unix = read_body("one\n\n::product[sock]\n\ntwo")
    assert read_body("one\r\n\r\n::product[sock]\r\n\r\ntwo") == unix
    assert read_body("one\r\r::product[sock]\r\rtwo") == unix


def test_html_shows_as_text_and_the_author_is_told() -> None:
    body = 'fine\n\nA <b onclick="x()">bold</b> word'
    assert "<b" not in html_of(body)
    assert problems_of(body) == [(3, "raw-html")]


def test_escaped_html_is_meant_as_text() -> None:
    assert html_of("Write \\<b> for bold") == "<p>Write &lt;b&gt; for bold</p>"
    assert problems_of("Write \\<b> for bold, or `<i>`") == []


@pytest.mark.parametrize("price", ["$49.95", "€ 20", "£5", "20 €", "EUR 12", "1,200 USD", "49 $", "CAD 30", "89 zł"])
def test_a_price_typed_by_hand_is_pointed_out(price: str) -> None:
    assert problems_of(f"First line\nand it costs {price} only") == [(2, "typed-price")]


@pytest.mark.parametrize("text", ["`$49`", "[$49](price:sock)", "20 mmHg", "US sizes 5 to 9"])
def test_what_is_no_typed_price_is_left_alone(text: str) -> None:
    assert problems_of(text) == []


@pytest.mark.parametrize(
    ("body", "product"),
    [
        ("[It](product:sock) costs $49.", "sock"),
        ("$49 buys [it](product:sock).", "sock"),
        ("::product[boot]\n\nWords.\n\n::product[sock]\n\nOnly $49 now.", "sock"),
        ("Words for $49.\n\n::product[sock]", "sock"),
        ("| What | How much |\n|---|---|\n| [Sock](product:sock) | $49 |", "sock"),
        ("::product[sock]\n\nOne.\n\nTwo.\n\nThree for $49.", "its-product"),
        ("[One](product:sock) or [another](product:boot) for $49.", "its-product"),
        ("Only $49.", "its-product"),
    ],
)
def test_price_typed_near_one_product_names_it_for_the_token(body: str, product: str) -> None:
    [problem] = [problem for problem in read_body(body).problems if problem.code == "typed-price"]
    assert f"[$49](price:{product})" in problem.message


def test_each_price_of_a_line_is_pointed_out() -> None:
    assert problems_of("From $20 to $30, and $20 again") == [(1, "typed-price")] * 2


def test_a_body_may_be_long_but_not_endless() -> None:
    assert read_body("a" * MAX_BODY_CHARS).word_count == 1
    with pytest.raises(BodyTooLong, match="200,001"):
        read_body("a" * (MAX_BODY_CHARS + 1))


def test_an_empty_body_is_an_empty_document() -> None:
    document = read_body("")
    assert (document.segments, document.text, document.word_count, document.problems) == ((), "", 0, ())


def test_text_is_what_a_search_looks_through() -> None:
    body = (
        "## On *socks*\n\nWarm [ones](product:sock).[^1]\n\n:::note[Mind]\nwash\n:::\n\n"
        '![drawn](media:k "A sock")\n\n| a | b |\n|---|---|\n| c | |\n\n[^1]: Not this.'
    )
    document = read_body(body)
    assert document.text == "On socks\nWarm ones.\nMind\nwash\nA sock\na b\nc"
    assert document.word_count == 11


def test_characters_that_pages_and_databases_refuse_are_left_out() -> None:
    assert html_of("a\x00b\x08c\ud800d\ufffee &#12;f") == "<p>abcde  f</p>"


def test_private_characters_cannot_pose_as_slots() -> None:
    body = '&#xE000;0&#xE001; <x-slot n="0"></x-slot> ![a <x-slot n="0">](media:k)'
    document = read_body(body)
    assert [type(piece).__name__ for piece in document.segments] == ["str", "Picture", "str"]


def test_what_is_nested_too_deeply_is_shown_as_typed() -> None:
    body = "".join("  " * depth + f"- item {depth}\n" for depth in range(12)) + "\nafter"
    assert "item 11" in html_of(body)
    assert "after" in html_of(body)
    assert problems_of(body) == [(10, "nested-too-deep")]


HOSTILE = {
    "backticks": "a " + "`" * 50_000,
    "brackets": "[" * 50_000,
    "escaped html": "\\<b>*a* " * 6_000,
    "pictures": "![" * 25_000,
    "footnotes": "[^" * 25_000,
    "emphasis": "*" * 24_999 + "a" + "*" * 25_000,
    "containers": ":::note\n" * 6_000,
    "containers in a list": "- a\n" + ":::note\n" * 6_000,
    "cells": "|a" * 200 + "|\n" + "|-" * 200 + "|\n" + "x\n" * 20_000,
    "tables": ("|a" * 44 + "|\n" + "|-" * 44 + "|\n" + "x\n" * 44 + "\n") * 150,
    "headings": "# a\n" * 12_000,
    "numbers": "1." * 25_000,
    "quotes": "> " * 25_000,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_read_like_any_other(body: str) -> None:
    assert read_body(body).text
