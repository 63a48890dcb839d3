"""Guides made of documents: with the pictures, categories and bylines of this site."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import replace

from ..accounts.models import User
from ..catalog.queries import categories
from ..catalog.taxonomy import Category
from ..foundation.errors import Rejected
from ..foundation.slugs import slug_from
from ..journal.actions import ArticleInput, create_article
from ..journal.entry_rules import SUMMARY_LENGTH, TITLE_LENGTH, slug_fault
from ..journal.models import Article, RevisionKind
from ..media.actions import add_asset
from ..media.preparing import Prepared, prepare
from ..media.queries import assets_by_key
from .documents import Draft, Loss, PictureSource, Resolver

_WRITTEN_OUT = "data:image/"


class NewPictures:
    """Pictures of a document: prepared while it is read, which calls them by their SHA-256; they have no key yet."""

    def __init__(self) -> None:
        self._prepared: dict[str, tuple[Prepared, str]] = {}

    def keep(self, data: bytes, filename: str) -> str | None:
        """What stands for the picture in the document; None when the library refuses it."""
        try:
            picture = prepare(data)
        except Rejected:
            return None
        self._prepared.setdefault(picture.sha256, (picture, filename))
        return picture.sha256

    def added(self, draft: Draft, *, by: User | None) -> Draft:
        """`draft` with the keys of its pictures, which are in the library from now on."""
        for mark, (picture, filename) in self._prepared.items():
            key = add_asset(picture=picture, filename=filename, by=by).key
            hero = key if draft.hero == mark else draft.hero
            draft = replace(draft, body=draft.body.replace(f"media:{mark}", f"media:{key}"), hero=hero)
        return draft


def uploaded_pictures(keep: Callable[[bytes, str], str | None]) -> Resolver:
    """Finds pictures of a document that came alone: those that are written out in it, and no others."""

    def picture(source: PictureSource) -> str | None:
        kind, comma, written = source.address.partition(",")
        if not comma or not kind.startswith(_WRITTEN_OUT) or not kind.endswith(";base64"):
            return None
        try:
            return keep(base64.b64decode(written), f"picture.{kind[len(_WRITTEN_OUT) :].removesuffix(';base64')[:10]}")
        except binascii.Error:
            return None

    return Resolver(picture=picture)


def category_named(name: str) -> Category | None:
    """The category with this address or name, however its letters are written."""
    wanted = slug_from(name)
    return next((each for each in categories() if wanted in {each.slug, slug_from(each.name)}), None)


def create_guide(
    draft: Draft, *, title: str, category_id: int, author_id: int, by: User | None
) -> tuple[Article, tuple[Loss, ...]]:
    """A new guide of `draft`, which readers do not see, and what was lost on the way.

    `title` and the two numbers count where the document says nothing. `Rejected` says what to change.
    """
    if not (title or draft.title):
        raise Rejected({"title": "This document says no title. Type one here."})
    cut, losses = fitted(draft)
    category = category_named(draft.category) if draft.category else None
    if draft.category and category is None:
        losses += [Loss("category", "the top", f"There is no category “{draft.category}”; the chosen one counts.")]
    entry = entry_of(cut, category_id=category.id if category else category_id, author_id=author_id)
    if entry.slug and (fault := slug_fault(entry.slug, article=None)):
        losses += [Loss("address", "the top", f"“{entry.slug}” could not be kept. {fault}")]
        entry = replace(entry, slug="")
    made = create_article(replace(entry, title=title or entry.title), by=by, kind=RevisionKind.IMPORT)
    return made, (*draft.losses, *losses)


def entry_of(draft: Draft, *, category_id: int, author_id: int) -> ArticleInput:
    """What `draft` says of a guide."""
    return ArticleInput(
        title=draft.title,
        category_id=category_id,
        author_id=author_id,
        slug=draft.slug,
        summary=draft.summary,
        body=draft.body,
        tags=draft.tags,
        hero_id=picture_called(draft.hero),
        seo_title=draft.seo_title,
        seo_description=draft.seo_description,
    )


def picture_called(key: str) -> int | None:
    """The number of the picture with this key; None where there is none."""
    asset = assets_by_key([key]).get(key) if key else None
    return asset.id if asset else None


def fitted(draft: Draft) -> tuple[Draft, list[Loss]]:
    """`draft` with texts as long as a guide can have them."""
    limits = {
        "title": TITLE_LENGTH,
        "summary": SUMMARY_LENGTH,
        "seo_title": TITLE_LENGTH,
        "seo_description": SUMMARY_LENGTH,
    }
    long = {name: limit for name, limit in limits.items() if len(getattr(draft, name)) > limit}
    losses = [
        Loss(name.replace("_", " "), "the top", f"It was cut after {limit} characters.") for name, limit in long.items()
    ]
    cut = {name: f"{getattr(draft, name)[: limit - 1].rstrip()}…" for name, limit in long.items()}
    return replace(draft, **cut), losses  # type: ignore[arg-type]  # texts all of them
