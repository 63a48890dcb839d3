"""Whatever text the database holds, however it came there, nothing of it runs on any page or in any feed."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError
from sqlalchemy import JSON, Column, Enum, String

from crescendo.accounts.actions import record
from crescendo.catalog.actions import show_picture
from crescendo.catalog.attributes import AttributeChange, AttributeKind
from crescendo.catalog.disclosing import write_sentence
from crescendo.catalog.merchants import Relationship
from crescendo.catalog.price_sources import PriceRun, PriceRunRow, RowOutcome, RunOutcome
from crescendo.catalog.queries import category_by_id
from crescendo.foundation import clock
from crescendo.foundation.database import Base, db
from crescendo.redirects.actions import move
from crescendo.redirects.models import RedirectReason
from crescendo.web.application import Crescendo
from tests.browser.journeys import sign_in
from tests.browser.test_hostile_texts import VECTORS, WATCH, faults_of
from tests.factories.accounts import make_user
from tests.factories.catalog import make_attribute, make_merchant, make_offer, make_product
from tests.factories.clicks import make_clicks, make_missed_search
from tests.factories.journal import make_guide
from tests.factories.media import make_asset
from tests.guards.form_world import FormWorld
from tests.guards.test_access import table

# As one text, so that each place is left by all the ways; and as what an address must not begin with.
TEXTS = {"markup": " ".join(VECTORS), "address": "javascript:alert(40)//"}
# What nobody types and no file says: names in addresses, keys, hashes, words of our own, HTML that was made safe.
OURS = {
    *("slug", "key", "path", "target", "host", "place", "word", "sha256", "fingerprint", "address_key", "external_key"),
    *("password_hash", "token_hash", "code_hash", "sealed_secret", "credential", "content", "lease", "lease_holder"),
    *("media_type", "currency", "verb", "subject", "email", "document", "guides", "choices", "expected", "counts"),
    *("offers.url", "checked_links.address"),  # nothing but an address of the web comes that far
    *("bulk_changes.before", "import_runs.options", "import_keys.source", "import_keys.kind"),
}
SHAPES: dict[str, Any] = {  # of texts within JSON
    "audit_events.detail": lambda text: dict.fromkeys(
        ["way", "from", "to", "role", "name", "key", "into", "kind"], text
    ),
    "import_rows.losses": lambda text: [{"what": text, "where": text, "why": text}],
    "import_rows.cells": lambda text: {text: [text]},
    "mentions.pros": lambda text: [text],
    "mentions.cons": lambda text: [text],
}
BODY = """:::faq
### Why?

Because.
:::

:::pick[fit]{role="best-overall" evidence="tested" verified="2026-01-02"}
Good.

+ Warm

- Dear
:::

::compare[fit, new]{columns="price, fit"}

![A hat](media:hat "A hat")

A claim.[^1]

[^1]: Smith, Socks, https://sources.example/1
"""


@pytest.fixture
def world(app: Crescendo) -> FormWorld:
    """A site that has a row of everything that holds a text."""
    made = FormWorld(app)
    category, source = (made.numbers[name][0] for name in ("category_id", "source_id"))
    fit = make_attribute(category_by_id(category), key="fit", kind=AttributeKind.TEXT)
    picture = make_asset("hat", size=(50, 40), alt="A hat")
    sock = make_product("Fit", slug="fit", category=category_by_id(category), attributes={"fit": "wide"})
    show_picture(sock, picture.id, by=None)
    shop = make_merchant("Paid", relationship=Relationship.AFFILIATE, programme="Paid pays us.")
    write_sentence(Relationship.AFFILIATE, "Some links are paid, and that is how it is.", number=0, by=None)
    offer = make_offer(sock, merchant=shop)
    guide = make_guide("Everything", slug="everything", hero_id=picture.id, body=BODY, tags=["wool"])
    make_clicks(offer, 3, guide=guide)
    make_missed_search("gloves", 3)
    move(path="/old-way", target="/guides/everything", reason=RedirectReason.MANUAL)
    run = PriceRun(source_id=source, started_at=clock.now(), outcome=RunOutcome.FAILED)
    db.session.add(run)
    db.session.flush()
    db.session.add(PriceRunRow(run_id=run.id, number=1, outcome=RowOutcome.FAILED, name="a", reason="b"))
    db.session.add(
        AttributeChange(product_id=sock.id, attribute_id=fit.id, changed_at=clock.now(), before="a", after="b")
    )
    for numbers, number in (("product_id", sock.id), ("offer_id", offer.id), ("article_id", guide.id)):
        made.numbers[numbers].append(number)
    made.numbers["merchant_id"].append(shop.id)
    db.session.commit()
    return made


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("who", ["reader", "owner", "owner, too"])
def test_nothing_that_the_database_holds_runs(
    chromium: Browser, site: str, world: FormWorld, who: str, text: str
) -> None:
    make_user(email="me@example.org")
    db.session.remove()
    context = chromium.new_context(base_url=site, bypass_csp=True)
    context.add_init_script(WATCH)
    page = context.new_page()
    sign_in(page, "me@example.org")
    everything_says(text)
    if who == "reader":
        context.clear_cookies()
    places = readers(world, text) if who == "reader" else owners(world, text)[who == "owner" :: 2]
    found = dict(visited(page, places, text))
    context.close()
    assert len(found) > 40
    assert not {address: faults for address, faults in found.items() if faults}


def everything_says(text: str) -> None:
    """Put `text` wherever a text may stand, but where only we write."""
    record(by=None, verb="published", subject="article", subject_id=1, detail=SHAPES["audit_events.detail"](text))
    db.session.commit()
    empty = set()
    with db.engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if f"{table.name}.{column.name}" in SHAPES and table.name != "audit_events":
                    shaped = json.dumps(SHAPES[f"{table.name}.{column.name}"](text))
                    change = connection.exec_driver_sql(f'UPDATE "{table.name}" SET "{column.name}" = ?', (shaped,))
                elif is_theirs(table.name, column):
                    said = f'UPDATE OR IGNORE "{table.name}" SET "{column.name}" = ? || rowid'
                    change = connection.exec_driver_sql(said, (text,))
                else:
                    continue
                empty |= set() if change.rowcount else {f"{table.name}.{column.name}"}
    assert empty == set()


def is_theirs(table: str, column: Column[Any]) -> bool:
    """Whether somebody outside this code decides what stands there."""
    is_text = isinstance(column.type, String | JSON) and not isinstance(column.type, Enum)
    return is_text and not {column.name, f"{table}.{column.name}"} & OURS and f"{table}.{column.name}" not in SHAPES


def visited(page: Page, places: Iterable[str], text: str) -> Iterator[tuple[str, list[str]]]:
    """Each place with what ran there or could, as it is, and with the text in every field of its searches."""
    for place in places:
        if not opened(page, place):
            continue
        yield place, faults_of(page)
        names = page.locator("main form[method=get] [name]").evaluate_all("all => all.map(one => one.name)")
        if names and opened(page, f"{place.partition('?')[0]}?{urlencode(dict.fromkeys(names, text))}"):
            yield f"{place} asked", faults_of(page)


def opened(page: Page, address: str) -> bool:
    """Whether a page stands there, and no file to be saved."""
    try:
        page.goto(address)
    except PlaywrightError as error:
        if not ("ERR_ABORTED" in str(error) or "Download" in str(error)):
            raise
        return False
    return True


def owners(world: FormWorld, text: str) -> list[str]:
    """Every address of the studio that shows something."""
    asked = [
        "/studio/impact/1/swap?with=new&guide=1",
        f"/studio/impact/1/swap?{urlencode({'with': text, 'guide': text})}",
        f"/studio/products/1/merger?{urlencode({'into': text})}",
        f"/studio/offers/link?{urlencode({'url': text})}",
        f"/studio/imports/1?{urlencode({'outcome': text})}",
    ]
    return [*_made(world, "/studio/"), *asked, "/logout"]


def readers(world: FormWorld, text: str) -> list[str]:
    """Every address for readers, the feeds too."""
    return [*_made(world, "/"), f"/{quote(text, safe='')}", f"/login?{urlencode({'next': text})}", "/old-way"]


def _made(world: FormWorld, start: str) -> Iterator[str]:
    slugs = {"guides": "everything", "products": "fit", "category": "footwear", "tags": "wool", "authors": "ann"}
    for _who, method, rule in table():
        is_asked = rule.startswith("/studio/") is (start == "/studio/") and method == "GET"
        if not is_asked or rule.startswith(("/studio/setup", "/studio/gallery", "/media/", "/share/", "/go/")):
            continue
        word = next((slug for name, slug in slugs.items() if f"/{name}/" in rule), "x")
        choices = re.findall(r"<any\(([^)]*)\):\w+>", rule)
        plain = re.sub(r"<any\([^)]*\):\w+>|<int:(\w+)>", lambda found: "{" + (found[1] or "any") + "}", rule)
        plain = re.sub(r"<(?:slug|token)>", word, plain)
        names = re.findall(r"{(\w+)}", plain)
        options = [re.findall(r"[\w.]+", choices[0]) if name == "any" else world.numbers[name] for name in names]
        every = list(product(*options))
        for chosen in dict.fromkeys([every[0], every[-1]]) if "any" not in names else every:
            yield plain.format(**dict(zip(names, chosen, strict=True)))
