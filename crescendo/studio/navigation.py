"""The ways through the studio: sections, and the pages of the one where somebody is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import request, url_for

from ..accounts.models import User
from ..accounts.permissions import is_editor, is_owner


@dataclass(frozen=True)
class StudioLink:
    """A way to a page, or to the first page of a section."""

    text: str
    address: str
    is_current: bool


@dataclass(frozen=True)
class StudioSection:
    """A section with its pages; the first is where one begins."""

    text: str
    pages: tuple[StudioLink, ...]

    @property
    def address(self) -> str:
        return self.pages[0].address

    @property
    def is_current(self) -> bool:
        return any(page.is_current for page in self.pages)


def _everybody(_user: User) -> bool:
    return True


_SECTIONS: tuple[tuple[str, tuple[tuple[str, str, Callable[[User], bool]], ...]], ...] = (
    (
        "Write",
        (
            ("Tasks", "task_list", _everybody),
            ("Guides", "article_list", _everybody),
            ("Media", "asset_list", _everybody),
            ("Tags", "editors.tag_list", is_editor),
            ("Authors", "author_list", _everybody),
        ),
    ),
    (
        "Catalog",
        (
            ("Products", "product_list", _everybody),
            ("Offers", "editors.offer_list", is_editor),
            ("Merchants", "editors.merchant_list", is_editor),
            ("Prices", "editors.price_source_list", is_editor),
            ("Categories", "editors.category_list", is_editor),
        ),
    ),
    (
        "Watch",
        (
            ("Impact", "impact_board", _everybody),
            ("Links", "link_list", _everybody),
            ("Clicks", "click_report", _everybody),
        ),
    ),
    (
        "Site",
        (
            ("Imports", "editors.import_list", is_editor),
            ("Exports", "owners.exports", is_owner),
            ("Team", "owners.team", is_owner),
            ("Audit", "owners.audit", is_owner),
        ),
    ),
)


def studio_sections(user: User) -> tuple[list[StudioSection], StudioSection]:
    """The sections that `user` may open, and the one whose pages are shown."""
    sections = list(_sections(user))
    return sections, next((section for section in sections if section.is_current), sections[0])


def _sections(user: User) -> Iterator[StudioSection]:
    for text, entries in _SECTIONS:
        pages = tuple(_link(name, endpoint) for name, endpoint, may_open in entries if may_open(user))
        if pages:
            yield StudioSection(text, pages)


def _link(text: str, endpoint: str) -> StudioLink:
    address = url_for(f"studio.{endpoint}")
    return StudioLink(text, address, request.path.startswith(address))
