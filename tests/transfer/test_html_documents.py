"""What becomes of web pages, of posts from WordPress, and of what word processors save as HTML."""

from contextlib import suppress

import pytest

from crescendo.transfer.documents import (
    ConvertedBody,
    Flavour,
    LinkUse,
    PictureSource,
    ProductName,
    Resolver,
    Unreadable,
    convert_html,
)

GUIDES = {"https://old.example/fit/": "guide:how-boots-fit"}
RESOLVER = Resolver(
    picture=lambda source: None if "missing" in source.address else f"picture-{source.number or 'x'}",
    link=lambda address: GUIDES.get(address, address),
    product=lambda name: {7: "wool-sock", None: f"by-{name.sku}"}.get(name.number),
)


def converted(html: str, flavour: Flavour = Flavour.PLAIN) -> ConvertedBody:
    return convert_html(html, resolve=RESOLVER, flavour=flavour)


def body(html: str, flavour: Flavour = Flavour.PLAIN) -> str:
    return converted(html, flavour).body.rstrip("\n")


def lost(html: str, flavour: Flavour = Flavour.PLAIN) -> list[str]:
    return [loss.what for loss in converted(html, flavour).losses]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Plain <b>bold</b>, <i>slanted</i>, <s>struck</s>.</p>", "Plain **bold**, *slanted*, ~~struck~~."),
        ("<p><b>Note:</b>this</p>", "**Note**:this"),
        ("<p><b>a </b>b</p>", "**a** b"),
        ("<p><b>a<i>b</i></b><i>c</i></p>", "**ab**c"),
        ("<h1>One</h1><h3>Two</h3><h6>Three</h6><h2>Four</h2>", "## One\n\n### Two\n\n#### Three\n\n### Four"),
        ("<h3><b>Bold</b></h3><h5>Deep</h5>", "## Bold\n\n### Deep"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b"),
        ("<ol start=3><li>a</li><li>b</li></ol>", "3. a\n4. b"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
        ("<dl><dt>Upper</dt><dd>The part above the sole.</dd></dl>", "**Upper**\n\nThe part above the sole."),
        ("<p>one<br>two</p>", "one\\\ntwo"),
        ("<p>one<br><br>two</p>", "one\n\ntwo"),
        ("<p>m<sup>2</sup> and H<sub>2</sub>O</p>", "m² and H₂O"),
        ("<p><code>a`b</code></p>", "``a`b``"),
        ("<pre>if x:\n    y</pre>", "```\nif x:\n    y\n```"),
        ("<blockquote><p>Words</p></blockquote>", "> Words"),
        (
            '<blockquote cite="https://a.example/x"><p>Words</p><cite>Dr. Anna Weber, Surgeon</cite></blockquote>',
            ':::quote[Dr. Anna Weber]{role="Surgeon" source="https://a.example/x"}\nWords\n:::',
        ),
        ("<blockquote><p>Words</p><cite>our 2019 survey</cite></blockquote>", "> Words\n>\n> *our 2019 survey*"),
        ('<img src="a.jpg" alt="A boot">', "![A boot](media:picture-x)"),
        (
            '<figure><img src="a.jpg" alt="A boot"><figcaption>The “dry” one</figcaption></figure>',
            '![A boot](media:picture-x "The “dry” one")',
        ),
        ('<a href="a.jpg"><img src="a-300.jpg" alt=""></a>', "![](media:picture-x)"),
        ('<p>See <a href="https://old.example/fit/">this</a>.</p>', "See [this](guide:how-boots-fit)."),
        ('<p><a href="https://a.example/(x) y">z</a></p>', "[z](https://a.example/%28x%29%20y)"),
        ('<h2 id="fit">How it fits</h2><a href="#fit">Up</a>', "## How it fits\n\n[Up](#how-it-fits)"),
        (
            "<table><caption>Sizes</caption><tr><th>EU</th><th>US</th></tr><tr><th>42</th><td>9|10</td></tr></table>",
            ':::table[Sizes]{rowheader="true"}\n| EU | US |\n| --- | --- |\n| 42 | 9\\|10 |\n:::',
        ),
        ("<table><tr><td><p>Only a frame</p></td></tr></table>", "Only a frame"),
        (
            "<details><summary>Why?</summary>So.</details><details><summary>How?</summary><h4>Well</h4></details>",
            ":::faq\n### Why?\n\nSo.\n\n### How?\n\n**Well**\n:::",
        ),
        ("<details><summary>More</summary><p>Words</p></details>", "**More**\n\nWords"),
        (
            '<iframe src="https://www.youtube.com/embed/abcdefgh" title="How to lace"></iframe>',
            "[How to lace (youtube.com)](https://www.youtube.com/watch?v=abcdefgh)",
        ),
        ('<span style="font-weight:700">b</span><b style="font-weight:normal">n</b>', "**b**n"),
        ("<script>x()</script><style>p{}</style><p hidden>h</p><p style='display:none'>h</p>Seen", "Seen"),
        ("<q>so</q>", "“so”"),
        (
            (
                "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>One</p>"
                "<p style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>1.</span>Two</p>"
            ),
            "- One\n  1. Two",
        ),
        (
            (
                '<p>Said<a href="#_ftn1" name="_ftnref1">[1]</a>.</p>'
                '<div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> A. Weber, Feet, 2020</p></div>'
            ),
            "Said[^1].\n\n[^1]: A. Weber, Feet, 2020",
        ),
    ],
)
def test_a_page_becomes_a_body(html: str, expected: str) -> None:
    assert body(html) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("# x", "\\# x"),
        ("- x", "\\- x"),
        ("12. x", "12\\. x"),
        ("&gt; x", "\\> x"),
        ("::product[x]", "\\::product\\[x\\]"),
        (":::", "\\:::"),
        ("[^1]", "\\[^1\\]"),
        ("*x* _y_ snake_case", "\\*x\\* \\_y\\_ snake_case"),
        ("&lt;b&gt;", "\\<b>"),
        ("~~x~~", "\\~\\~x\\~\\~"),
        ("&amp;amp;", "\\&amp;"),
        ("| a |", "\\| a |"),
        ("-5 °C + 3", "-5 °C + 3"),
    ],
)
def test_words_that_look_like_markup_stay_words(words: str, expected: str) -> None:
    assert body(f"<p>{words}</p>") == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("one\ntwo\n\nthree", "one\\\ntwo\n\nthree"),
        (
            '[caption id="a" width="300"]<img src="b.jpg" alt="Boot" class="wp-image-5"> A boot[/caption]',
            '![Boot](media:picture-5 "A boot")',
        ),
        ('[gallery ids="1,2"]', "![](media:picture-1)\n\n![](media:picture-2)"),
        ("[embed]https://a.example/v[/embed]", "[https://a.example/v](https://a.example/v)"),
        ('[video mp4="https://a.example/v.mp4"][/video]', "[Video (a.example)](https://a.example/v.mp4)"),
        ('[product id="7"]', "::product[wool-sock]"),
        ('[products skus="a, b"]', "::product[by-a]\n\n::product[by-b]"),
        ("[[gallery]] and [sic]", "\\[gallery\\] and \\[sic\\]"),
        ('Text [unknown_box size="2"]', 'Text \\[unknown_box size="2"\\]'),
        ("<!-- wp:paragraph --><p>a\nb</p><!-- /wp:paragraph -->", "a b"),
        ('<!-- wp:woocommerce/handpicked-products {"products":[7]} /-->', "::product[wool-sock]"),
        (
            '<!-- wp:woocommerce/single-product {"productId":7} --><p>x</p><!-- /wp:woocommerce/single-product -->',
            "::product[wool-sock]",
        ),
        ("<!-- wp:columns --><div><!-- wp:column --><p>a</p><!-- /wp:column --></div><!-- /wp:columns -->", "a"),
        ('<!-- wp:verse --><pre class="wp-block-verse">a\nb</pre><!-- /wp:verse -->', "a\\\nb"),
        (
            '<!-- wp:embed {"url":"https://a.example/v"} --><p>https://a.example/v</p><!-- /wp:embed -->',
            "[https://a.example/v](https://a.example/v)",
        ),
        (
            (
                '<!-- wp:yoast/faq-block --><div class="schema-faq"><div class="schema-faq-section">'
                '<strong class="schema-faq-question">Why</strong><p class="schema-faq-answer">So.</p></div></div>'
                "<!-- /wp:yoast/faq-block -->"
            ),
            ":::faq\n### Why\n\nSo.\n:::",
        ),
        (
            (
                "<!-- wp:table --><figure><table><thead><tr><th>a</th><th>b</th></tr></thead>"
                "<tbody><tr><td>1</td><td>2</td></tr></tbody></table><figcaption>Sizes</figcaption></figure>"
                "<!-- /wp:table -->"
            ),
            ":::table[Sizes]\n| a | b |\n| --- | --- |\n| 1 | 2 |\n:::",
        ),
        ("one<!--more-->two", "onetwo"),
        ("one\n\nhttps://a.example/v\n\ntwo", "one\n\n[https://a.example/v](https://a.example/v)\n\ntwo"),
    ],
)
def test_a_post_becomes_a_body(html: str, expected: str) -> None:
    assert body(html, Flavour.WORDPRESS) == expected


@pytest.mark.parametrize(
    ("html", "what"),
    [
        ('<img src="missing.jpg">', "picture"),
        ('<a href="javascript:x()">y</a>', "link"),
        ('<a href="#nowhere">y</a>', "link"),
        ("<input name=a>", "form field"),
        ("<svg><text>x</text></svg>", "drawing"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td colspan=2>c</td></tr></table>", "joined cells"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "table without headings"),
        ("<x>1<sup>words</sup></x>", "raised or lowered words"),
        ("[unknown_box]", "shortcode"),
        ('[product id="8"]', "product"),
        ("[products limit=4]", "list of products"),
        ("<!-- wp:latest-posts /-->", "block"),
        ("<!-- wp:html --><marquee>x</marquee><!-- /wp:html -->", "custom HTML"),
    ],
)
def test_what_does_not_come_through_is_named(html: str, what: str) -> None:
    assert lost(html, Flavour.WORDPRESS) == [what]


def test_a_loss_says_under_which_heading_it_was() -> None:
    [loss] = converted('<h2>How they fit</h2><p>Words <img src="missing.jpg"></p>').losses
    assert loss.where == "How they fit"
    assert loss.why == "The picture missing.jpg could not be had."


def test_the_importer_learns_which_pictures_and_links_there_are() -> None:
    found = converted('<p><a href="https://old.example/fit/">x</a></p><img src="a.jpg" alt="A" class="wp-image-9">')
    assert found.links == (LinkUse("https://old.example/fit/", "guide:how-boots-fit"),)
    assert [(use.source, use.key, use.alt) for use in found.pictures] == [(PictureSource("a.jpg", 9), "picture-9", "A")]


def test_products_are_asked_for_by_number_or_sku() -> None:
    asked: list[ProductName] = []

    def note(name: ProductName) -> None:
        asked.append(name)

    resolve = Resolver(product=note)
    convert_html('[product id="7"][add_to_cart sku="X 1"]', resolve=resolve, flavour=Flavour.WORDPRESS)
    assert asked == [ProductName(7), ProductName(sku="X 1")]


@pytest.mark.parametrize(
    "hostile",
    [
        "[" * 300_000,
        "[[" * 90_000,
        '[a "x' * 30_000,
        "<!-- wp:x -->" * 30_000,
        "<a" * 100_000,
        "<code>`</code>" * 30_000,
        "<b>a</b><i>b</i>" * 20_000,
        "<table>" + "<tr><td rowspan=9999 colspan=9999>x" * 3_000,
        "<ul><li>" * 50,
        "<blockquote>" * 100 + "x",
        '<p style="' + "display" * 50_000 + '">x',
    ],
)
@pytest.mark.parametrize("flavour", list(Flavour))
def test_hostile_pages_end_soon(hostile: str, flavour: Flavour) -> None:
    with suppress(Unreadable):
        convert_html(hostile, resolve=RESOLVER, flavour=flavour)


@pytest.mark.parametrize("page", ["<b>" * 400_000, "<div>" * 200 + "x", "<ul><li>" * 130 + "x"])
def test_a_page_that_is_nested_too_deeply_is_refused(page: str) -> None:
    with pytest.raises(Unreadable, match="nested too deeply"):
        converted(page)


def test_a_page_that_is_too_large_is_refused() -> None:
    with pytest.raises(Unreadable, match="2,500,000 characters; 2,000,000 is the most"):
        converted("x" * 2_500_000)
    with pytest.raises(Unreadable, match="more than 200,000 characters"):
        converted("x" * 200_001)
