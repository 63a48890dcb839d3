"""Writing in the studio: what is typed comes back whatever happens to the tab, the network or the session."""

from typing import Any

from playwright.sync_api import Page, expect

from crescendo.accounts.actions import close_all_sessions
from crescendo.accounts.models import User
from crescendo.foundation.database import db
from crescendo.journal.desk_queries import article_by_id
from crescendo.journal.models import Article
from tests.browser.journeys import accessibility_faults, sign_in
from tests.factories.accounts import make_user
from tests.factories.catalog import make_category
from tests.factories.journal import make_draft, make_guide


def writing(window: Any, article: Article, user: User) -> Page:
    """The form of an article, in a window of its own."""
    email, address = user.email, f"/studio/articles/{article.id}"  # read before the window lets go of the database
    page: Page = window()
    sign_in(page, email)
    page.goto(address)
    return page


def write(page: Page, words: str) -> None:
    page.get_by_label("Summary").fill(words)


def saved_summary(article: Article) -> str:
    db.session.rollback()
    summary = article_by_id(article.id).newest_revision.summary
    db.session.rollback()  # the server may write again
    return summary


def test_pause_in_typing_keeps_a_draft(window: Any) -> None:
    guide = make_guide("Boots", slug="boots", summary="Old.")
    page = writing(window, guide, make_user())
    write(page, "New.")
    expect(page.locator("[data-kept-state]")).to_have_text("Saved")
    assert saved_summary(guide) == "New."
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".message")).to_have_text("Draft saved.")


def test_draft_is_kept_on_the_site_when_the_browser_keeps_nothing(window: Any) -> None:
    draft = make_draft("Boots", summary="Old.")
    email, address = make_user().email, f"/studio/articles/{draft.id}"
    page: Page = window()
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }")
    sign_in(page, email)
    page.goto(address)
    write(page, "New.")
    expect(page.locator("[data-kept-state]")).to_have_text("Saved")
    assert saved_summary(draft) == "New."


def test_new_guide_becomes_a_draft_of_its_own(window: Any) -> None:
    make_category("Socks")
    make_user(email="ed@example.org")
    page = window()
    sign_in(page, "ed@example.org")
    page.goto("/studio/articles/new")
    page.get_by_label("Title", exact=True).fill("How socks dry")
    expect(page.locator("[data-kept-state]")).to_have_text("Saved")
    assert page.url.rpartition("/")[2].isdigit()
    expect(page.get_by_text("Draft", exact=True)).to_be_visible()
    expect(page.get_by_text("Not saved yet")).to_have_count(0)
    page.reload()
    expect(page.get_by_label("Title", exact=True)).to_have_value("How socks dry")


def test_words_typed_without_a_network_come_back_after_the_tab_is_gone(window: Any) -> None:
    draft = make_draft("Boots", summary="Old words.")
    page = writing(window, draft, make_user())
    page.context.set_offline(True)
    write(page, "New words.")
    expect(page.locator("[data-kept-state]")).to_have_text("Offline: kept in this browser")
    context, address = page.context, page.url
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    again.get_by_role("button", name="Compare").click()
    expect(again.locator("ins")).to_have_text("New ")
    assert accessibility_faults(again) == []
    again.get_by_role("button", name="Save what this browser kept as the draft").click()
    expect(again.get_by_label("Summary")).to_have_value("New words.")
    assert again.locator(".recovered").count() == 0


def begun(window: Any, summary: str) -> Page:
    """A new guide, in a tab that opened after another one was closed with a summary alone, too little for a draft."""
    make_category("Socks")
    make_user(email="ed@example.org")
    lost: Page = window()
    sign_in(lost, "ed@example.org")
    lost.goto("/studio/articles/new")
    write(lost, summary)
    expect(lost.locator("[data-kept-state]")).to_contain_text("Kept in this browser only.")
    page = lost.context.new_page()
    lost.close()
    page.goto("/studio/articles/new")
    return page


def test_kept_words_of_a_new_guide_fill_an_empty_form(window: Any) -> None:
    page = begun(window, "First words.")
    page.get_by_role("button", name="Put them into the form").click()
    expect(page.get_by_label("Summary", exact=True)).to_have_value("First words.")
    expect(page.locator(".recovered")).to_have_count(0)


def test_kept_words_of_a_new_guide_show_what_they_would_replace(window: Any) -> None:
    page = begun(window, "First words.")
    write(page, "Other words.")
    page.get_by_role("button", name="Put them into the form").click()
    expect(page.locator(".recovered pre")).to_have_text(["Other words.", "First words."])
    expect(page.get_by_label("Summary", exact=True)).to_have_value("Other words.")
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="Replace what is in the form").click()
    expect(page.get_by_label("Summary", exact=True)).to_have_value("First words.")


def test_new_guide_that_was_saved_is_not_offered_again(window: Any) -> None:
    make_category("Socks")
    make_user(email="ed@example.org")
    page = window()
    sign_in(page, "ed@example.org")
    page.goto("/studio/articles/new")
    page.get_by_label("Title", exact=True).fill("How socks dry")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".message")).to_have_text("Draft saved.")
    page.goto("/studio/articles/new")
    write(page, "Another guide.")
    expect(page.locator("[data-kept-state]")).to_contain_text("Kept in this browser only.")
    expect(page.locator(".recovered")).to_have_count(0)


def test_kept_words_stay_until_somebody_decides_about_them(window: Any) -> None:
    page = begun(window, "First words.")
    write(page, "Other words.")
    expect(page.locator("[data-kept-state]")).to_contain_text("Kept in this browser only.")
    again = page.context.new_page()
    page.close()
    again.goto("/studio/articles/new")
    expect(again.locator(".recovered")).to_have_count(2)
    for _ in range(2):
        again.get_by_role("button", name="Discard them").first.click()
    again.reload()
    expect(again.locator("[data-kept-state]")).to_be_attached()
    expect(again.locator(".recovered")).to_have_count(0)


def test_ended_session_is_opened_again_in_place(window: Any) -> None:
    draft = make_draft("Boots", summary="Old.")
    user = make_user(email="ed@example.org")
    page = writing(window, draft, user)
    close_all_sessions(user=user, by=None)
    db.session.commit()
    write(page, "New.")
    dialog = page.get_by_role("dialog", name="Sign in again")
    expect(dialog).to_be_visible()
    assert accessibility_faults(page) == []
    dialog.get_by_label("E-mail").fill("ed@example.org")
    dialog.get_by_label("Password").fill("wrong horse")
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog.get_by_role("alert")).to_have_text("This e-mail address and password do not belong together.")
    dialog.get_by_label("Password").fill("correct horse")
    dialog.get_by_role("button", name="Sign in").click()
    expect(page.locator("[data-kept-state]")).to_have_text("Saved")
    assert saved_summary(draft) == "New."


def test_second_window_is_told_and_finds_both_texts(window: Any) -> None:
    draft = make_draft("Boots", summary="Old.", body="First.")
    mine, theirs = writing(window, draft, make_user()), writing(window, draft, make_user(name="Ida Holm"))
    write(theirs, "Theirs.")
    expect(theirs.locator("[data-kept-state]")).to_have_text("Saved")
    write(mine, "Mine.")
    expect(mine.locator("[data-kept-state]")).to_contain_text("Saved meanwhile by Ida Holm.")
    mine.get_by_role("button", name="Save draft").click()
    expect(mine.get_by_role("heading", name="Somebody saved this while you were writing")).to_be_visible()
    expect(mine.get_by_label("Summary", exact=True)).to_have_value("Mine.")
    mine.get_by_role("button", name="Save draft").click()
    expect(mine.locator(".message")).to_have_text("Draft saved.")
    assert saved_summary(draft) == "Mine."


def test_findings_and_appearance_follow_what_is_typed(window: Any) -> None:
    draft = make_draft("Boots", body="Words.")
    page = writing(window, draft, make_user())
    write(page, "Warm and dry.")
    page.get_by_text("For search engines", exact=True).click()
    expect(page.locator("[data-appearance-description]")).to_have_text("Warm and dry.")
    page.locator("textarea[name=body]").fill("Words.\n\n::product[nothing]")
    page.get_by_role("button", name="Line 3").click()
    expect(page.locator(".editor-block.is-selected")).to_contain_text("There is none of this name")


def test_help_beside_the_address_follows_what_is_typed(window: Any) -> None:
    page = writing(window, make_guide(slug="boots"), make_user())
    address = page.get_by_label("Address", exact=True)
    address.fill("winter-boots")
    expect(page.locator("#slug-help")).to_have_text(
        "/guides/boots will lead to /guides/winter-boots, so that no link breaks."
    )
    address.fill("boots")
    expect(page.locator("#slug-help")).to_contain_text("Readers know /guides/boots.")
