"""The search page, and what stands on pages that lead nowhere."""

import pytest

from tests.factories.catalog import make_category, make_product
from tests.factories.journal import make_guide
from tests.pages import Pages, query


def test_found_words_are_marked_and_escaped(pages: Pages) -> None:
    make_guide("Wool & <b>bold</b> socks", summary="Warm <i>wool</i>.")
    page = pages.open("/search" + query(q="wool"))
    assert [mark.text for mark in page.all(".//main//mark")] == ["Wool", "wool"]
    assert "Wool & <b>bold</b> socks" in page.main


def test_results_are_narrowed_by_links_that_say_how_many_are_left(pages: Pages) -> None:
    socks = make_category("Socks")
    make_guide("Wool socks", category=socks)
    make_product("Wool sock", category=socks)
    make_product("Wool hat", category=make_category("Hats"))
    page = pages.open("/search" + query(q="wool")).click("Products 2").click("Socks 1")
    assert page.address == "/search?q=wool&kind=product&category=socks"
    assert "1 result" in page.main
    assert "Norrel Wool sock" in page.main


def test_search_that_very_much_answers_asks_for_another_word(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crescendo.search.queries.CONSIDERED", 1)
    for title in ("Wool socks", "Wool hats"):
        make_guide(title)
    assert "Many more texts have these words: add another" in pages.open("/search" + query(q="wool")).main
    assert "Many more" not in pages.open("/search" + query(q="socks")).main


def test_misspelt_search_leads_to_what_was_meant(pages: Pages) -> None:
    make_guide("Compression socks")
    page = pages.open("/search" + query(q="compresion")).click("compression")
    assert "Compression socks" in page.main


@pytest.mark.parametrize(
    "text", ["", " ", "'", '"', "-", "*", "\x00", "a" * 5000, "()OR NOT", "x:*&|!<->", "%", "<script>", "\ue000"]
)
def test_any_input_is_answered(pages: Pages, text: str) -> None:
    make_guide("Compression socks")
    assert pages.open("/search" + query(q=text)).status == 200
    assert pages.open("/search/suggestions" + query(q=text)).status == 200


def test_empty_search_shows_the_way_on(pages: Pages) -> None:
    make_guide("Compression socks", category=make_category("Socks"))
    page = pages.open("/search")
    assert "New here" in page.main
    page.click("Compression socks")


def test_search_box_proposes_titles(pages: Pages) -> None:
    make_guide("Compression socks", category=make_category("Socks"))
    proposals = pages.open("/search/suggestions?q=compr").response.json
    assert proposals == [{"title": "Compression socks", "address": "/guides/compression-socks", "label": "Socks"}]


def test_missing_page_proposes_what_its_address_says(pages: Pages) -> None:
    make_guide("Compression socks")
    page = pages.open("/guides/best-compression-socks-2019")
    assert page.status == 404
    page.click("Compression socks")


def test_search_results_are_not_for_other_search_engines(pages: Pages) -> None:
    assert pages.open("/search?q=wool").all(".//meta[@name='robots']")[0].get("content") == "noindex, follow"
