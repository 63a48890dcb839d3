"""The demo: what a new site shows. Its files are checked as a reader of the site would."""

import re

import pytest

from crescendo.catalog.listing import Listing, ProductFilter
from crescendo.commands.demo import FOLDER, load_demo_if_empty
from crescendo.commands.demo_guides import read_guide
from crescendo.foundation import clock
from crescendo.journal.desk_queries import counts_by_state
from crescendo.journal.markup import read_body
from crescendo.journal.publishing import ArticleState
from crescendo.web.application import Crescendo
from tests.factories.catalog import make_category
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


def test_demo_leaves_other_content_alone(app: Crescendo) -> None:
    make_category("Mine")
    assert load_demo_if_empty() is False
    assert listing().page(ProductFilter()).total == 0
