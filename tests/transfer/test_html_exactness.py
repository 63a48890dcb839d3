"""Whatever a page says, its body says too, and nothing else: shown by pages made at random."""

import html
import re
import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from crescendo.journal.markup import Segments, read_body
from crescendo.journal.markup.grammar import tidy
from crescendo.journal.markup.slots import Figure, GuideLink, Picture, ProductLink, WebLink
from crescendo.transfer.documents import Flavour, Resolver, convert_html
from crescendo.transfer.documents.markdown import convert_markdown

RESOLVER = Resolver(picture=lambda source: f"picture-{len(source.address)}")
SIGNS = "*_[]<>#+-|:~`!&\\=.()^{}\"'1 a"
PITFALLS = [
    *("**bold**", "# heading", "- item", "1. item", "1) item", "> quote", "[a](b)", "![a](b)", "[^1]", "[^1]: note"),
    *("::product[x]", ":::note[T]", ":::", "| a | b |", "| --- | --- |", "---", "===", "```", "~~~", "&amp;", "&#42;"),
    *("<b>", "<!-- x -->", "https://a.b", "<https://a.b>", "a_b_c", "__init__", "snake_case", "5 * 3 * 2", "~~x~~"),
    *("\\*", "[x]: y", "price: €5", "a|b", "!", "#", "\\", "`", "$5", "    code", "=", "+", "-", "a\n\n\nb", "a\nb"),
    *("\u00a0", "::", ":-:", "&", "_", "*", "~", "^", "«x»", "‘a’", "word", "two words", ". x", "x "),
]
TEXT = st.one_of(st.sampled_from(PITFALLS), st.text(SIGNS, max_size=8), st.text(max_size=6)).map(html.escape)
INLINE_TAGS = ["b", "i", "strong", "em", "s", "code", "span", "u", "a", "sup"]
BLOCK_TAGS = [
    "p",
    "div",
    "h1",
    "h2",
    "h4",
    "h6",
    "blockquote",
    "ul",
    "ol",
    "li",
    "table",
    "figure",
    "section",
    "dl",
    "pre",
]


def element(tag: str, inner: str) -> str:
    match tag:
        case "ul" | "ol":
            return f"<{tag}><li>{inner}</li><li>{inner}</li></{tag}>"
        case "table":
            return f"<table><tr><th>{inner}</th><th>x</th></tr><tr><td>y</td><td>{inner}</td></tr></table>"
        case "a":
            return f'<a href="https://a.example/(x)?a=1&amp;copy;=2">{inner}</a>'
        case "figure":
            return f'<figure><img src="a.jpg" alt="x [y] | z"><figcaption>{inner}</figcaption></figure>'
        case "sup":
            return f"<sup>{inner}</sup>"
        case _:
            return f"<{tag}>{inner}</{tag}>"


def trees(tags: list[str]) -> st.SearchStrategy[str]:
    return st.recursive(
        TEXT,
        lambda inner: st.one_of(
            st.builds(element, st.sampled_from(tags), inner),
            st.lists(inner, min_size=2, max_size=4).map("".join),
            st.lists(inner, min_size=2, max_size=3).map("<br>".join),
        ),
        max_leaves=12,
    )


PAGES = st.lists(
    st.one_of(trees(INLINE_TAGS).map(lambda inner: f"<p>{inner}</p>"), trees(INLINE_TAGS + BLOCK_TAGS)), max_size=4
).map("".join)


def seen_in_body(body: str) -> str:
    """What readers of `body` see, without blanks: how words are parted is the business of blocks."""
    document = read_body(body)
    parts = [words_of(document.segments), *(words_of(source.segments) for source in document.sources)]
    return plain(" ".join(parts))


def words_of(segments: Segments) -> str:
    words = ""
    for piece in segments:
        match piece:
            case str():
                words += html.unescape(re.sub(r"<[^>]*>", "", piece))
            case Figure():
                words += piece.caption
            case WebLink() | GuideLink() | ProductLink():
                words += words_of(piece.content)
            case Picture():
                pass
            case _:
                raise AssertionError(f"nothing made a {piece}")
    return words


def seen_in_page(page: str) -> str:
    parser = etree.HTMLParser(encoding="utf-8")
    tree = etree.fromstring(f"<body>{tidy(page)}".encode(), parser)
    return plain("".join(tree.itertext()))


def plain(words: str) -> str:
    shown = "".join(sign for sign in words if unicodedata.category(sign)[0] not in {"C", "Z"})
    return unicodedata.normalize("NFKC", shown).replace("−", "-")


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(PAGES)
def test_a_body_says_what_the_page_says_and_no_more(page: str) -> None:
    body = convert_html(page, resolve=RESOLVER).body
    assert seen_in_body(body) == seen_in_page(page)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(PAGES)
def test_a_post_of_any_kind_is_converted(page: str) -> None:
    body = convert_html(page, resolve=RESOLVER, flavour=Flavour.WORDPRESS).body
    assert seen_in_body(body)[:0] == ""


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.one_of(st.sampled_from(PITFALLS), PAGES, st.text(SIGNS, max_size=12)), max_size=6).map("\n".join))
def test_markdown_that_was_converted_is_not_converted_again(text: str) -> None:
    once = convert_markdown(text, resolve=RESOLVER).body
    assert convert_markdown(once, resolve=RESOLVER).body == once
