"""Whatever is typed anywhere, nothing of it runs anywhere, not even without the security policy."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from crescendo.accounts.models import User
from crescendo.catalog.attributes import AttributeKind
from crescendo.catalog.merchants import Relationship
from crescendo.foundation.database import db
from crescendo.journal.bylines import AuthorInput, create_author
from crescendo.journal.models import Article
from crescendo.media.models import Asset
from tests.browser.journeys import sign_in
from tests.factories.accounts import make_user
from tests.factories.catalog import make_attribute, make_category, make_merchant, make_offer, make_product
from tests.factories.journal import make_draft, make_guide
from tests.factories.media import make_asset
from tests.factories.prices import make_price_source

# Each is short enough for every field, says `alert` if it runs, and leaves by another way: elements, attributes,
# addresses, comments, raw-text elements, templates, entities, and what only a second reading would bring to life.
VECTORS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    '"><svg onload=alert(3)>',
    "' autofocus onfocus=alert(4) x='",
    '" autofocus onfocus=alert(5) x="',
    "</title><script>alert(6)</script>",
    "</textarea><img src=x onerror=alert(7)>",
    "</script><script>alert(8)</script>",
    "--><img src=x onerror=alert(9)>",
    "]]><script>alert(10)</script>",
    "&lt;img src=x onerror=alert(11)&gt;",
    "&#60;script&#62;alert(12)&#60;/script&#62;",
    "{{7*7}}{% raw %}<b onclick=alert(13)>",
    "${alert(14)}`<a href=javascript:alert(14)>x",
    "[x](javascript:alert(15))",
    "[x](JaVaScRiPt&#58;alert(16))",
    '![x](x" onerror="alert(17))',
    '<https://a"onmouseover=alert(18)>',
    "<math><mtext></p><style><img src=x onerror=alert(19)>",
    "<svg><animate onbegin=alert(20) attributeName=x>",
    "<iframe srcdoc='<script>alert(21)</script>'>",
    '<noscript><p title="</noscript><img src=x onerror=alert(22)>',
    "\u003cimg src=x onerror=alert(23)\u003e",
    '<a href="data:text/html,<script>alert(24)</script>">x',
]
WATCH = "window.ran = []; for (const name of ['alert', 'confirm', 'prompt']) window[name] = (what) => ran.push(what);"
# What a page must not have, whether or not it has run yet.
SCAN = """() => [...document.querySelectorAll('*')].flatMap((element) => {
  const faults = [...element.attributes]
    .filter(({name, value}) => name.startsWith('on') || name === 'srcdoc'
      || (['href', 'src', 'action', 'formaction', 'xlink:href'].includes(name)
        && /^\\s*(javascript|data|vbscript):/i.test(value)))
    .map(({name, value}) => `${element.localName} ${name}=${value}`);
  const inline = element.localName === 'script' && !element.src && element.type !== 'application/ld+json';
  return inline ? [...faults, 'script ' + element.textContent] : faults;
})"""


@pytest.fixture
def page(chromium: Browser, site: str) -> Iterator[Page]:
    """A window that does not heed the security policy, so that escaping alone is tested."""
    context = chromium.new_context(base_url=site, bypass_csp=True, user_agent=f"Firefox/1 {VECTORS[1]}")
    context.add_init_script(WATCH)
    context.set_default_timeout(10_000)
    opened = context.new_page()
    opened.on("dialog", lambda dialog: dialog.accept())
    yield opened
    context.close()


def faults_of(page: Page) -> list[str]:
    """What ran, and what could run."""
    faults = []
    for frame in page.frames:
        faults += [f"ran: {what}" for what in frame.evaluate("window.ran ?? []")]
        faults += frame.evaluate(SCAN)
    return faults


def body_of(texts: list[str]) -> str:
    """Every form of the dialect with the texts in it, as it may be published."""
    first = texts[0].translate(str.maketrans('"', "'", "|{}"))
    label, told = first.replace("[", "(").replace("]", ")"), "\n\n".join(texts)
    return f"""{told}

## {first}

:::note[{label}]
{told}
:::

:::quote[{label}]{{role="{first}" source="https://example.org/" evidence="interview"}}
{first}
:::

:::faq
### {first}

{told}
:::

:::pick[sock]{{role="best-overall" evidence="tested" verified="2026-01-02"}}
{first}

+ {first}

- {first}
:::

::product[sock]{{note="{first}"}}

::compare[sock, shoe]{{columns="price, fit"}}

:::table[{label}]
| {first} | b |
|---|---|
| {first} | d |
:::

[{label}](product:sock) [{label}](price:sock) [{label}](spec:sock/fit)

![{label}](media:hat "{label}")

A claim.[^1]

[^1]: {first}, https://example.org/?x=1
"""


def refused_forms(text: str) -> str:
    """What may stand in a draft and is never published."""
    label = text.replace("[", "(").replace("]", ")").replace('"', "'")
    return f"""

:::quote[{label}]{{role="{label}" source="javascript:alert(30)" evidence="{label}"}}
x
:::

::compare[sock]{{columns="{label}"}}

::unknown[{label}]{{x="{label}"}}

[{label}](javascript:alert(31)) [x](data:text/html,x) [x](product:{label}) ![x](javascript:alert(34))

A claim.[^2]

[^2]: {label}, https://example.org/?"><script>alert(32)</script>
"""


def world(text: str) -> tuple[User, Article, Asset]:
    """A site in which every text is hostile."""
    owner = make_user(email="ed@example.org", name=text)
    category = make_category(text[:60], description=text, slug="socks")
    make_attribute(category, key="fit", label=text[:60], kind=AttributeKind.TEXT)
    picture = make_asset("hat", alt=text)
    picture.credit = text
    product = make_product(
        text,
        category=category,
        brand=text[:60],
        slug="sock",
        model=text,
        mpn=text[:40],
        summary=text,
        description="\n\n".join(VECTORS),
        attributes={"fit": text},
    )
    make_product("Shoe", category=category, slug="shoe")
    merchant = make_merchant(text[:60], relationship=Relationship.AFFILIATE, programme=text)
    make_offer(product, merchant=merchant, url="https://shop.example/?x='\"><script>alert(33)</script>")
    make_price_source(merchant, name=text)
    author = create_author(AuthorInput(name=text, slug="ann", role=text, bio="\n\n".join(VECTORS)), by=owner)
    entry: dict[str, Any] = {
        "category": category,
        "author": author,
        "summary": text,
        "body": body_of([one for one in [text, *VECTORS] if "](" not in one]),
        "seo_title": text,
        "seo_description": text,
        "by": owner,
    }
    tags = ["wool", text[:40].replace(",", "")]
    make_guide(text, slug="socks", tags=tags, hero_id=picture.id, **entry)
    guide = make_draft(text, slug="draft", **{**entry, "body": body_of([text, *VECTORS]) + refused_forms(text)})
    db.session.commit()
    return owner, guide, picture


def public(text: str) -> list[str]:
    return [
        "/",
        "/guides/",
        "/guides/socks",
        "/category/socks",
        "/products/",
        "/products/sock",
        "/authors/ann",
        "/tags/wool",
        f"/search?q={quote(text)}",
        f"/products/?brand={quote(text)}&price-from={quote(text)}",
        f"/{quote(text)}",
        f"/login?next={quote(text)}",
        f"/login/password/{quote(text, safe='')}",
    ]


def studio(text: str, owner: User, guide: Article, picture: Asset) -> list[str]:
    words = f"?q={quote(text)}"
    return [
        "/studio/",
        "/studio/tasks/",
        f"/studio/articles/{words}",
        "/studio/articles/",
        f"/studio/articles/{guide.id}",
        f"/studio/articles/{guide.id}/preview",
        f"/studio/articles/{guide.id}/preview/frame",
        f"/studio/articles/{guide.id}/revisions",
        f"/studio/articles/{guide.id}/revisions/1",
        f"/studio/media/{words}",
        f"/studio/media/{picture.id}",
        f"/studio/products/{words}",
        "/studio/products/1",
        "/studio/products/1/deletion",
        "/studio/offers/",
        "/studio/offers/1",
        f"/studio/offers/link?url={quote(text)}",
        "/studio/merchants/1",
        "/studio/prices/1",
        "/studio/categories/1",
        "/studio/attributes/1",
        "/studio/tags/",
        "/studio/authors/",
        "/studio/impact/",
        "/studio/links/",
        f"/studio/clicks/{words}",
        "/studio/account/",
        "/studio/team/",
        f"/studio/team/{owner.id}",
        "/studio/audit/",
        f"/studio/audit/?from={quote(text)}",
    ]


@pytest.mark.parametrize("text", [VECTORS[1], '<a href="javascript:x">x</a>', VECTORS[0]])
def test_what_did_run_or_could_is_seen(page: Page, text: str) -> None:
    page.goto("/login")
    page.evaluate("text => { document.querySelector('main').innerHTML = text; }", text)
    assert faults_of(page)


@pytest.mark.parametrize("number", range(0, len(VECTORS), 3))
def test_nothing_that_was_typed_runs(page: Page, number: int) -> None:
    text = VECTORS[number]
    owner, guide, picture = world(text)
    addresses = studio(text, owner, guide, picture)
    db.session.rollback()
    found = {}
    for address in public(text):
        page.goto(address)
        found[address] = faults_of(page)
    sign_in(page, "ed@example.org")
    for address in addresses:
        page.goto(address)
        found[address] = faults_of(page)
    assert not {address: faults for address, faults in found.items() if faults}


def test_forms_that_come_back_bring_nothing_to_life(page: Page) -> None:
    make_user(email="ed@example.org")
    db.session.rollback()
    found = {}
    for text in VECTORS:
        page.goto("/login")
        page.locator("input[name=email]").fill(text)
        page.locator("input[name=next]").first.evaluate("(field, text) => { field.value = text; }", text)
        with page.expect_navigation():
            page.locator("main form").first.evaluate("form => form.submit()")
        found[text] = faults_of(page)
    sign_in(page, "ed@example.org")
    for text in VECTORS[::4]:
        for address in ("/studio/tags/", "/studio/merchants/new", "/studio/products/new", "/studio/team/"):
            page.goto(address)
            for field in page.locator(
                "main form[method=post] :is(input:not([type]), input[type=text], textarea)"
            ).all():
                field.evaluate("(field, text) => { field.value = text.repeat(9); }", text)
            with page.expect_navigation():
                page.locator("main form[method=post]").first.evaluate("form => form.submit()")
            found[f"{address} {text}"] = faults_of(page)
    assert not {text: faults for text, faults in found.items() if faults}


def test_feeds_are_text_to_whoever_opens_them(page: Page) -> None:
    world(VECTORS[9])
    db.session.rollback()
    for address in ("/feed.xml", "/rss.xml", "/sitemap.xml", "/products.xml"):
        answer = page.request.get(address)
        assert answer.status == 200
        assert "xml" in answer.headers["content-type"]
        assert "<script>alert(10)" not in answer.text().replace("&lt;script", "")
    assert page.request.get("/feed.json").headers["content-type"].startswith("application/feed+json")
