"""Authors, categories and tags of an export, and what becomes of their levels."""

from collections.abc import Callable, Iterator
from itertools import cycle

from ...catalog.price_sources import RowOutcome
from ...catalog.shelves import CategoryInput, create_category
from ...catalog.taxonomy import FieldColour
from ...foundation.database import db
from ...foundation.slugs import numbered, slug_from
from ...foundation.urls import author_path, category_path, tag_path
from ...journal.bylines import AuthorInput, create_author
from ...journal.tags import tags_named
from ...redirects.actions import move
from ...redirects.models import RedirectReason
from ..documents import Loss
from ..rows import Kept, PlannedRow
from .moving import Move
from .queries import author_called, category_called, tag_called
from .wxr import WxrTerm

UNSORTED = "uncategorized"
Find = Callable[[str, str], int | None]
Create = Callable[[WxrTerm], int]
_COLOURS = cycle(FieldColour)


def shelf_rows(moving: Move) -> Iterator[PlannedRow]:
    """Authors, categories and tags; those that are here by their name or address are taken as they are."""
    site = moving.index.site
    for number, author in enumerate(_authors(moving), 1):
        yield _row(moving, "author", number, author, find=author_called, create=lambda term: _new_author(moving, term))
    for number, category in enumerate(_categories(moving), 1):
        yield _row(
            moving, "category", number, category, find=category_called, create=lambda term: _new_category(moving, term)
        )
    for number, tag in enumerate(site.tags.values(), 1):
        yield _row(moving, "tag", number, tag, find=tag_called, create=_new_tag)


def expected_shelves(moving: Move) -> dict[str, int]:
    """How many rows of each kind will come."""
    site = moving.index.site
    return {"author": len(_authors(moving)), "category": len(_categories(moving)), "tag": len(site.tags)}


def category_id(moving: Move, slug: str) -> int:
    """Our number of a category of the file, or of one that the author chose, which is made when it is needed."""
    if slug not in moving.categories:
        term = WxrTerm(slug, slug.replace("-", " ").capitalize())
        moving.categories[slug] = category_called(slug, term.name) or _new_category(moving, term)
    return moving.categories[slug]


def author_id(moving: Move, login: str) -> int:
    """Our number of the author with this name there; of the first one for names that the file does not explain."""
    return moving.authors.get(login) or next(iter(moving.authors.values()))


def _authors(moving: Move) -> list[WxrTerm]:
    site = moving.index.site
    return list(site.authors.values()) or [WxrTerm("author", site.title or "Author")]


def _categories(moving: Move) -> list[WxrTerm]:
    return [term for slug, term in moving.index.site.categories.items() if slug != UNSORTED]


def _row(moving: Move, kind: str, number: int, term: WxrTerm, *, find: Find, create: Create) -> PlannedRow:
    key = moving.known(kind, term.slug)
    local_id = key.local_id if key else find(term.slug, term.name)
    places = {"author": moving.authors, "category": moving.categories}.get(kind, {})
    if local_id is not None:
        places[term.slug] = local_id
        why = "" if key else "One with this name was here already."
        return PlannedRow(kind, number, term.slug, term.name, RowOutcome.UNCHANGED, why, local_id=local_id)

    def apply() -> Kept:
        places[term.slug] = create(term)
        return Kept(places[term.slug])

    losses = _level_lost(moving, term) if kind == "category" else ()
    return PlannedRow(kind, number, term.slug, term.name, RowOutcome.CREATED, losses=losses, apply=apply)


def _level_lost(moving: Move, term: WxrTerm) -> tuple[Loss, ...]:
    parent = moving.index.site.categories.get(term.parent)
    if parent is None:
        return ()
    return (Loss("its place below another category", f"below “{parent.name}”", "Categories here have no levels."),)


def _new_author(moving: Move, term: WxrTerm) -> int:
    author = create_author(AuthorInput(name=term.name[:120], slug=_slug(term, "author")), by=moving.by)
    _lead(f"/author/{term.slug}", author_path(author.slug))
    return author.id


def _new_category(moving: Move, term: WxrTerm) -> int:
    entry = CategoryInput(
        name=term.name[:80], description=term.description, colour=next(_COLOURS), slug=_slug(term, "category")
    )
    category = create_category(entry, by=moving.by)
    above, parent = "", moving.index.site.categories.get(term.parent)
    while parent is not None and above.count("/") < 9:
        above, parent = f"{parent.slug}/{above}", moving.index.site.categories.get(parent.parent)
    _lead(f"/category/{above}{term.slug}", category_path(category.slug))
    return category.id


def _new_tag(term: WxrTerm) -> int:
    [tag] = tags_named([term.name])
    db.session.flush()
    _lead(f"/tag/{term.slug}", tag_path(tag.slug))
    return tag.id


def _slug(term: WxrTerm, stem: str) -> str:
    return slug_from(term.slug) or slug_from(term.name) or numbered(stem, len(term.name))


def _lead(path: str, target: str) -> None:
    if len(path) <= 500:
        move(path=path, target=target, reason=RedirectReason.IMPORTED)
