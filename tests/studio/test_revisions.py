"""The history of a guide in the studio."""

from collections.abc import Callable

from crescendo.journal.desk_queries import article_by_id
from tests.factories.journal import make_draft, make_guide, revise
from tests.pages import Pages

Browser = Callable[..., Pages]


def test_history_lists_every_save_with_who_and_how(sign_in: Browser) -> None:
    browser = sign_in(name="Mara Ellery")
    draft = make_draft("Boots", body="Old.")
    browser.open(f"/studio/articles/{draft.id}").form("title").fill(body="New.").submit("Save draft")
    page = browser.open(f"/studio/articles/{draft.id}").click("History")
    assert [" ".join("".join(row.itertext()).split()) for row in page.all(".//tbody/tr/th")] == ["2 Draft", "1"]
    assert "Mara Ellery Saved" in page.main


def test_revision_shows_what_changed_by_words(sign_in: Browser) -> None:
    draft = revise(make_draft("Boots", body="Leather is warm."), title="Winter boots", body="Wool is warm.")
    page = sign_in().open(f"/studio/articles/{draft.id}/revisions/2")
    assert [element.text for element in page.all(".//main//del")] == ["Boots", "Leather "]
    assert [element.text for element in page.all(".//main//ins")] == ["Winter boots", "Wool "]


def test_long_unchanged_text_is_cut_to_what_stands_next_to_a_change(sign_in: Browser) -> None:
    long = "The same words again and again. " * 60
    draft = revise(make_draft(body=f"{long}Old. {long}"), body=f"{long}New. {long}")
    page = sign_in().open(f"/studio/articles/{draft.id}/revisions/2")
    assert len(page.main) < 2000
    assert "again. Old. New. The same" in page.main


def test_older_revision_shows_what_restoring_it_would_change(sign_in: Browser) -> None:
    draft = revise(revise(make_draft(body="First."), body="Second."), body="Third.")
    browser = sign_in()
    page = browser.open(f"/studio/articles/{draft.id}/revisions/2").click("See what that would change")
    assert "Compared with revision 3." in page.main
    assert [element.text for element in page.all(".//main//del")] == ["Third."]
    assert [element.text for element in page.all(".//main//ins")] == ["Second."]
    assert "Make it the draft again" not in browser.open(f"/studio/articles/{draft.id}/revisions/3").main


def test_restoring_brings_an_older_text_back_as_the_draft(sign_in: Browser, pages: Pages) -> None:
    guide = revise(make_guide("Boots", slug="boots", body="First."), body="Second.")
    page = sign_in().open(f"/studio/articles/{guide.id}/revisions/1").form("version").submit("Make it the draft again")
    assert "Revision 1 is the draft again." in page.follow().main
    assert article_by_id(guide.id).newest_revision.body == "First."
    assert "First." in pages.open("/guides/boots").main


def test_named_revision_shows_its_name(sign_in: Browser) -> None:
    draft = make_draft(body="First.")
    browser = sign_in()
    form = browser.open(f"/studio/articles/{draft.id}/revisions/1").form("name")
    page = form.fill(name="Before the rewrite").submit("Keep this name").follow()
    assert "Named." in page.main
    assert "1: Before the rewrite" in browser.open(f"/studio/articles/{draft.id}/revisions").main
    refused = browser.open(f"/studio/articles/{draft.id}/revisions/1").form("name").fill(name="x" * 90)
    assert refused.submit("Keep this name").status == 422


def test_history_of_others_is_closed_to_authors(sign_in: Browser) -> None:
    draft = make_draft(body="First.")
    browser = sign_in("author")
    for place in ("revisions", "revisions/1"):
        assert browser.open(f"/studio/articles/{draft.id}/{place}").status == 403
    assert sign_in().open(f"/studio/articles/{draft.id}/revisions/99").status == 404
