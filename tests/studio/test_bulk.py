"""Changing many guides at once from their list: asked, shown, confirmed, undone."""

from collections.abc import Callable

import pytest
from werkzeug.datastructures import MultiDict

from crescendo.accounts.queries import user_by_email
from crescendo.journal.desk_queries import article_by_id
from crescendo.journal.models import Article
from tests.factories.catalog import make_category
from tests.factories.journal import make_author, make_draft, make_guide, revise
from tests.pages import Form, Page, Pages

Browser = Callable[..., Pages]
LIST = "/studio/articles/"


def ticked(page: Page, *articles: Article) -> Form:
    """The form of the list with these guides ticked."""
    form = page.form("change")
    form.values.setlist("article", [str(article.id) for article in articles])
    return form


def asked(browser: Pages, words: str, *articles: Article, query: str = "", tag: str = "") -> Page:
    """The answer to “Continue” after choosing `words` for these guides."""
    form = ticked(browser.open(LIST + query), *articles)
    return form.choose("change", words).fill(tag_name=tag).submit("Continue …")


def test_guides_are_moved_after_a_question_and_back_with_one_step(sign_in: Browser) -> None:
    category, boots, belts = make_category("Footwear"), make_guide("Boots"), make_draft("Belts")
    browser = sign_in()
    page = asked(browser, "Footwear", boots, belts, query="?sort=title")
    assert page.status == 200
    assert "Move 2 guides to Footwear" in page.main
    assert {"Boots", "Belts"} <= {"".join(link.itertext()) for link in page.all(".//li/a")}
    done = page.form().submit("Move 2 guides to Footwear")
    assert (done.status, done.location) == (303, f"{LIST}?sort=title")
    assert "2 guides moved to Footwear." in done.follow().main
    reloaded = browser.open(LIST)
    assert article_by_id(boots.id).category_id == category.id
    undone = reloaded.form().submit("Undo").follow()
    assert "Undone: 2 guides as before." in undone.main
    assert "2 guides moved" not in undone.main
    assert article_by_id(boots.id).category_id == boots.category_id


def test_question_says_which_guides_would_stay_and_why(sign_in: Browser) -> None:
    live, draft = make_guide("Boots"), make_draft("Belts")
    page = asked(sign_in(), "Withdraw", live, draft)
    assert "Withdraw 1 guide" in page.main
    assert "Readers no longer see what is withdrawn" in page.main
    assert "Belts: not before readers" in page.main


def test_withdrawn_guide_is_gone_and_undoing_shows_it_again(sign_in: Browser, pages: Pages) -> None:
    make_guide("Boots", slug="boots")
    browser = sign_in()
    guide = browser.open(LIST).all(".//input[@name='article']")[0].get("value", "")
    form = browser.open(LIST).form("change").choose("change", "Withdraw")
    form.values.add("article", guide)
    form.submit("Continue …").form().submit("Withdraw 1 guide")
    assert pages.open("/guides/boots").status == 410
    browser.open(LIST).form().submit("Undo")
    assert pages.open("/guides/boots").status == 200


def test_tags_are_added_and_taken_off(sign_in: Browser) -> None:
    guide, browser = make_draft("Boots"), sign_in()
    page = asked(browser, "Add the tag …", guide, tag="Rain")
    assert "The tag is new and will be made." in page.main
    done = page.form().submit("Add the tag “Rain” to 1 guide").follow()
    assert "Tag “Rain” added to 1 guide." in done.main
    done = asked(browser, "Take off the tag …", guide, tag="rain").form().submit("Take the tag “Rain” off 1 guide")
    assert "Tag “Rain” taken off 1 guide." in done.follow().main
    assert article_by_id(guide.id).tags == []


@pytest.mark.parametrize(
    ("choice", "tag", "fault"),
    [
        ("Choose …", "", "Choose what to do."),
        ("Add the tag …", "", "Say which tag."),
        ("Take off the tag …", "Snow", "There is no tag “Snow”."),
    ],
)
def test_what_is_missing_is_said_and_what_was_ticked_stays(sign_in: Browser, choice: str, tag: str, fault: str) -> None:
    guide = make_draft("Boots")
    make_draft("Belts")
    page = asked(sign_in(), choice, guide, tag=tag, query="?sort=title")
    assert page.status == 422
    assert fault in page.main
    assert [box.get("value") for box in page.all(".//input[@checked]")] == [str(guide.id)]
    assert page.form("change").values["tag_name"] == tag


def test_nothing_ticked_is_said(sign_in: Browser) -> None:
    make_draft("Boots")
    page = asked(sign_in(), "Withdraw")
    assert page.status == 422
    assert "Tick at least one guide." in page.main


@pytest.mark.parametrize("value", ["x", "-1", "1-x", "²", "99999999999", ""])
def test_forged_guide_or_change_is_refused_without_a_fault(sign_in: Browser, value: str) -> None:
    make_draft("Boots")
    browser = sign_in()
    token = browser.open(LIST).form("change").values["csrf_token"]
    sent = MultiDict({"csrf_token": token, "article": value, "change": "withdraw"})
    assert browser.send("/studio/articles/changes", sent).status == 422
    sent["change"] = "category-999"
    assert browser.send("/studio/articles/changes", sent).status == 422


def test_guide_saved_between_question_and_answer_is_left_and_named(sign_in: Browser) -> None:
    category, guide, other = make_category("Hats"), make_draft("Boots"), make_draft("Belts")
    browser = sign_in()
    page = asked(browser, "Hats", guide, other)
    revise(guide, title="Boots, revised")
    done = page.form().submit("Move 2 guides to Hats").follow()
    assert "1 guide moved to Hats." in done.main
    assert "Left as somebody saved it meanwhile: “Boots, revised”." in done.main
    assert article_by_id(other.id).category_id == category.id


def test_author_is_told_that_guides_of_others_are_left(sign_in: Browser) -> None:
    make_category("Hats")
    theirs, browser = make_draft("Theirs"), sign_in("author", email="ines@example.org")
    mine = make_draft("Mine", by=user_by_email("ines@example.org"))
    listed = browser.open(LIST)
    assert [box.get("aria-label") for box in listed.all(".//input[@name='article']")] == ["Mine"]
    page = asked(browser, "Hats", mine, theirs)
    assert "Move 1 guide to Hats" in page.main
    assert "Theirs: not yours to change" in page.main


def test_nobody_undoes_the_change_of_another_author(sign_in: Browser) -> None:
    make_author("Mara")
    browser, other = sign_in("author", email="ines@example.org"), sign_in("author")
    mine = make_draft("Mine", by=user_by_email("ines@example.org"))
    asked(browser, "Mara", mine).form().submit("Give 1 guide to Mara")
    action = browser.open(LIST).form().submit  # the only way to know the address is the form itself
    form = browser.open(LIST).all(".//form[@aria-label='The last change']")[0]
    assert "given to Mara" not in other.open(LIST).main
    token = other.open("/studio/articles/new").form("title").values["csrf_token"]
    assert other.send(form.get("action", ""), {"csrf_token": token}).status == 403
    assert action("Undo").status == 303


def test_change_is_undone_only_once(sign_in: Browser) -> None:
    make_category("Hats")
    guide, browser = make_draft("Boots"), sign_in()
    asked(browser, "Hats", guide).form().submit("Move 1 guide to Hats")
    form = browser.open(LIST).form()
    form.submit("Undo")
    again = form.submit("Undo")
    assert again.status == 422
    assert "This change was undone already." in again.text


def test_page_can_be_ticked_as_a_whole_without_a_script(sign_in: Browser) -> None:
    make_draft("Boots")
    make_draft("Belts")
    browser = sign_in()
    page = browser.open(f"{LIST}?sort=title").click("Select all on this page")
    assert len(page.form("change").values.getlist("article")) == 2
    assert browser.open("/studio/articles/changes?sort=title").location == f"{LIST}?sort=title"
