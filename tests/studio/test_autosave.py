"""What is kept while somebody writes, and how it comes back."""

from collections.abc import Callable
from datetime import date, timedelta

import time_machine

from crescendo.foundation import clock
from crescendo.journal.desk_queries import article_by_id
from crescendo.journal.models import RevisionKind
from tests.factories.catalog import make_category
from tests.factories.journal import make_draft, make_guide, make_scheduled, revise
from tests.pages import Form, Pages

Browser = Callable[..., Pages]


def opened(browser: Pages, article_id: int, **typed: str) -> Form:
    return browser.open(f"/studio/articles/{article_id}").form("title").fill(**typed)


def test_what_is_typed_becomes_the_draft_and_readers_see_nothing(sign_in: Browser, pages: Pages) -> None:
    guide = make_guide("Boots", slug="boots", body="Live.")
    browser = sign_in()
    form = opened(browser, guide.id, body="Typed.", tags="Unasked")
    answer = browser.send(f"/studio/articles/{guide.id}/autosave", form.values).response
    saved = article_by_id(guide.id)
    assert answer.json is not None
    assert (answer.json["version"], answer.json["revision"]) == (saved.version, 2)
    assert (saved.newest_revision.body, saved.newest_revision.kind) == ("Typed.", RevisionKind.AUTOSAVE)
    assert (saved.tags, pages.open("/guides/boots").main.count("Typed.")) == ([], 0)


def test_saving_after_an_autosave_is_no_conflict(sign_in: Browser) -> None:
    draft = make_draft(body="Old.")
    browser = sign_in()
    form = opened(browser, draft.id, body="Typed.")
    kept = browser.send(f"/studio/articles/{draft.id}/autosave", form.values).response.json
    assert kept is not None
    page = form.fill(version=str(kept["version"]), revision=str(kept["revision"])).submit("Save draft")
    assert page.status == 303


def test_autosave_of_an_older_state_says_who_saved_meanwhile(sign_in: Browser) -> None:
    draft = make_draft(body="Old.")
    mine, theirs = sign_in(), sign_in(name="Ida Holm")
    form = opened(mine, draft.id, body="Mine.")
    opened(theirs, draft.id, body="Theirs.").submit("Save draft")
    answer = mine.send(f"/studio/articles/{draft.id}/autosave", form.values).response
    assert (answer.status_code, answer.json) == (409, {"by": "Ida Holm"})
    assert article_by_id(draft.id).newest_revision.body == "Theirs."


def test_autosave_that_cannot_be_kept_says_why(sign_in: Browser) -> None:
    draft = make_draft()
    browser = sign_in()
    answer = browser.send(f"/studio/articles/{draft.id}/autosave", opened(browser, draft.id, title="").values).response
    assert answer.status_code == 422
    assert answer.json is not None
    assert "title" in answer.json["errors"]


def test_new_guide_is_made_with_its_first_words(sign_in: Browser) -> None:
    category = make_category("Footwear")
    browser = sign_in()
    form = browser.open("/studio/articles/new").form("title").fill(title="How boots fit", category=str(category.id))
    answer = browser.send("/studio/articles/new/autosave", form.values).response
    assert answer.json is not None
    assert "How boots fit" in browser.open(answer.json["address"]).main


def test_changes_in_different_places_are_put_together(sign_in: Browser) -> None:
    draft = make_draft("Boots", body="First.\n\nSecond.\n\nThird.")
    mine, theirs = sign_in(), sign_in()
    form = opened(mine, draft.id, body="First, mine.\n\nSecond.\n\nThird.")
    opened(theirs, draft.id, title="Winter boots", body="First.\n\nSecond.\n\nThird, theirs.").submit("Save draft")
    page = form.submit("Save draft")
    assert page.status == 409
    assert "they fit together" in page.main
    assert page.form("title").values["body"] == "First, mine.\n\nSecond.\n\nThird, theirs."
    assert page.form("title").values["title"] == "Winter boots"
    assert page.form("title").submit("Save draft").status == 303


def test_changes_in_the_same_place_are_left_to_the_author(sign_in: Browser) -> None:
    draft = make_draft("Boots", body="First.")
    mine, theirs = sign_in(), sign_in()
    form = opened(mine, draft.id, body="Mine.")
    opened(theirs, draft.id, body="Theirs.").submit("Save draft")
    page = form.submit("Save draft")
    assert page.status == 409
    assert "Take over what you need" in page.main
    assert page.form("title").values["body"] == "Mine."


def test_words_that_a_browser_kept_are_compared_before_they_replace_anything(sign_in: Browser) -> None:
    draft = revise(make_draft("Boots", body="Old words."), tags=["Fit"], review_on=date(2030, 5, 1))
    browser = sign_in()
    form = opened(browser, draft.id, body="New words.\n\nMore.")
    page = browser.send(f"/studio/articles/{draft.id}/recovery", form.values)
    assert [element.text for element in page.all(".//main//ins")] == ["New ", "\n\nMore."]
    assert article_by_id(draft.id).newest_revision.body == "Old words."
    assert page.form("body").submit("Save what this browser kept as the draft").status == 303
    saved = article_by_id(draft.id)
    assert saved.newest_revision.body == "New words.\n\nMore."
    assert ([tag.name for tag in saved.tags], saved.review_on) == (["Fit"], date(2030, 5, 1))


def test_findings_are_told_of_the_text_as_typed(sign_in: Browser) -> None:
    draft = make_draft()
    browser = sign_in()
    form = opened(browser, draft.id, body="Words.\n\n::product[nothing]")
    found = browser.send("/studio/articles/findings", form.values).response.json
    assert found is not None
    assert {(item["line"], item["blocks"]) for item in found["findings"]} >= {(3, True)}


def test_preview_link_shows_the_draft_to_anybody_for_a_week(sign_in: Browser, pages: Pages) -> None:
    draft = make_scheduled("Boots", body="Soon.", publish_at=clock.now() + timedelta(days=30))
    [field] = sign_in().open(f"/studio/articles/{draft.id}").all(".//input[@id='preview-link']")
    address = (field.get("value") or "").removeprefix("http://localhost")
    page = pages.open(address)
    assert "Soon." in page.main
    assert page.response.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in page.response.headers["X-Robots-Tag"]
    with time_machine.travel(clock.now() + timedelta(days=8)):
        assert pages.open(address).status == 410
    assert pages.open(f"{address}x").status == 404


def test_preview_frame_follows_the_draft(sign_in: Browser) -> None:
    draft = make_draft("Boots")
    page = sign_in().open(f"/studio/articles/{draft.id}").click("Preview as phone and desk")
    assert page.all(".//iframe")[0].get("src") == f"/studio/articles/{draft.id}/preview"
