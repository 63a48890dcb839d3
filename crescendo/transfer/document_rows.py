"""The documents of a folder as rows of an import: each becomes a guide, or brings news to the one that it became."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from ..accounts.models import User
from ..catalog.price_sources import RowOutcome
from ..foundation.database import reading
from ..foundation.errors import Rejected
from ..foundation.slugs import is_slug, slug_from
from ..foundation.urls import guide_path
from ..journal.actions import ArticleInput, checked_document, create_article, save_draft
from ..journal.desk_queries import authors
from ..journal.models import Article, AuthorProfile, RevisionKind
from ..journal.queries import guide_ids_by_reference
from ..media.actions import add_asset
from ..media.preparing import Prepared, prepare
from ..media.queries import asset_by_sha256
from ..redirects.actions import move
from ..redirects.models import RedirectReason
from ..redirects.queries import target_of
from .document_folder import DocumentFolder, FolderDocument
from .documents import Draft, Loss, Unreadable
from .guide_documents import category_named, entry_of, fitted, picture_called
from .guide_rows import guide_row
from .rows import Kept, PlannedRow, fingerprint_of
from .run_queries import Known, known_as

KIND = "guide"
_LONGEST_KEY = 200
_MOST_ALIASES = 50


@dataclass(frozen=True)
class Defaults:
    """The numbers of the category and the byline that count for files that do not say."""

    category_id: int | None = None
    author_id: int | None = None


@dataclass(frozen=True)
class Dated:
    """A guide whose file says since when, or from when on, readers are to see it; `version` is that of the import."""

    row: PlannedRow
    article_id: int
    version: int
    publish_at: datetime
    revised_at: datetime | None


@dataclass
class FolderMove:
    """One run over a folder. `dated` and `shown` fill while its documents are read and applied.

    `shown` tells of each picture of a document that came through whether it was in the library before.
    """

    folder: DocumentFolder
    defaults: Defaults
    known: dict[str, Known]
    is_dry_run: bool
    by: User | None
    dated: list[Dated] = field(default_factory=list)
    shown: dict[str, bool] = field(default_factory=dict)


def document_rows(moving: FolderMove) -> Iterator[PlannedRow]:
    """A row for each document of the folder."""
    for number, path in enumerate(moving.folder.files, 1):
        name = moving.folder.name_of(path)
        row = PlannedRow(KIND, number, name, name, RowOutcome.FAILED)
        try:
            yield _row(moving, row, path)
        except Unreadable as fault:
            yield replace(row, reason=str(fault))
        except Rejected as rejection:
            yield replace(row, reason=" ".join(rejection.errors.values()))


def _row(moving: FolderMove, row: PlannedRow, path: Path) -> PlannedRow:
    slug = moving.folder.slug_of(path)
    if len(row.key) > _LONGEST_KEY:
        raise Unreadable(f"Its path within the folder is longer than {_LONGEST_KEY} characters. Use shorter names.")
    if first := moving.folder.first_at(path):
        raise Unreadable(f"The file {first} has the same address, {guide_path(slug)}.")
    with reading():  # nobody waits while the document is read and its pictures are looked at
        document = moving.folder.read(path)
    draft, cuts = fitted(document.draft)
    document = replace(document, draft=draft)
    entry = _entry(draft, slug, moving.defaults)
    paths, no_paths = _old_paths(draft.aliases)
    fingerprint = fingerprint_of(draft, slug, entry.category_id, entry.author_id)
    row = replace(row, losses=(*draft.losses, *cuts, *no_paths), fingerprint=fingerprint)
    there = guide_ids_by_reference([slug]).get(slug)
    known = moving.known.get(row.key) or (known_as(there, KIND, row.key) if there else None)
    if known is None and there:
        why = f"The guide at {guide_path(slug)} was not made of this file, so it is left alone."
        return replace(row, outcome=RowOutcome.SKIPPED, reason=why)
    if known is None:
        checked_document(entry)
    making = _Making(moving, row, document, entry, paths)
    row = guide_row(row, known, create=making.created, update=making.updated)
    if row.outcome is not RowOutcome.SKIPPED:
        _note_pictures(moving, document)
    if row.apply is not None and not moving.is_dry_run:
        making.prepare()
    if known and row.outcome is RowOutcome.UNCHANGED:
        making.date(known.local_id, known.version)
    return row


@dataclass(frozen=True)
class _Making:
    """All that the guide of one file is made of."""

    moving: FolderMove
    row: PlannedRow
    document: FolderDocument
    entry: ArticleInput
    old_paths: Sequence[str]
    prepared: dict[str, Prepared] = field(default_factory=dict)  # its pictures, by what the draft calls them

    def prepare(self) -> None:
        """Make the files of its pictures while nobody waits; `Rejected` when one is no picture any more."""
        with reading():
            for mark, picture in self.document.pictures.items():
                try:
                    self.prepared[mark] = prepare(picture.read())
                except Rejected as rejection:
                    why = f"The library refused the picture {picture.filename}."
                    raise Rejected({"file": why}) from rejection

    def created(self) -> Kept:
        return self._kept(create_article(self._with_pictures(), by=self.moving.by, kind=RevisionKind.IMPORT))

    def updated(self, article: Article) -> Kept:
        entry = self._with_pictures()
        save_draft(article, entry, version=article.version, by=self.moving.by, kind=RevisionKind.IMPORT)
        return self._kept(article)

    def date(self, article_id: int, version: int) -> None:
        """Remember that readers are to see the guide, if the file says so."""
        draft = self.document.draft
        if draft.publish_at and not draft.is_draft:
            self.moving.dated.append(Dated(self.row, article_id, version, draft.publish_at, draft.revised_at))

    def _kept(self, article: Article) -> Kept:
        target = guide_path(article.slug)
        for path in self.old_paths:
            if target_of(path) != target:
                move(path=path, target=target, reason=RedirectReason.IMPORTED)
        self.date(article.id, article.version)
        return Kept(article.id, article.version)

    def _with_pictures(self) -> ArticleInput:
        """The entry with the keys of its pictures, which are in the library from now on."""
        body, hero = self.entry.body, self.document.draft.hero
        for mark, picture in self.prepared.items():
            filename = self.document.pictures[mark].filename
            key = add_asset(picture=picture, filename=filename, by=self.moving.by).key
            body, hero = body.replace(f"media:{mark}", f"media:{key}"), key if hero == mark else hero
        return replace(self.entry, body=body, hero_id=picture_called(hero))


def _note_pictures(moving: FolderMove, document: FolderDocument) -> None:
    for mark in document.pictures:
        moving.shown.setdefault(mark, asset_by_sha256(mark) is not None)


def _entry(draft: Draft, slug: str, defaults: Defaults) -> ArticleInput:
    """What the file says of a guide. `Rejected` when it names what we do not have."""
    if not is_slug(slug):
        raise Rejected({"slug": "The file’s name has no letters to make an address of. Name a slug in it."})
    if not draft.title:
        raise Rejected({"title": "The file says no title. Write one above its text, as title: or as a heading."})
    entry = entry_of(draft, category_id=_category(draft.category, defaults), author_id=_author(draft.author, defaults))
    return replace(entry, slug=slug)


def _category(name: str, defaults: Defaults) -> int:
    category = category_named(name) if name else None
    if name and category is None:
        raise Rejected({"category": f"There is no category “{name}”. Make it first, or name another."})
    category_id = category.id if category else defaults.category_id
    if category_id is None:
        raise Rejected({"category": "The file names no category. Name one in it, or give --category."})
    return category_id


def _author(name: str, defaults: Defaults) -> int:
    author = _author_named(name) if name else None
    author_id = author.id if author else defaults.author_id
    if author_id is not None:
        return author_id
    if name:
        raise Rejected({"author": f"There is no author “{name}”. Make the profile first, or give --author."})
    raise Rejected({"author": "The file names no author. Name one in it, or give --author."})


def _author_named(name: str) -> AuthorProfile | None:
    wanted = slug_from(name)
    return next((each for each in authors() if wanted in {each.slug, slug_from(each.name)}), None)


def _old_paths(aliases: Sequence[str]) -> tuple[list[str], list[Loss]]:
    """The old addresses that can lead to the guide, and those that are no path of a site."""
    paths, losses = list[str](), list[Loss]()
    for alias in aliases[:_MOST_ALIASES]:
        path = alias.rstrip("/") or "/"
        if not path.startswith("/") or path.startswith("//") or path == "/" or len(path) > 500 or "?" in path:
            losses.append(Loss("old address", "the top", f"“{alias[:200]}” is no path of a site, such as /blog/boots."))
        else:
            paths.append(path)
    return paths, losses
