"""The list of guides: what its address narrows and sorts it to."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from crescendo.accounts.queries import user_by_email
from crescendo.journal.desk_queries import profile_of
from tests.factories.catalog import make_category
from tests.factories.journal import make_author, make_draft, make_guide
from tests.pages import Page, Pages

Browser = Callable[..., Pages]
LIST = "/studio/articles/"


def titles(page: Page) -> list[str]:
    """The titles that a list shows, in its order."""
    return ["".join(link.itertext()) for link in page.all(".//tbody/tr/th/a")]


def test_list_is_narrowed_by_each_filter(sign_in: Browser) -> None:
    make_guide("Boots", category=make_category("Footwear"), author=make_author("Mara"), tags=["Rain"])
    make_draft("Belts", summary="Leather for years.", review_on=date(2020, 1, 1))
    browser = sign_in()
    for query in ("state=live", "category=footwear", "author=mara", "tag=rain", "q=BOOT"):
        assert titles(browser.open(f"{LIST}?{query}")) == ["Boots"], query
    assert titles(browser.open(f"{LIST}?due=yes")) == ["Belts"]
    assert titles(browser.open(f"{LIST}?q=leather+years")) == ["Belts"]


def test_mine_are_those_that_i_began_or_sign(sign_in: Browser) -> None:
    make_draft("Of others")
    browser = sign_in("author", email="ines@example.org")
    me = user_by_email("ines@example.org")
    assert me is not None
    make_draft("Begun", by=me)
    make_draft("Signed", author=profile_of(me))
    assert titles(browser.open(f"{LIST}?mine=yes&sort=title")) == ["Begun", "Signed"]


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("", ["Cap", "apron", "Belt"]),
        ("?sort=changed", ["Belt", "apron", "Cap"]),
        ("?sort=title", ["apron", "Belt", "Cap"]),
        ("?sort=title-down", ["Cap", "Belt", "apron"]),
        ("?sort=published-down", ["apron", "Cap", "Belt"]),
        ("?sort=review", ["Belt", "Cap", "apron"]),
    ],
)
def test_list_is_sorted_by_its_address(sign_in: Browser, query: str, order: list[str]) -> None:
    make_draft("Belt", review_on=date(2030, 1, 1))
    make_guide("apron", publish_at=datetime(2026, 2, 1, tzinfo=UTC))
    make_guide("Cap", publish_at=datetime(2026, 1, 1, tzinfo=UTC), review_on=date(2030, 2, 1))
    assert titles(sign_in().open(LIST + query)) == order


def test_heading_of_a_column_sorts_and_says_which_way(sign_in: Browser) -> None:
    make_draft("Belt")
    page = sign_in().open(f"{LIST}?q=belt").click("Guide")
    assert page.address == f"{LIST}?q=belt&sort=title"
    [heading] = page.all(".//th[@aria-sort]")
    assert heading.get("aria-sort") == "ascending"
    assert page.click("Guide").address == f"{LIST}?q=belt&sort=title-down"


def test_one_query_stands_for_a_list_and_unknown_values_narrow_nothing(sign_in: Browser) -> None:
    make_draft("Belt")
    browser = sign_in()
    spelled = f"{LIST}?sort=&state=nonsense&category=none&author=&tag=x&mine=no&q=++belt++&utm=1"
    assert browser.open(spelled).location == f"{LIST}?q=belt"
    assert browser.open(f"{LIST}?q=%00").location == LIST
    assert titles(browser.open(spelled).follow()) == ["Belt"]


def test_filter_in_force_can_be_taken_away_alone(sign_in: Browser) -> None:
    make_draft("Belt", category=make_category("Accessories"))
    page = sign_in().open(f"{LIST}?category=accessories&q=belt&sort=title")
    assert page.click("Without Category: Accessories ×").address == f"{LIST}?q=belt&sort=title"


def test_empty_list_says_what_to_do(sign_in: Browser) -> None:
    browser = sign_in()
    assert "Your guides will stand here" in browser.open(LIST).main
    make_draft("Belt")
    page = browser.open(f"{LIST}?q=nothing")
    assert "No guide is like this" in page.main
    assert titles(page.click("show all guides")) == ["Belt"]


def test_pages_keep_the_filters(sign_in: Browser) -> None:
    author, category = make_author("Mara"), make_category()
    for _ in range(51):
        make_draft(author=author, category=category)
    make_draft("Of another")
    page = sign_in().open(f"{LIST}?author=mara&sort=title")
    assert "51 guides" in page.main
    assert page.click("Older").address == f"{LIST}?author=mara&sort=title&page=2"
