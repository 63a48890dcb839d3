"""Links by address and by identity, live values, and pictures."""

import pytest

from crescendo.journal.markup import (
    Figure,
    GuideLink,
    LinkRef,
    MentionRef,
    Picture,
    PictureRef,
    PriceToken,
    ProductLink,
    SpecToken,
    WebLink,
    read_body,
)
from tests.journal.markup.reading import html_of, problems_of, slots_of


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("[a *b*](https://e.example/x?a=1&b=2)", "https://e.example/x?a=1&b=2"),
        ('[a *b*](HTTP://e.example "title")', "http://e.example"),
        ("[a *b*](mailto:a@e.example)", "mailto:a@e.example"),
        ("[a *b*](//e.example/x)", "https://e.example/x"),
        ("[a *b*][1]\n\n[1]: https://e.example", "https://e.example"),
    ],
)
def test_a_link_to_elsewhere_is_left_to_the_page(typed: str, url: str) -> None:
    document = read_body(typed)
    assert document.segments[1] == WebLink(url, ("a <em>b</em>",))
    assert document.links == (LinkRef("web", url, "a b", 1),)


def test_an_address_in_angle_brackets_is_a_link() -> None:
    assert slots_of("<https://e.example>") == [WebLink("https://e.example", ("https://e.example",))]


@pytest.mark.parametrize("href", ["/guides/socks", "/", "#top-picks", "/a:b"])
def test_a_link_within_the_site_is_plain_html(href: str) -> None:
    body = f"## Top picks\n\n[a]({href})"
    assert f'<a href="{href}">a</a>' in html_of(body)
    assert read_body(body).links == (LinkRef("internal", href, "a", 3),)
    assert problems_of(body) == []


def test_a_link_by_identity_follows_its_product_or_guide() -> None:
    document = read_body("[one](product:sock)\n[two](guide:socks) [three](guide:socks#fit)")
    assert [piece for piece in document.segments if not isinstance(piece, str)] == [
        ProductLink(1, "sock", ("one",)),
        GuideLink("socks", ("two",)),
        GuideLink("socks", ("three",), "fit"),
    ]
    assert document.links == (
        LinkRef("product", "sock", "one", 1),
        LinkRef("guide", "socks", "two", 2),
        LinkRef("guide", "socks", "three", 2),
    )


def test_a_live_value_falls_back_on_its_text() -> None:
    document = read_body("From [$*49*](price:sock),\ndrop [8 mm](spec:sock/drop).")
    assert document.segments == (
        *("<p>From ", PriceToken(1, "sock", "$49"), ",\ndrop "),
        *(SpecToken(2, "sock", "drop", "8 mm"), ".</p>\n"),
    )
    assert document.mentions == (MentionRef(1, "sock", "price", 1), MentionRef(2, "sock", "spec", 2))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("[a](product:)", "missing-product"),
        ("[a](price:)", "missing-product"),
        ("[a](spec:sock)", "missing-attribute"),
        ("[a](guide:)", "bad-link"),
        ("[a](media:key)", "bad-link"),
        ("[a](www.e.example)", "bad-link"),
        ("[a](https://)", "bad-link"),
        ("[a](https://user:secret@e.example)", "bad-link"),
        ("[a](mailto:nobody)", "bad-link"),
        (f"[a](https://e.example/{'x' * 2000})", "bad-link"),
        ("[a]()", "bad-link"),
    ],
)
def test_a_link_that_leads_nowhere_shows_its_words(typed: str, code: str) -> None:
    document = read_body(f"one\n{typed}")
    assert document.segments == ("<p>one\na</p>\n",)
    assert [(problem.line, problem.code) for problem in document.problems] == [(2, code)]
    assert (document.links, document.mentions) == ((), ())


@pytest.mark.parametrize(
    "address",
    [
        *(
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "vbscript:x",
            "data:text/html,x",
            "file:///etc/passwd",
        ),
        *("java&#x0A;script:x", "&#1;javascript:x", "x-slot:0"),
    ],
)
def test_a_dangerous_address_is_never_a_link(address: str) -> None:
    for body in (f"[a]({address})", f"<{address}>", f"![a]({address})", f"[a][1]\n\n[1]: {address}"):
        assert "href" not in html_of(body)
        assert "src" not in html_of(body).replace("javascript", "")


def test_a_link_that_stays_text_is_explained() -> None:
    assert problems_of("[a](javascript:alert(1))") == [(1, "bad-link")]
    assert problems_of("[a](https://e.example/a b)") == [(1, "unread-link")]
    assert problems_of("\\[a\\](https://e.example)") == []


def test_a_link_without_words_shows_where_it_leads() -> None:
    assert slots_of("[](https://e.example)") == [WebLink("https://e.example", ("https://e.example",))]
    assert problems_of("[](https://e.example)") == [(1, "empty-link")]


def test_a_link_within_the_guide_must_lead_somewhere() -> None:
    assert problems_of("## Fit\n\n[a](#fit)\n[b](#fat)") == [(4, "unknown-anchor")]


def test_a_lone_picture_is_a_figure() -> None:
    document = read_body('Intro\n\n![a *red* \\[sock\\]](media:k1 "Red & warm")')
    assert document.segments[1:] == (Figure("k1", "a red [sock]", "Red & warm"),)
    assert document.pictures == (PictureRef("k1", "a red [sock]", "Red & warm", 3),)


def test_a_picture_amid_text_is_no_figure() -> None:
    assert read_body("See ![sock](media:k1).").segments == ("<p>See ", Picture("k1", "sock"), ".</p>\n")
    assert slots_of("- ![sock](media:k1)") == [Picture("k1", "sock")]


def test_a_picture_may_be_a_link() -> None:
    assert slots_of("[![sock](media:k1)](product:sock)") == [ProductLink(1, "sock", (Picture("k1", "sock"),))]


def test_a_picture_from_elsewhere_becomes_a_link() -> None:
    body = "one\n![sock](https://e.example/i.png)"
    assert slots_of(body) == [WebLink("https://e.example/i.png", ("sock",))]
    assert problems_of(body) == [(2, "remote-picture")]
    assert read_body(body).pictures == ()


def test_a_picture_from_elsewhere_within_a_link_becomes_its_words() -> None:
    assert slots_of("[![sock](https://e.example/i.png)](product:sock)") == [ProductLink(1, "sock", ("sock",))]


def test_a_picture_without_description_is_pointed_out() -> None:
    assert problems_of("![](media:k1)") == [(1, "undescribed-picture")]
