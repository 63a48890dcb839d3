"""Writing guides in the studio: what each button does, and what a mistake or another tab cannot destroy."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crescendo.foundation import clock
from crescendo.journal.desk_queries import article_by_id
from crescendo.web.application import Crescendo
from tests.factories.catalog import make_category, make_product
from tests.factories.journal import make_author, make_draft, make_guide, revise
from tests.pages import Form, Page, Pages

Browser = Callable[..., Pages]


def new_form(pages: Pages, **values: str) -> Form:
    make_category("Footwear")
    form = pages.open("/studio/articles/new").form("title")
    return form.choose("category", "Footwear").fill(**{"title": "A guide", "body": "Words.", **values})


def test_saved_draft_is_in_the_studio_and_nowhere_else(sign_in: Browser, pages: Pages) -> None:
    page = new_form(sign_in(), title="How boots fit").submit("Save draft").follow()
    assert "Draft saved." in page.main
    assert "How boots fit" not in pages.open("/guides/").main


def test_published_guide_is_visible_at_the_next_request(sign_in: Browser, pages: Pages) -> None:
    page = new_form(sign_in(), title="How boots fit").submit("Publish").follow()
    assert "Published." in page.main
    assert pages.open("/guides/how-boots-fit").status == 200


def test_update_shows_readers_the_new_text(sign_in: Browser, pages: Pages) -> None:
    guide = make_guide("Boots", slug="boots", body="Old.")
    form = sign_in().open(f"/studio/articles/{guide.id}").form("title")
    form.fill(body="New.").submit("Update")
    assert "New." in pages.open("/guides/boots").main


def test_saving_a_draft_of_a_live_guide_changes_nothing_for_readers(sign_in: Browser, pages: Pages) -> None:
    guide = make_guide("Boots", slug="boots", body="Old.")
    page = sign_in().open(f"/studio/articles/{guide.id}").form("title").fill(body="New.").submit("Save draft")
    assert "has changes that readers do not see yet" in page.follow().main
    assert "Old." in pages.open("/guides/boots").main


def test_schedule_takes_the_time_that_was_chosen(sign_in: Browser) -> None:
    moment = (clock.now() + timedelta(days=2)).replace(second=0)
    page = new_form(sign_in(), publish_at=moment.strftime("%Y-%m-%dT%H:%M")).submit("Schedule").follow()
    assert "Scheduled" in page.main
    article = article_by_id(int(page.address.rpartition("/")[2]))
    assert article.publish_at == moment


def test_schedule_without_a_time_says_what_to_do(sign_in: Browser) -> None:
    page = new_form(sign_in(), body="Kept.").submit("Schedule")
    assert page.status == 422
    assert "Choose the day and hour" in page.main
    assert page.form("title").values["body"] == "Kept."


@pytest.fixture
def berlin(app: Crescendo, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site in Berlin, where clocks go forward on 28 March 2027 at 2 and back on 31 October 2027 at 3."""
    settings = replace(app.config["SETTINGS"], timezone=ZoneInfo("Europe/Berlin"))
    monkeypatch.setitem(app.config, "SETTINGS", settings)


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(
    ("typed", "published"),
    [
        ("2027-03-27T02:30", datetime(2027, 3, 27, 1, 30, tzinfo=UTC)),
        ("2027-03-28T03:30", datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        ("2027-10-31T02:30", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),  # it comes twice; the first time counts
    ],
)
def test_scheduled_hour_is_that_of_the_site(sign_in: Browser, typed: str, published: datetime) -> None:
    page = new_form(sign_in(), publish_at=typed).submit("Schedule").follow()
    assert "In the time of the site, Europe/Berlin." in page.main
    assert article_by_id(int(page.address.rpartition("/")[2])).publish_at == published
    assert page.form("title").values["publish_at"] == typed


@pytest.mark.usefixtures("berlin")
def test_hour_that_clocks_skip_is_refused(sign_in: Browser) -> None:
    page = new_form(sign_in(), publish_at="2027-03-28T02:30").submit("Schedule")
    assert page.status == 422
    assert "This hour does not exist: clocks skip it when summer time begins." in page.main
    assert page.form("title").values["publish_at"] == "2027-03-28T02:30"


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(
    "until",
    [
        datetime(2027, 10, 31, 1, 30, tzinfo=UTC),  # half past two for the second time
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        datetime(2027, 6, 1, 12, 0, 59, tzinfo=UTC),  # a form shows no seconds
        datetime(2027, 3, 28, 0, 30, tzinfo=UTC),
    ],
)
def test_saving_moves_no_moment_that_nobody_changed(sign_in: Browser, until: datetime) -> None:
    guide = make_guide("Boots", unpublish_at=until)
    form = sign_in().open(f"/studio/articles/{guide.id}").form("title")
    form.fill(body="Another text.").submit("Update").follow()
    assert article_by_id(guide.id).unpublish_at == until


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Kiritimati", "Europe/Berlin"])
def test_another_time_zone_moves_nothing_that_was_published(
    app: Crescendo, sign_in: Browser, pages: Pages, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    since = datetime(2025, 10, 26, 1, 30, 15, tzinfo=UTC)
    guide = make_guide("Boots", slug="boots", publish_at=since)
    settings = replace(app.config["SETTINGS"], timezone=ZoneInfo(zone))
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    sign_in().open(f"/studio/articles/{guide.id}").form("title").fill(body="Another text.").submit("Update").follow()
    assert article_by_id(guide.id).publish_at == since
    assert "Another text." in pages.open("/guides/boots").main
    assert "2025-10-26T01:30:15" in pages.open("/feed.xml").html


def test_withdraw_takes_the_guide_from_readers_and_keeps_its_text(sign_in: Browser, pages: Pages) -> None:
    guide = make_guide("Boots", slug="boots", body="Old.")
    page = sign_in().open(f"/studio/articles/{guide.id}").form("title").submit("Withdraw").follow()
    assert page.form("title").values["body"] == "Old."
    assert pages.open("/guides/boots").status == 410


def test_missing_title_keeps_what_was_typed(sign_in: Browser) -> None:
    page = new_form(sign_in(), title="", body="An hour of work.").submit("Save draft")
    assert page.status == 422
    assert "Give the guide a title" in page.main
    assert page.form("title").values["body"] == "An hour of work."


def test_preflight_error_blocks_publishing_and_names_the_line(sign_in: Browser, pages: Pages) -> None:
    page = new_form(sign_in(), body="Words.\n\n::product[nothing]").submit("Publish")
    assert page.status == 422
    assert "There is no product “nothing”" in page.main
    assert pages.open("/guides/a-guide").status == 404


def test_malformed_directive_is_reported_with_line_and_reason(sign_in: Browser) -> None:
    draft = make_draft(body="Words.\n\n:::note[Title]\nNever closed.")
    page = sign_in().open(f"/studio/articles/{draft.id}")
    assert "Line 3" in page.main


def test_stale_save_shows_both_texts_and_loses_neither(sign_in: Browser) -> None:
    draft = make_draft(body="First.")
    mine, theirs = (
        sign_in().open(f"/studio/articles/{draft.id}").form("title"),
        sign_in().open(f"/studio/articles/{draft.id}").form("title"),
    )
    theirs.fill(body="Theirs.").submit("Save draft")
    page = mine.fill(body="Mine.").submit("Save draft")
    assert page.status == 409
    assert [pre.text for pre in page.all(".//pre[@aria-label]")] == ["Theirs.", "Mine."]
    assert page.form("title").values["body"] == "Mine."
    assert article_by_id(draft.id).newest_revision.body == "Theirs."


def test_saving_again_after_the_merge_screen_takes_the_merged_text(sign_in: Browser) -> None:
    draft = make_draft(body="First.")
    pages = sign_in()
    stale = pages.open(f"/studio/articles/{draft.id}").form("title")
    revise(draft, body="Theirs.")
    merged = stale.fill(body="Mine.").submit("Save draft").form("title").fill(body="Both.")
    assert merged.submit("Save draft").status == 303
    assert article_by_id(draft.id).newest_revision.body == "Both."


@pytest.mark.parametrize("button", ["Publish", "Schedule"])
def test_stale_form_publishes_nothing(sign_in: Browser, pages: Pages, button: str) -> None:
    draft = make_draft("Boots", slug="boots", body="First.")
    stale = sign_in().open(f"/studio/articles/{draft.id}").form("title")
    revise(draft, body="Theirs.")
    moment = (clock.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    assert stale.fill(body="Mine.", publish_at=moment).submit(button).status == 409
    assert pages.open("/guides/boots").status == 404


def test_slug_that_another_guide_has_is_refused(sign_in: Browser) -> None:
    make_draft(slug="taken")
    page = new_form(sign_in(), slug="taken").submit("Save draft")
    assert page.status == 422
    assert "Another guide has this address" in page.main


def test_body_beyond_the_limit_is_refused_and_kept(sign_in: Browser) -> None:
    page = new_form(sign_in(), body="x" * 200_001).submit("Save draft")
    assert page.status == 422
    assert len(page.form("title").values["body"]) == 200_001


def test_new_tags_are_created_and_shown(sign_in: Browser, pages: Pages) -> None:
    new_form(sign_in(), tags="Rain days, Fit").submit("Publish")
    assert "A guide" in pages.open("/tags/rain-days").main


def test_preview_shows_unsaved_text_and_saves_nothing(sign_in: Browser) -> None:
    product = make_product("Steady 20")
    browser = sign_in()
    page = new_form(browser, body=f"Typed.\n\n::product[{product.slug}]").submit("Preview")
    assert page.status == 200
    assert "Typed." in page.main
    assert "Steady 20" in page.main
    assert "Your guides will stand here" in browser.open("/studio/articles/").main


def test_preview_of_a_saved_draft_is_for_its_authors_alone(sign_in: Browser, pages: Pages) -> None:
    draft = make_draft("Secret")
    assert "Secret" in sign_in().open(f"/studio/articles/{draft.id}/preview").main
    assert pages.open(f"/studio/articles/{draft.id}/preview").status == 302
    assert sign_in("author").open(f"/studio/articles/{draft.id}/preview").status == 403


def test_author_edits_only_their_own_guides(sign_in: Browser) -> None:
    draft = make_draft(author=make_author("Somebody else"))
    browser = sign_in("author")
    assert browser.open(f"/studio/articles/{draft.id}").status == 403
    own = new_form(browser).submit("Save draft").follow()
    assert own.status == 200


def test_list_is_narrowed_by_state_and_words(sign_in: Browser) -> None:
    make_guide("Live boots")
    make_draft("Draft boots")
    make_draft("Draft hats")
    page: Page = sign_in().open("/studio/articles/?state=draft&q=boots")
    assert "Draft boots" in page.main
    assert "Live boots" not in page.main
    assert "Draft hats" not in page.main


def test_studio_without_categories_says_what_comes_first(sign_in: Browser) -> None:
    browser = sign_in()
    assert "Make a category" in browser.open("/studio/").main
    assert "There is no category yet" in browser.open("/studio/articles/new").main
