"""Every form of the dialect, as a reader meets it on the page of a guide."""

from datetime import UTC, datetime
from typing import Any

import pytest

from crescendo.catalog.attributes import AttributeKind, Better
from crescendo.catalog.models import Availability
from tests.factories.catalog import make_attribute, make_category, make_merchant, make_offer, make_product
from tests.factories.journal import make_guide
from tests.factories.media import make_asset
from tests.pages import Page, Pages


@pytest.fixture
def shelf(app: object) -> None:
    category = make_category("Socks")
    make_attribute(category, "compression", label="Compression", kind=AttributeKind.TEXT)
    make_attribute(category, "weight", label="Weight", unit="g")
    for slug, price, weight in (("steady-20", 2650, "40"), ("steady-30", 3800, "45.5")):
        attributes = {"compression": "15–20 mmHg", "weight": weight}
        product = make_product(slug.title(), slug=slug, category=category, attributes=attributes)
        make_offer(product, price=price, merchant=make_merchant(f"Shop of {slug}"))


def guide(pages: Pages, body: str) -> Page:
    make_guide(slug="guide", body=body)
    return pages.open("/guides/guide")


@pytest.mark.usefixtures("shelf")
def test_card_shows_offer_and_note(pages: Pages) -> None:
    page = guide(pages, 'Text.\n\n::product[steady-20]{note="For long shifts."}')
    card = page.all(".//div[@class='prose']//article")[0]
    assert "For long shifts." in "".join(card.itertext())
    assert card.find(".//*[@data-price]") is not None


@pytest.mark.usefixtures("shelf")
def test_comparison_shows_the_products_own_facts(pages: Pages) -> None:
    page = guide(pages, '::compare[steady-20, steady-30]{columns="price, weight"}')
    cells = [" ".join("".join(cell.itertext()).split()) for cell in page.all(".//td[@data-column='Weight']")]
    assert cells == ["40 g", "45.5 g"]
    assert [price.text for price in page.all(".//table//span[@data-price]")] == ["$26.50", "$38.00"]


@pytest.mark.usefixtures("shelf")
def test_comparison_marks_what_favours_the_buyer(pages: Pages) -> None:
    page = guide(pages, '::compare[steady-20, steady-30]{columns="price, weight, compression"}')
    marked = {cell.get("data-column"): _words(cell) for cell in page.all(".//td") if _mark(cell) is not None}
    assert list(marked) == ["Price"]
    assert marked["Price"].startswith("$26.50")


def test_comparison_marks_the_best_of_differing_facts_alone(pages: Pages) -> None:
    category = make_category()
    make_attribute(category, "grip", label="Grip", better=Better.HIGHER)
    make_attribute(category, "drop", label="Drop", better=Better.LOWER)
    for slug, grip in (("low", "3"), ("high", "10"), ("unknown", "")):
        make_product(slug=slug, category=category, attributes={"grip": grip, "drop": "4"})
    page = guide(pages, '::compare[low, high, unknown]{columns="grip, drop"}')
    assert [_words(cell) for cell in page.all(".//td") if _mark(cell) is not None] == ["10 best"]


def test_comparison_says_that_currencies_differ_and_calls_none_the_lowest(pages: Pages) -> None:
    make_offer(make_product(slug="there"), price=1900, currency="EUR")
    make_offer(make_product(slug="here"), price=2400)
    page = guide(pages, "::compare[there, here]")
    assert "different currencies (EUR, USD)" in page.main
    assert not [cell for cell in page.all(".//td") if _mark(cell) is not None]


def test_row_of_a_sold_out_product_says_since_when_and_shows_the_alternative(pages: Pages) -> None:
    other = make_product("Spare", slug="spare")
    make_offer(other)
    sold_out = make_product(slug="sold-out", alternative_ids=[other.id])
    seen = datetime(2026, 5, 4, 12, tzinfo=UTC)
    make_offer(sold_out, availability=Availability.OUT_OF_STOCK, observed_at=seen)
    page = guide(pages, "::compare[sold-out, spare]")
    row = _words(page.all(".//tbody/tr[@data-product='sold-out']")[0])
    assert "Unavailable since May 4, 2026" in row
    assert "In its place: Norrel Spare" in row


def _mark(cell: Any) -> Any:
    return cell.find(".//*[@class='comparison__best']")


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.mark.usefixtures("shelf")
def test_tokens_show_what_is_true_now(pages: Pages) -> None:
    page = guide(pages, "It costs [a dinner](price:steady-20) and weighs [40 g](spec:steady-20/weight).")
    assert "It costs $26.50 and weighs 40 g." in page.main


@pytest.mark.usefixtures("shelf")
def test_token_without_a_live_value_shows_the_authors_words(pages: Pages) -> None:
    make_product(slug="unsold")
    page = guide(pages, "It costs [a dinner](price:unsold) and weighs [little](spec:unsold/weight).")
    assert "It costs a dinner and weighs little." in page.main


def test_typed_price_does_not_outlive_its_offer(pages: Pages) -> None:
    make_product(slug="unsold")
    page = guide(pages, "It costs [$19.99](price:unsold).")
    assert "19.99" not in page.html


def test_questions_quotes_callouts_and_tables_have_their_parts(pages: Pages) -> None:
    page = guide(
        pages,
        ":::faq\n### Do they help?\n\nA little.\n:::\n\n"
        ':::quote[Mara]{role="Editor" evidence="interview"}\nTry them.\n:::\n\n'
        ":::warning[Ask first]\nIf it hurts.\n:::\n\n"
        ':::table[Sizes]{rowheader="true"}\n| Size | cm |\n|---|---|\n| M | 40 |\n:::',
    )
    assert [summary.findtext("h3") for summary in page.all(".//details/summary")] == ["Do they help?"]
    assert page.all(".//figure/blockquote")
    assert [title.text for title in page.all(".//aside/p[@class='callout-title']")] == ["Ask first"]
    assert page.all(".//table/caption")[0].text == "Sizes"
    assert page.all(".//table/tbody/tr/th")[0].get("scope") == "row"


def test_figure_reserves_its_place_and_has_its_caption(pages: Pages) -> None:
    make_asset("boot", size=(400, 300))
    page = guide(pages, '![A boot on a bench](media:boot "Before the repair.")')
    [figure] = page.all(".//figure[@class='figure']")
    image = figure.find(".//img")
    assert image is not None
    assert (image.get("alt"), image.get("width"), image.get("height")) == ("A boot on a bench", "400", "300")
    assert "Before the repair." in "".join(figure.itertext())


def test_sources_lead_there_and_back(pages: Pages) -> None:
    page = guide(pages, "A claim.[^a] Again.[^a]\n\n[^a]: Author, Title, https://example.org/x")
    [source] = page.all(".//li[@id='source-1']")
    links = [link.get("href") for link in source.findall(".//a")]
    assert links == ["https://example.org/x", "#source-ref-1", "#source-ref-1-2"]
    ids = {element.get("id") for element in page.tree.iter()}
    assert {"source-ref-1", "source-ref-1-2"} <= ids


@pytest.mark.usefixtures("shelf")
def test_one_query_fills_the_places_of_all_products(pages: Pages) -> None:
    for number in range(20):
        make_offer(make_product(slug=f"p{number}"))
    cards = "\n\n".join(f"::product[p{number}]" for number in range(20))
    page = guide(pages, cards)
    assert sum("FROM products" in statement for statement in page.statements) == 1
    assert len(page.statements) <= 12


@pytest.mark.parametrize("body", ["<script>alert(1)</script>", '<img src=x onerror="alert(1)">', "<a href=x>x</a>"])
def test_html_that_an_author_types_stays_text(pages: Pages, body: str) -> None:
    page = guide(pages, body)
    [prose] = page.all(".//div[@class='prose']")
    assert {element.tag for element in prose.iter()} == {"div", "p"}
