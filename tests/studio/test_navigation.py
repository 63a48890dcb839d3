"""The ways through the studio: what each role may open, and where somebody is."""

from collections.abc import Callable

import pytest

from tests.pages import Page, Pages

Browser = Callable[..., Pages]


def ways(page: Page) -> tuple[list[str], list[str], list[str]]:
    """The sections, the pages of the one that is shown, and what is marked as current."""
    sections, pages = page.all(".//nav[@aria-label='Studio']/ul")
    marked = [link for link in page.all(".//nav[@aria-label='Studio']//a") if link.get("aria-current")]
    return texts(sections.iter("a")), texts(pages.iter("a")), texts(marked)


def texts(links: object) -> list[str]:
    return [link.text or "" for link in links]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("role", "sections", "pages"),
    [
        ("author", ["Write", "Catalog", "Watch"], ["Tasks", "Guides", "Media", "Authors"]),
        ("editor", ["Write", "Catalog", "Watch", "Site"], ["Tasks", "Guides", "Media", "Tags", "Authors"]),
        ("owner", ["Write", "Catalog", "Watch", "Site"], ["Tasks", "Guides", "Media", "Tags", "Authors"]),
    ],
)
def test_everybody_sees_what_they_may_open(sign_in: Browser, role: str, sections: list[str], pages: list[str]) -> None:
    assert ways(sign_in(role).open("/studio/")) == (sections, pages, [])


def test_pages_of_the_section_are_shown_where_somebody_is(sign_in: Browser) -> None:
    page = sign_in("owner").open("/studio/").click("Site").click("Team")
    assert ways(page)[1:] == (["Imports", "Exports", "Team", "Audit"], ["Site", "Team"])


def test_section_leads_to_its_first_page(sign_in: Browser) -> None:
    page = sign_in("author").open("/studio/").click("Catalog")
    assert ways(page)[1:] == (["Products"], ["Catalog", "Products"])
