"""Footnotes: sources that readers can follow."""

from crescendo.journal.markup import Source, WebLink, read_body
from tests.journal.markup.reading import fill, html_of, problems_of


def test_a_reference_leads_to_its_source() -> None:
    assert html_of("Warm.[^a]\n\n[^a]: A, *Book*.") == (
        '<p>Warm.<sup class="footnote-ref"><a href="#source-1" id="source-ref-1" aria-label="Source 1">1</a></sup></p>'
    )


def test_a_source_is_kept_with_its_text_and_addresses() -> None:
    [source] = read_body("Warm.[^a]\n\n[^a]: A, *Book*, https://e.example/a_(b)?c=1&d.").sources
    url = "https://e.example/a_(b)?c=1&d"
    assert source == Source(
        number=1,
        label="a",
        segments=("A, <em>Book</em>, ", WebLink(url, (url.replace("&", "&amp;"),)), "."),
        text=f"A, Book, {url}.",
        urls=(url,),
        references=("source-ref-1",),
        line=3,
    )
    assert source.anchor == "source-1"


def test_sources_are_numbered_as_readers_meet_them() -> None:
    document = read_body("[^b] then [^a]\n\n[^a]: First typed.\n[^b]: First met, see [^c].\n[^c]: Third.")
    assert [(source.number, source.label) for source in document.sources] == [(1, "b"), (2, "a"), (3, "c")]
    assert document.problems == ()


def test_a_source_that_is_referred_to_again_knows_every_place() -> None:
    document = read_body("[^a] and [^a]\n\n- again [^a]\n\n[^a]: A.")
    assert document.sources[0].references == ("source-ref-1", "source-ref-1-2", "source-ref-1-3")
    assert all(f'id="{reference}"' in fill(document.segments) for reference in document.sources[0].references)


def test_a_source_may_have_several_paragraphs() -> None:
    [source] = read_body("[^a]\n\n[^a]: One.\n\n    Two.").sources
    assert source.segments == ("<p>One.</p>\n<p>Two.</p>\n",)


def test_a_bare_address_in_the_body_is_text() -> None:
    assert html_of("https://e.example") == "<p>https://e.example</p>"


def test_a_reference_to_nothing_stays_text() -> None:
    body = "one\ntwo[^a]"
    assert html_of(body) == "<p>one\ntwo[^a]</p>"
    assert problems_of(body) == [(2, "missing-footnote")]


def test_a_source_that_nothing_refers_to_is_pointed_out_and_not_listed() -> None:
    body = "one\n\n[^a]: A."
    assert problems_of(body) == [(3, "unused-footnote")]
    assert read_body(body).sources == ()


def test_of_several_footnotes_of_one_name_the_first_counts() -> None:
    body = "[^a]\n\n[^a]: One.\n\n[^a]: Two."
    assert [source.text for source in read_body(body).sources] == ["One."]
    assert problems_of(body) == [(5, "repeated-footnote")]


def test_a_footnote_without_words_is_pointed_out() -> None:
    assert problems_of("[^a]\n\n[^a]:") == [(3, "empty-footnote")]
