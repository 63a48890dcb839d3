"""Markdown files: what they say of themselves above their text, and a body that stays as it was typed where it can."""

from datetime import UTC, datetime

import pytest

from crescendo.journal.markup import MAX_BODY_CHARS
from crescendo.transfer.documents import Draft, Resolver, TooLarge, Unreadable, read_document, read_text
from crescendo.transfer.documents.drafts import MAX_BYTES

RESOLVER = Resolver(
    picture=lambda source: "boot" if source.address == "boot.jpg" else None,
    link=lambda address: "guide:socks" if address == "socks.md" else address,
)


def read(text: str | bytes, name: str = "guide.md") -> Draft:
    data = text if isinstance(text, bytes) else text.encode()
    return read_document(data, filename=name, resolve=RESOLVER, keep_picture=lambda *_: None)


def test_yaml_above_the_text_says_everything() -> None:
    draft = read(
        "---\ntitle: 'Wool or cotton'\nslug: /blog/wool/\ndate: 2024-03-01\nupdated: 2024-04-01 10:30\n"
        "tags: [wool, feet]\n"
        "categories: [Socks, Feet]\nauthor: Anna Weber\ndescription: Which is warmer.\nimage: boot.jpg\ndraft: true\n"
        "seo_title: Wool?\naliases:\n  - /old/wool\n---\n\nWords.\n"
    )
    assert draft == Draft(
        title="Wool or cotton",
        body="Words.\n",
        slug="wool",
        summary="Which is warmer.",
        category="Socks",
        tags=("wool", "feet"),
        author="Anna Weber",
        publish_at=datetime(2024, 3, 1, tzinfo=UTC),
        revised_at=datetime(2024, 4, 1, 10, 30, tzinfo=UTC),
        is_draft=True,
        hero="boot",
        seo_title="Wool?",
        aliases=("/old/wool",),
    )


def test_toml_above_the_text_is_read_too() -> None:
    draft = read('+++\ntitle = "Wool"\ndate = 2024-03-01T08:00:00+02:00\n+++\nWords.\n')
    assert (draft.title, draft.publish_at) == ("Wool", datetime(2024, 3, 1, 6, tzinfo=UTC))


@pytest.mark.parametrize("text", ["# *Wool* or cotton #\n\nWords.\n", "Wool or cotton\n===\n\nWords.\n"])
def test_without_facts_the_first_heading_is_the_title(text: str) -> None:
    draft = read(text)
    assert (draft.title, draft.body) == ("Wool or cotton", "Words.\n")


@pytest.mark.parametrize(
    "body",
    [
        "Words *with* marks, `code`, a note[^1] and [a link](https://a.example/).\n\n[^1]: A source.\n",
        ':::pick[sock]{role="budget"}\nGood.\n\n+ warm\n\n- thin\n:::\n\n::product[sock]\n',
        "* one\n* two\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n\n```\n<b>code</b>\n```\n",
        "[live](price:sock) and [own](guide:boots)\n\n![A boot](media:boot)\n",
        "---\n\nA line between parts\n\n---\n",
    ],
)
def test_what_the_dialect_has_stays_as_it_was_typed(body: str) -> None:
    assert read(f"---\ntitle: x\n---\n{body}").body == body.lstrip("\n")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("See [socks](socks.md).", "See [socks](guide:socks)."),
        ('![A boot](boot.jpg "Dry")', '![A boot](media:boot "Dry")'),
        (":::note\nSee [socks](socks.md).\n:::", ":::note\nSee [socks](guide:socks).\n:::"),
        (
            ":::pick[x]\nGood.\n\n+ [warm](socks.md)\n\n- thin\n:::",
            ":::pick[x]\nGood.\n\n+ [warm](guide:socks)\n\n- thin\n:::",
        ),
        ("A <b>bold</b> word[^1].\n\n[^1]: <i>Source</i>", "A **bold** word[^1].\n\n[^1]: *Source*"),
        ("<div>\n<p>Raw <em>page</em></p>\n</div>\nmore", "Raw *page*\n\nmore"),
        ("- a<br>b\n- c", "- a\\\n  b\n- c"),
        ("<details><summary>Why?</summary>\n\nSo.\n\n</details>", "**Why?**\n\nSo."),
        ("[a][1] <u>b</u>\n\n[1]: socks.md", "[a](guide:socks) b\n\n[1]: socks.md"),
        ("<script>x()</script>\n\nWords", "\n\nWords"),
    ],
)
def test_html_pictures_and_links_are_converted_in_place(typed: str, expected: str) -> None:
    assert read(f"---\ntitle: x\n---\n{typed}").body.strip() == expected.strip()


def test_a_pasted_page_is_told_from_pasted_markdown() -> None:
    assert read_text("<h1>Boots</h1><p>a <b>b</b></p>", resolve=RESOLVER).body == "a **b**\n"
    assert read_text("# Boots\n\n1 < 2", resolve=RESOLVER).body == "1 < 2" + "\n"


def test_a_web_page_says_its_title_and_its_encoding() -> None:
    draft = read(
        "<html><head><meta charset='windows-1252'><title>Caf\xe9</title></head><p>na\xefve".encode("cp1252"), "a.html"
    )
    assert (draft.title, draft.body) == ("Café", "naïve\n")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.pdf", b"%PDF", "This kind of file cannot be read. Choose a .docx, .html, .md or .txt file."),
        ("a.doc", b"x", "This kind of file cannot be read. Choose a .docx, .html, .md or .txt file."),
        ("none", b"x", "This kind of file cannot be read. Choose a .docx, .html, .md or .txt file."),
        ("a.md", b"", "The file is empty."),
        ("a.md", b"caf\xe9", "The file is not text in UTF-8. Save it in UTF-8 and try again."),
        ("a.html", b"<meta charset=utf-9><p>\xff", "The file is not text in UTF-8. Save it in UTF-8 and try again."),
        ("a.md", b"a\0b", "The file is no text. Choose a .docx, .html, .md or .txt file."),
        ("a.md", b"---\ntitle: x\nWords", "The facts at the top begin with --- and never end. Close them with ---."),
        ("a.md", b'+++\ntitle = "x"\n', "The facts at the top begin with +++ and never end. Close them with +++."),
        (
            "a.md",
            b"---\ntitle: x\ntags: [a\n---\n",
            "Line 4 of the file cannot be read as YAML: expected ',' or ']', but got '<stream end>'.",
        ),
        (
            "a.md",
            b"---\n[\ntitle: x,\nb]\n---\n",
            "The facts at the top are no list of names and values. Write a line such as title: My guide.",
        ),
        (
            "a.md",
            b"---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\n",
            "The facts at the top repeat each other with * and &. Write them out.",
        ),
        (
            "a.md",
            b"---\ntitle: !!python/object/apply:os.system [ls]\n---\n",
            "Line 2 of the file cannot be read as",
        ),
        (
            "a.md",
            b"---\ntitle: " + b"x" * 20_001 + b"\n---\n",
            "The facts at the top are longer than 20,000",
        ),
        ("a.md", b"---\ndate: soon\n---\n", "“soon” is no time for date: write 2026-11-20 or 2026-11-20 14:30."),
        (
            "a.md",
            b"---\ndate: 2024-02-31\n---\n",
            "The facts at the top cannot be read: day is out of range",
        ),
        (
            "a.md",
            b"+++\ntitle = x\n+++\n",
            "The facts at the top cannot be read as TOML: Invalid value (at line 1",
        ),
        (
            "a.md",
            b"x" * (MAX_BODY_CHARS + 1),
            "This text has more than 200,000 characters. Split it in two guides.",
        ),
        ("a.html", b"<p>" * 3 + b"x" * 200_001, "This text has more than 200,000 characters."),
        ("a.html", b"<b>" * 300, "This document is nested too deeply to be read."),
    ],
)
def test_a_bad_file_is_refused_with_what_to_do(name: str, content: bytes, message: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(content, name)
    assert str(refused.value).startswith(message)


def test_a_file_that_is_too_large_is_refused_as_such() -> None:
    with pytest.raises(TooLarge, match="This file is larger than 20 MB"):
        read(b"x" * (MAX_BYTES + 1))
