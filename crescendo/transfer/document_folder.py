"""A folder of documents as guides: pictures and links between its files included, and again without doing it twice.

A guide belongs to its file as long as nobody changed it here: then the file's news are taken over.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote

from ..accounts.models import User
from ..foundation.slugs import is_slug, slug_from
from ..media.queries import asset_by_sha256
from .documents import KINDS, Draft, Loss, PictureSource, Resolver, Unreadable, named_slug, read_document
from .documents import MAX_BYTES as MAX_DOCUMENT
from .guide_documents import picture_keeper

MAX_PICTURE = 30 * 1024 * 1024
_PAGES = {"index", "_index", "readme"}  # named after their folder


class FileOutcome(StrEnum):
    """What became of a file."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class FileReport:
    """What became of a file, under which address its guide stands, and what was lost of it."""

    file: str
    outcome: FileOutcome
    slug: str = ""
    reason: str = ""
    losses: tuple[Loss, ...] = ()
    publish_at: datetime | None = None  # when the file wants to be public; None for drafts
    revised_at: datetime | None = None


class DocumentFolder:
    """The documents below a folder. Nothing outside of it is ever read."""

    def __init__(self, root: Path, *, by: User | None = None, keeps_pictures: bool = True) -> None:
        self.root = root.resolve()
        self.files = [path for path in sorted(self.root.rglob("*")) if self._is_document(path)]
        self._slugs = {path: _slug_of(path) for path in self.files}
        self._keep = picture_keeper(by) if keeps_pictures else _known_key
        self._kept: dict[Path, str | None] = {}

    def name_of(self, path: Path) -> str:
        """How the file is called in reports."""
        return path.relative_to(self.root).as_posix()

    def slug_of(self, path: Path) -> str:
        """The address of the guide that the file becomes."""
        return self._slugs[path]

    def first_at(self, path: Path) -> str:
        """The file before this one that takes the same address; empty when there is none."""
        first = next(each for each in self.files if self._slugs[each] == self._slugs[path])
        return "" if first == path else self.name_of(first)

    def read(self, path: Path) -> Draft:
        """The draft that the file holds; `Unreadable` says what is wrong with it."""
        if path.stat().st_size > MAX_DOCUMENT:
            raise Unreadable("This file is larger than 20 MB. Make its pictures smaller, or leave them out.")
        resolve = Resolver(
            picture=lambda source: self._picture(path, source), link=lambda address: self._link(path, address)
        )
        return read_document(path.read_bytes(), filename=path.name, resolve=resolve, keep_picture=self._keep)

    def _is_document(self, path: Path) -> bool:
        below = path.relative_to(self.root)
        is_plain = not any(part.startswith(".") for part in below.parts)
        return is_plain and path.suffix.lower() in KINDS and path.is_file() and self._is_inside(path)

    def _is_inside(self, path: Path) -> bool:
        return path.resolve().is_relative_to(self.root)

    def _candidates(self, path: Path, address: str) -> Iterator[Path]:
        """The files that `address` may mean within the file at `path`."""
        plain = unquote(address.partition("#")[0].partition("?")[0])
        if not plain or ":" in plain.split("/")[0] or plain.startswith("//") or "\0" in plain:
            return
        starts = [self.root, self.root / "static", self.root / "public"] if plain.startswith("/") else [path.parent]
        for start in starts:
            found = (start / plain.lstrip("/")).resolve()
            if found.is_relative_to(self.root):
                yield found

    def _picture(self, path: Path, source: PictureSource) -> str | None:
        for found in self._candidates(path, source.address):
            if found not in self._kept and found.is_file() and found.stat().st_size <= MAX_PICTURE:
                self._kept[found] = self._keep(found.read_bytes(), found.name)
            if self._kept.get(found):
                return self._kept[found]
        return None

    def _link(self, path: Path, address: str) -> str:
        """`guide:` and the slug where the link leads to another file of the folder."""
        anchor = address.partition("#")[2]
        for found in self._candidates(path, address):
            pages = [found, *(found.with_suffix(kind) for kind in KINDS), *(found / f"index{kind}" for kind in KINDS)]
            slug = next((self._slugs[page] for page in pages if page in self._slugs), "")
            if slug:
                return f"guide:{slug}#{anchor}" if anchor else f"guide:{slug}"
        return address


def _slug_of(path: Path) -> str:
    """The slug that the file names, else one of its name."""
    if KINDS[path.suffix.lower()] == "markdown" and path.stat().st_size <= MAX_DOCUMENT:
        named = named_slug(path.read_bytes())
        if is_slug(named):
            return named
    stem = path.parent.name if path.stem.lower() in _PAGES else path.stem
    return slug_from(stem)


def _known_key(data: bytes, filename: str) -> str | None:
    """The key of a picture that the library has, or the one that it would have."""
    known = asset_by_sha256(hashlib.sha256(data).hexdigest())
    return known.key if known else slug_from(Path(filename).stem) or "picture"
