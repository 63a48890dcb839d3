"""Callouts, expert quotes, questions and captioned tables."""

import pytest

from crescendo.journal.markup import Question, WebLink, read_body
from tests.journal.markup.reading import html_of, problems_of, slots_of

TABLE = "| Size | *Fit* |\n|---|--:|\n| S | `a\\|b` |"


@pytest.mark.parametrize(("kind", "title"), [("note", "Note"), ("tip", "Tip"), ("warning", "Warning")])
def test_a_callout_has_the_title_of_its_kind_or_its_own(kind: str, title: str) -> None:
    opening = f'<aside class="callout callout-{kind}" aria-label='
    assert html_of(f":::{kind}\nx\n:::") == f'{opening}"{title}"><p class="callout-title">{title}</p><p>x</p></aside>'
    own = '"A &amp; &quot;B&quot;"><p class="callout-title">A &amp; "B"</p><p>x</p></aside>'
    assert html_of(f':::{kind}[A & "B"]\nx\n:::') == opening + own


def test_regions_of_a_page_have_different_names() -> None:
    html = html_of(":::note\na\n:::\n\n:::note\nb\n:::")
    assert 'aria-label="Note"' in html
    assert 'aria-label="Note 2"' in html


def test_an_expert_quote_says_who_how_and_where() -> None:
    body = ':::quote[Dr. A]{role="Runner" source="https://e.example/a b" evidence="interview"}\nWarm.\n:::'
    assert html_of(body) == (
        '<figure class="expert-quote"><blockquote><p>Warm.</p></blockquote><figcaption>'
        '<cite class="expert-name">Dr. A</cite> <span class="expert-role">Runner</span> '
        '<span class="expert-source"><a href="https://e.example/a%20b">Source</a></span> '
        '<span class="expert-evidence">Interview</span></figcaption></figure>'
    )
    assert slots_of(body) == [WebLink("https://e.example/a%20b", ("Source",))]
    assert problems_of(body) == []


def test_quote_in_another_language_says_which() -> None:
    assert '<blockquote lang="pt-BR"><p>Sim.</p></blockquote>' in html_of(':::quote[A]{lang="pt-BR"}\nSim.\n:::')


def test_evidence_of_a_quote_may_be_said_in_own_words() -> None:
    assert '<span class="expert-evidence">By letter</span>' in html_of(':::quote[A]{evidence="By letter"}\nx\n:::')


@pytest.mark.parametrize(
    ("opening", "code"),
    [
        (":::quote[A]", "quote-without-source"),
        (':::quote{evidence="interview"}', "quote-without-name"),
        (':::quote[A]{evidence="interview" source="javascript:x"}', "bad-value"),
        (':::quote[A]{evidence="interview" source="/page"}', "bad-value"),
        (':::quote[A]{evidence="interview" lang="German"}', "bad-value"),
    ],
)
def test_what_a_quote_lacks_is_pointed_out(opening: str, code: str) -> None:
    assert problems_of(f"{opening}\nx\n:::") == [(1, code)]
    assert slots_of(f"{opening}\nx\n:::") == []


FAQ = """\
:::faq
### Do they *help*?

Some say so.

- Others do not.

### How tight?

#### For runners
Tight.
:::
"""


def test_questions_open_on_their_own() -> None:
    html = html_of(FAQ)
    assert html.startswith(
        '<section class="faq" aria-label="Questions"><details class="faq-item"><summary>'
        '<h3 id="do-they-help">Do they <em>help</em>?</h3></summary>'
        '<div class="faq-answer"><p>Some say so.</p>'
    )
    assert html.count("<details") == 2
    assert '<h4 id="for-runners">' in html


def test_questions_are_listed_with_plain_answers_and_are_no_sections() -> None:
    document = read_body(f"## Questions\n\n### Fit\n\n{FAQ}")
    assert document.questions == (
        Question(1, "Do they help?", "do-they-help", "Some say so.\nOthers do not.", 6),
        Question(2, "How tight?", "how-tight", "For runners\nTight.", 12),
    )
    assert [heading.text for heading in document.headings] == ["Questions", "Fit", "For runners"]
    assert document.problems == ()


def test_an_answer_may_hold_any_block() -> None:
    html = html_of("::::faq\n### Which?\n::product[sock]\n:::tip\nx\n:::\n::::")
    assert '<div class="faq-answer"><article></article><aside' in html


def test_text_before_the_first_question_is_kept_and_pointed_out() -> None:
    body = ":::faq\nBefore\n### Why?\nSo.\n:::"
    assert "<p>Before</p><details" in html_of(body)
    assert problems_of(body) == [(1, "faq-without-question")]


def test_a_question_without_answer_is_pointed_out() -> None:
    assert problems_of(":::faq\n### Why?\n:::") == [(2, "question-without-answer")]


def test_a_captioned_table_scrolls_in_a_region_of_its_name() -> None:
    assert html_of(f':::table[Sizes & fit]{{rowheader="true"}}\n{TABLE}\n:::') == (
        '<div class="table-scroll" role="region" tabindex="0" aria-label="Sizes &amp; fit"><table>'
        "<caption>Sizes &amp; fit</caption>"
        '<thead><tr><th scope="col">Size</th>'
        '<th scope="col" class="align-right"><em>Fit</em></th></tr></thead>'
        '<tbody><tr><th scope="row">S</th><td class="align-right"><code>a|b</code></td></tr></tbody>'
        "</table></div>"
    )


def test_a_table_without_caption_is_shown_and_pointed_out() -> None:
    assert '<div class="table-scroll" role="region" tabindex="0" aria-label="Table"><table><thead>' in html_of(TABLE)
    assert problems_of(TABLE) == [(1, "table-without-caption")]
    assert problems_of(f":::table\n{TABLE}\n:::") == [(2, "table-without-caption")]


@pytest.mark.parametrize("content", ["text", f"text\n\n{TABLE}", f"{TABLE}\n\n::product[sock]"])
def test_a_table_block_holds_one_table_but_shows_what_it_holds(content: str) -> None:
    body = f":::table[Sizes]\n{content}\n:::"
    assert (1, "bad-table") in problems_of(body)
    assert html_of(body).count("<caption>Sizes</caption>") == content.count("| Size |")
    assert html_of(body).count("<p>text</p>") == content.count("text")


def test_a_row_header_is_either_true_or_false() -> None:
    assert problems_of(f':::table[Sizes]{{rowheader="yes"}}\n{TABLE}\n:::') == [(1, "bad-value")]


def test_a_table_with_too_many_cells_stays_text() -> None:
    body = "|a" * 100 + "|\n" + "|-" * 100 + "|\n" + "x\n" * 60
    assert "<table" not in html_of(body)
    assert problems_of(body) == [(1, "table-too-large")]
