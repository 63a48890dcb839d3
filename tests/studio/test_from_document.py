"""Starting a guide from a document: a draft with a report, or the form again with everything that was typed."""

import gc
from base64 import b64encode
from collections.abc import Callable

import pytest

from crescendo.foundation.database import db
from crescendo.journal.models import Article
from tests.factories.catalog import make_category
from tests.factories.media import picture_bytes
from tests.meanwhile import on_sqlite, somebody_writes_while_drawing
from tests.pages import Form, Page, Pages

Browser = Callable[..., Pages]
ADDRESS = "/studio/articles/from-document"


def form_of(pages: Pages, **values: str) -> Form:
    make_category("Footwear")
    return pages.open(ADDRESS).form("text").choose("category", "Footwear").fill(**values)


def guides() -> int:
    return db.session.query(Article).count()


def test_the_guides_page_leads_there(sign_in: Browser) -> None:
    assert ADDRESS in sign_in().open("/studio/articles/").html


def test_a_pasted_page_becomes_a_draft(sign_in: Browser, pages: Pages) -> None:
    page = form_of(sign_in(), text="<h1>Rain boots</h1><h2>Fit</h2><p>Wear <b>thick</b> socks.</p>").submit(
        "Make a draft"
    )
    page = page.follow()
    assert "Everything in the document came with it." in page.main
    assert "Wear **thick** socks." in page.form("title").values["body"]
    assert page.form("title").values["title"] == "Rain boots"
    assert "Rain boots" not in pages.open("/guides/").main


@on_sqlite
def test_nobody_waits_while_a_document_is_read_and_its_pictures_are_drawn(sign_in: Browser) -> None:
    image = f"data:image/png;base64,{b64encode(picture_bytes()).decode()}"
    form = form_of(sign_in(), text=f'<h1>Boots</h1><p>Words.</p><p><img src="{image}" alt="A boot"></p>')
    with somebody_writes_while_drawing() as made:
        page = form.submit("Make a draft").follow()
    assert len(made) == 3
    assert "![A boot](media:picture)" in page.form("title").values["body"]


def losing(browser: Pages) -> Page:
    """The page that tells what was lost of a document with a picture elsewhere."""
    text = '<h1>Boots</h1><h2>Fit</h2><p>Words <img src="https://a.example/b.jpg"></p>'
    return form_of(browser, text=text).submit("Make a draft").follow()


def test_what_was_lost_is_told_and_told_again_when_the_page_is_loaded_anew(sign_in: Browser) -> None:
    browser = sign_in("author")
    page = browser.open(losing(browser).address)
    assert "Fit" in page.main
    assert "https://a.example/b.jpg could not be had" in page.main
    assert guides() == 1
    assert page.click("Go on writing").form("title").values["title"] == "Boots"


def test_losses_are_told_to_who_made_the_draft_and_to_editors_alone(sign_in: Browser) -> None:
    address = losing(sign_in("author", email="anna@example.org")).address
    assert sign_in("author", email="ben@example.org").open(address).status == 403
    assert "Boots" in sign_in("editor").open(address).main


def test_editors_find_what_was_lost_among_the_imports(sign_in: Browser) -> None:
    losing(sign_in("author"))
    report = sign_in("editor").open("/studio/imports/").click("A pasted text")
    assert "Lost: picture (Fit)." in report.main


def test_an_uploaded_file_says_its_title_and_category(sign_in: Browser) -> None:
    make_category("Socks", slug="socks")
    text = b"---\ntitle: Wool or cotton\ncategory: socks\ntags: [wool]\n---\nWords.\n"
    page = form_of(sign_in()).attach("document", (text, "wool.md")).submit("Make a draft").follow()
    assert page.form("title").values["title"] == "Wool or cotton"
    assert "wool" in page.form("title").values["tags"]


def test_an_author_may_start_from_a_document(sign_in: Browser) -> None:
    page = form_of(sign_in("author"), text="# Boots\n\nWords.").submit("Make a draft").follow()
    assert page.status == 200


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.pdf", b"%PDF", "This kind of file cannot be read. Choose a .docx, .html, .md or .txt file."),
        ("a.md", b"", "The file is empty."),
        ("a.docx", b"no zip", "This is no Word document, or it was cut off."),
        ("a.md", b"\xffno", "The file is not text in UTF-8."),
    ],
)
def test_a_bad_file_keeps_the_form(sign_in: Browser, name: str, content: bytes, message: str) -> None:
    page = form_of(sign_in(), title="Kept").attach("document", (content, name)).submit("Make a draft")
    assert page.status == 422
    assert message in page.main
    assert page.form("text").values["title"] == "Kept"
    assert guides() == 0


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_file_of_more_than_20_megabytes_is_refused_clearly(sign_in: Browser) -> None:
    status, words = answer_to_a_large_file(sign_in())
    gc.collect()  # the test client leaves its own copy of so large a request open
    assert status == 413
    assert "This file is larger than 20 MB." in words


def answer_to_a_large_file(pages: Pages) -> tuple[int, str]:
    page = form_of(pages).attach("document", (b"a" * (20 * 1024 * 1024 + 1), "a.md")).submit("Make a draft")
    return page.status, page.main


def test_nothing_at_all_is_refused(sign_in: Browser) -> None:
    page: Page = form_of(sign_in()).submit("Make a draft")
    assert page.status == 422
    assert "Choose a file above, or paste a text here." in page.main


def test_a_document_without_a_title_asks_for_one(sign_in: Browser) -> None:
    page = form_of(sign_in(), text="Just words.").submit("Make a draft")
    assert page.status == 422
    assert "This document says no title. Type one here." in page.main
    assert page.form("text").values["text"] == "Just words."
