"""Any text is a body: reading never fails, and never yields HTML that is unsafe or out of balance."""

import json
import re
from html.parser import HTMLParser

import html5lib
from hypothesis import given, settings
from hypothesis import strategies as st

from crescendo.journal.markup import (
    MentionRef,
    Segments,
    Source,
    StoredDocument,
    document_to_json,
    read_body,
    stored_from_json,
)
from tests.journal.markup.reading import fill

VOID = {"br", "hr", "img"}
PARTS = [
    *(
        "::product[sock]",
        '::product[sock]{note="a \\" b"}',
        "::compare[a, b]",
        ":::faq",
        ":::note[T]",
        "::::tip",
    ),
    *(
        ':::pick[sock]{role="budget"}',
        ':::quote[N]{source="https://e.example"}',
        ":::table[C]",
        ":::",
        "::::",
        "::x",
    ),
    *(
        '{rowheader="true"}',
        '="',
        "### Q",
        "# H",
        "##",
        "| a | b |",
        "|---|:-:|",
        "| x |",
        "- ",
        "+ ",
        "* ",
        "1. ",
    ),
    *(
        "> ",
        "    ",
        "  ",
        "\t",
        "\n",
        "\n",
        "\n",
        "\n\n",
        "\r\n",
        "```",
        "`",
        "~~",
        "**",
        "*",
        "_",
        "\\",
        "---",
        "===",
    ),
    *("[^1]", "[^1]: ", "[^2]: see [^1] https://e.example/a.", "[a](product:sock)", "[$5](price:sock)", "[^"),
    *(
        "[8](spec:sock/drop)",
        "[g](guide:g#x)",
        "[w](https://e.example)",
        "[i](#h)",
        "[p](/p)",
        "](",
        "[",
        "]",
        ")",
    ),
    *(
        '![alt](media:k "cap")',
        "![](https://e.example/i.png)",
        "![",
        "<script>alert(1)</script>",
        "<b onclick=x>",
    ),
    *(
        '" onmouseover="x',
        "javascript:alert(1)",
        "[j](javascript:alert(1))",
        "<javascript:x>",
        "&lt;script&gt;",
    ),
    *(
        "&#60;",
        "&amp;",
        "&#xE000;",
        '<x-slot n="0"></x-slot>',
        "$49.95",
        "word",
        "é",
        "\x00",
        "\x0c",
        "\ufffe",
    ),
]
OPENINGS = [
    'pick[sock]{verified="2026-11-02"}',
    "pick",
    "faq",
    "quote[N]",
    "note",
    "tip[T]",
    "table[C]",
    "table",
    "nonsense",
]
MARKS = ["> ", "- ", "+ ", "* ", "1. ", "[^1]: ", "[^2]: ", "    "]


def contained(opening: str, body: str) -> str:
    return f"{':' * 3}{opening}\n{body}\n:::" if ":::" not in body else f"{'::::'}{opening}\n{body}\n::::"


def indented(mark: str, body: str) -> str:
    others = mark if mark == "> " else " " * (4 if mark.startswith("[") else len(mark))
    return mark + f"\n{others}".join(body.split("\n"))


jumbles = st.lists(st.sampled_from(PARTS) | st.text(max_size=8), max_size=40).map("".join)
texts = st.lists(st.sampled_from(PARTS), min_size=1, max_size=6).map("".join)
outlines = st.recursive(
    texts,
    lambda inner: (
        st.builds(contained, st.sampled_from(OPENINGS), inner)
        | st.builds(indented, st.sampled_from(MARKS), inner)
        | st.builds(str.join, st.sampled_from(["\n", "\n\n"]), st.lists(inner, min_size=2, max_size=4))
    ),
    max_leaves=12,
)
bodies = jumbles | outlines


class Tags(HTMLParser):
    """The tags of HTML with their depths, as written."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.seen: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((len(self.open), tag))
        assert not [name for name, _ in attrs if name.startswith("on") or name in {"style", "srcdoc"}]
        assert not [value for name, value in attrs if name == "href" and re.match(r"\s*(javascript|data)", value or "")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def tags_as_written(html: str) -> list[tuple[int, str]]:
    tags = Tags()
    tags.feed(html)
    tags.close()
    assert not tags.open
    return tags.seen


def tags_as_understood(html: str) -> list[tuple[int, str]]:
    """The tags as a browser understands them; an error where it would have to repair something."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    waiting = [(-1, parser.parseFragment(html))]
    seen = []
    while waiting:
        depth, element = waiting.pop()
        seen.append((depth, element.tag))
        waiting += [(depth + 1, child) for child in reversed(list(element))]
    return seen[1:]


@given(bodies)
@settings(deadline=None, max_examples=300)
def test_any_text_becomes_safe_and_balanced_html(body: str) -> None:
    document = read_body(body)
    for segments in (document.segments, *(source.segments for source in document.sources)):
        html = fill(segments)
        assert "<script" not in html
        assert "<x-slot" not in html
        assert tags_as_understood(html) == tags_as_written(html)


@given(bodies)
@settings(deadline=None, max_examples=150)
def test_reading_twice_gives_the_same_and_storing_changes_nothing(body: str) -> None:
    document = read_body(body)
    assert read_body(body) == document
    stored = stored_from_json(json.loads(json.dumps(document_to_json(document))))
    assert stored == StoredDocument(document.segments, document.headings, document.questions, document.sources)


@given(bodies)
@settings(deadline=None, max_examples=150)
def test_what_is_gathered_agrees_with_itself(body: str) -> None:
    document = read_body(body)
    ids = re.findall(r' id="([^"]*)"', "".join(fill(part) for part in (document.segments, *_notes(document.sources))))
    assert len(ids) == len(set(ids))
    assert {*(h.anchor for h in document.headings), *(q.anchor for q in document.questions)} <= set(ids)
    assert {reference for source in document.sources for reference in source.references} <= set(ids)
    assert [source.number for source in document.sources] == list(range(1, len(document.sources) + 1))
    assert _places(document.mentions) == list(range(1, len(_places(document.mentions)) + 1))
    lines = len(re.split(r"\r\n|\r|\n", body))
    assert all(1 <= problem.line <= lines for problem in document.problems)


def _notes(sources: tuple[Source, ...]) -> list[Segments]:
    return [source.segments for source in sources]


def _places(mentions: tuple[MentionRef, ...]) -> list[int]:
    return list(dict.fromkeys(mention.position for mention in mentions))
