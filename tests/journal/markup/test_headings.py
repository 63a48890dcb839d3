"""Headings: the title of the guide is above them all."""

import pytest

from crescendo.journal.markup import Heading, read_body
from tests.journal.markup.reading import html_of, problems_of


def anchors_of(body: str) -> list[str]:
    return [heading.anchor for heading in read_body(body).headings]


def test_a_heading_is_listed_with_its_anchor_and_line() -> None:
    body = "Intro\n\n## Do *socks* help?\n\n### How"
    assert read_body(body).headings == (
        Heading(2, "Do socks help?", "do-socks-help", 3),
        Heading(3, "How", "how", 5),
    )
    assert '<h2 id="do-socks-help">Do <em>socks</em> help?</h2>' in html_of(body)


@pytest.mark.parametrize(("typed", "shown"), [("#", 2), ("##", 2), ("###", 3), ("####", 4), ("######", 4)])
def test_headings_show_as_levels_two_to_four(typed: str, shown: int) -> None:
    assert f'<h{shown} id="socks">Socks</h{shown}>' in html_of(f"## A\n\n### B\n\n{typed} Socks")


def test_a_first_level_heading_is_pointed_out() -> None:
    assert problems_of("# Socks") == [(1, "heading-in-h1")]


def test_a_skipped_level_is_an_error() -> None:
    assert problems_of("### Socks") == [(1, "heading-skips-level")]
    assert problems_of("## A\n\n#### B") == [(3, "heading-skips-level")]
    assert problems_of("## A\n\n### B\n\n#### C\n\n## D") == []


def test_equal_headings_have_different_anchors() -> None:
    assert anchors_of("## Fit\n\n## Fit\n\n## Fit 2\n\n## Fit") == ["fit", "fit-2", "fit-2-2", "fit-3"]


@pytest.mark.parametrize("text", ["Source 1", "Source ref 1", "Sources", "Main", "🧦"])
def test_an_anchor_is_never_one_that_the_page_needs(text: str) -> None:
    [anchor] = anchors_of(f"## {text}")
    assert anchor not in {"source-1", "source-ref-1", "sources", "main", ""}


def test_a_heading_without_words_is_left_out() -> None:
    assert html_of("##\n\ntext") == "<p>text</p>"
    assert problems_of("##") == [(1, "empty-heading")]
