"""Changing an address that readers know: the form says beforehand what becomes of it, the message afterwards."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.catalog import make_category, make_product
from tests.factories.journal import make_author, make_draft, make_guide
from tests.pages import Pages

Browser = Callable[..., Pages]


@pytest.mark.parametrize(
    ("make", "studio", "old", "new"),
    [
        (lambda: make_guide(slug="old"), "articles", "/guides/old", "/guides/new"),
        (lambda: make_product(slug="old"), "products", "/products/old", "/products/new"),
        (lambda: make_category(slug="old"), "categories", "/category/old", "/category/new"),
        (lambda: make_author(slug="old"), "authors", "/authors/old", "/authors/new"),
        (lambda: make_guide(tags=["Old"]).tags[0], "tags", "/tags/old", "/tags/new"),
    ],
)
def test_moved_page_leads_on_and_says_so(
    sign_in: Browser, make: Callable[[], Any], studio: str, old: str, new: str
) -> None:
    browser = sign_in()
    page = browser.open(f"/studio/{studio}/{make().id}")
    assert f"Readers know {old}. When you change this, that address will lead to the new one." in page.main
    saved = page.form("slug").fill(slug="new").submit("Save draft" if studio == "articles" else "Save").follow()
    assert f"{old} now leads to {new}." in saved.main
    assert browser.open(old).location == new


def test_refused_form_says_where_the_old_address_will_lead(sign_in: Browser) -> None:
    form = sign_in().open(f"/studio/articles/{make_guide(slug='old').id}").form("slug")
    page = form.fill(slug="new", title="").submit("Save draft")
    assert page.status == 422
    assert "/guides/old will lead to /guides/new, so that no link breaks." in page.main


def test_address_that_no_reader_has_seen_changes_without_a_word(sign_in: Browser, pages: Pages) -> None:
    page = sign_in().open(f"/studio/articles/{make_draft(slug='old').id}")
    assert "Readers know" not in page.main
    assert "now leads to" not in page.form("slug").fill(slug="new").submit("Save draft").follow().main
    assert pages.open("/guides/old").status == 404


def test_withdrawn_guide_leaves_a_redirect_too(sign_in: Browser) -> None:
    form = sign_in().open(f"/studio/articles/{make_guide(slug='old').id}").form("slug")
    page = form.fill(slug="new").submit("Withdraw").follow()
    assert "Withdrawn. The text is kept as a draft. /guides/old now leads to /guides/new." in page.main


def test_saving_without_a_move_speaks_of_none(sign_in: Browser) -> None:
    page = sign_in().open(f"/studio/products/{make_product(slug='old').id}").form("slug").submit("Save").follow()
    assert "now leads to" not in page.main


def test_merged_product_says_which_one_took_its_place(sign_in: Browser) -> None:
    make_product(slug="new")
    browser, address = sign_in(), f"/studio/products/{make_product(slug='old').id}"
    merged = browser.open(address).form("slug").fill(status="merged", superseded_by="new").submit("Save").follow()
    assert "/products/old now leads to /products/new." in merged.main
    assert "now leads to" not in browser.open(address).form("slug").submit("Save").follow().main
