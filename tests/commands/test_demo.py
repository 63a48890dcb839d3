"""The demo: what a new site shows. Its files are checked as a reader of the site would."""

import re
from collections.abc import Iterator
from typing import Any

import extruct
import pytest

from crescendo.catalog.listing import Listing, ProductFilter
from crescendo.commands.demo import FOLDER, load_demo_if_empty
from crescendo.commands.demo_guides import read_guide
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.journal.desk_queries import counts_by_state
from crescendo.journal.markup import read_body
from crescendo.journal.publishing import ArticleState
from crescendo.web.application import Crescendo
from tests.conftest import empty_tables
from tests.factories.catalog import make_category
from tests.guards.sources import ROOT
from tests.pages import Pages

GUIDES = sorted((FOLDER / "guides").glob("*.md"))
FORMS = {
    "card": r"^::product\[",
    "pick": r"^:::+pick\[",
    "comparison": r"^::compare\[",
    "faq": r"^:::+faq",
    "quote": r"^:::+quote\[",
    "note": r"^:::+note",
    "tip": r"^:::+tip",
    "warning": r"^:::+warning",
    "table": r"^:::+table\[",
    "figure": r"^!\[.*\]\(media:",
    "product link": r"\]\(product:",
    "guide link": r"\]\(guide:",
    "price": r"\]\(price:",
    "attribute": r"\]\(spec:",
    "source": r"^\[\^\w+\]:",
}


def listing() -> Listing:
    return Listing(now=clock.now(), currency="USD")


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_guide_is_of_substance_and_without_fault(path: object) -> None:
    _facts, body = read_guide(path)  # type: ignore[arg-type]
    document = read_body(body)
    assert document.problems == ()
    assert 800 <= document.word_count <= 1800


@pytest.mark.parametrize("form", FORMS)
def test_guides_use_every_form_of_the_dialect(form: str) -> None:
    assert any(re.search(FORMS[form], read_guide(path)[1], re.MULTILINE) for path in GUIDES)


def test_demo_fills_an_empty_site_whose_every_page_opens(app: Crescendo, pages: Pages) -> None:
    load_demo_if_empty()
    counts = counts_by_state(clock.now())
    products = listing().page(ProductFilter(), size=100)
    assert counts[ArticleState.LIVE] >= 12
    assert counts[ArticleState.DRAFT] == 1
    assert products.total >= 24
    seen: set[str] = set()
    waiting = ["/"]
    while waiting:
        page = pages.open(waiting.pop())
        assert page.status == 200, page.address
        links = {link.get("href", "").split("#")[0] for link in page.all(".//a[@href]")}
        new = {link for link in links if link.startswith("/") and not link.startswith(("/go/", "/studio"))} - seen
        seen |= new
        waiting += new


@pytest.fixture
def demo_pages(sqlite_app: Crescendo) -> Iterator[Pages]:
    """A reader's browser on the demo, which is the same on every database."""
    with sqlite_app.app_context():
        load_demo_if_empty()
        yield Pages(sqlite_app)
        db.session.remove()
        empty_tables()


def test_guides_weigh_little_and_wait_for_little(demo_pages: Pages) -> None:
    """Page, stylesheet, script and font of a guide, compressed as a browser gets them, pictures aside."""
    for path in GUIDES:
        page = demo_pages.ask(f"/guides/{path.stem}")
        if page.status != 200:
            continue  # the draft and the scheduled one
        sheets = [link.get("href", "") for link in page.all(".//link[@rel='stylesheet']")]
        fonts = [link.get("href", "") for link in page.all(".//link[@rel='preload']")]
        scripts = [script.get("src", "") for script in page.all(".//script[@src]")]
        packed = demo_pages.ask(f"/guides/{path.stem}", headers={"Accept-Encoding": "br"}).response
        weight = len(packed.get_data()) + sum(map(transferred, [*sheets, *fonts, *scripts]))
        assert len(sheets) <= 2, path.stem
        assert weight <= 30_000, f"{path.stem}: {weight} bytes"


def transferred(address: str) -> int:
    """How many bytes of a built file travel."""
    file = ROOT / address.removeprefix("/")
    packed = file.with_name(f"{file.name}.br")
    return (packed if packed.exists() else file).stat().st_size


def test_every_word_for_machines_is_on_the_page(demo_pages: Pages) -> None:
    """What extruct finds in JSON-LD must stand in the page's visible text, in an address or in a date of it."""
    for address in ("/guides/can-compression-socks-help-tired-legs", "/products/norrel-steady-20", "/"):
        page = demo_pages.open(address)
        visible = f"{page.title} {page.text}".replace(",", "")
        shown = {value for element in page.tree.iter() for value in element.attrib.values()}
        for name, value in values(extruct.extract(page.html, syntaxes=["json-ld"])["json-ld"]):
            is_shown = " ".join(str(value).split()).replace(",", "") in visible
            is_date = name.startswith("date") and value.replace("+00:00", "Z") in shown
            assert is_shown or is_date, f"{address}: {name} says “{value}”."


UNSEEN = {"position", "query-input", "priceCurrency"}


def values(said: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Names and values of `said`, those aside that speak of the description itself: types, addresses, positions."""
    if isinstance(said, dict):
        for key, value in said.items():
            yield from values(value, key)
    elif isinstance(said, list):
        for value in said:
            yield from values(value, name)
    elif not name.startswith("@") and name not in UNSEEN and not str(said).startswith(("http://", "https://")):
        yield name, str(said)


def test_demo_leaves_other_content_alone(app: Crescendo) -> None:
    make_category("Mine")
    assert load_demo_if_empty() is False
    assert listing().page(ProductFilter()).total == 0
