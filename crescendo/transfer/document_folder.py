"""The files of a folder: which are documents, what they say, and which pictures and files of the folder they name.

It changes nothing. Pictures come into the library with the guide that shows them.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from ..foundation.errors import Rejected
from ..foundation.slugs import is_slug, slug_from
from ..media.inspection import inspect
from ..media.queries import asset_by_sha256
from .documents import KINDS, Draft, PictureSource, Resolver, Unreadable, named_slug, read_document
from .documents import MAX_BYTES as MAX_DOCUMENT

MAX_PICTURE = 30 * 1024 * 1024
_PAGES = {"index", "_index", "readme"}  # named after their folder


@dataclass(frozen=True)
class FolderPicture:
    """A picture that a document shows: how its file is called, and how to get its bytes."""

    filename: str
    read: Callable[[], bytes]


@dataclass(frozen=True)
class FolderDocument:
    """What a file says. Its draft names pictures by the SHA-256 of their bytes: they have no key yet."""

    draft: Draft
    pictures: Mapping[str, FolderPicture]


class DocumentFolder:
    """The documents below a folder, and its `others`, which are none. Nothing outside of the folder is ever read."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        plain = [path for path in sorted(self.root.rglob("*")) if self._is_plain(path)]
        self.files = [path for path in plain if path.suffix.lower() in KINDS and self.is_inside(path)]
        self._slugs = {path: _slug_of(path) for path in self.files}
        self._first = {slug: path for path, slug in reversed(self._slugs.items())}
        self.others = [path for path in plain if path not in self._slugs]
        self._marks: dict[Path, str | None] = {}  # of pictures that a document shows; None for those that are none

    def name_of(self, path: Path) -> str:
        """How the file is called in reports."""
        return path.relative_to(self.root).as_posix()

    def slug_of(self, path: Path) -> str:
        """The address of the guide that the file becomes."""
        return self._slugs[path]

    def first_at(self, path: Path) -> str:
        """The file before this one that takes the same address; empty when there is none."""
        first = self._first[self._slugs[path]]
        return "" if first == path else self.name_of(first)

    def mark_of(self, path: Path) -> str | None:
        """What the documents that were read call the picture in this file; None when none of them shows it."""
        return self._marks.get(path.resolve())

    def is_inside(self, path: Path) -> bool:
        """Whether the file lies in the folder, wherever links may lead."""
        return path.resolve().is_relative_to(self.root)

    def read(self, path: Path) -> FolderDocument:
        """What the file says; `Unreadable` tells what is wrong with it."""
        if path.stat().st_size > MAX_DOCUMENT:
            raise Unreadable("This file is larger than 20 MB. Make its pictures smaller, or leave them out.")
        pictures: dict[str, FolderPicture] = {}

        def picture(source: PictureSource) -> str | None:
            return self._picture(path, source, pictures)

        def within(data: bytes, filename: str) -> str | None:
            if mark := _mark(data):
                pictures[mark] = FolderPicture(filename, lambda: data)
            return mark

        resolve = Resolver(picture=picture, link=lambda address: self._link(path, address))
        draft = read_document(path.read_bytes(), filename=path.name, resolve=resolve, keep_picture=within)
        return FolderDocument(draft, pictures)

    def _is_plain(self, path: Path) -> bool:
        below = path.relative_to(self.root)
        return path.is_file() and not any(part.startswith(".") for part in below.parts)

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

    def _picture(self, path: Path, source: PictureSource, pictures: dict[str, FolderPicture]) -> str | None:
        for found in self._candidates(path, source.address):
            if found not in self._marks and found.is_file() and found.stat().st_size <= MAX_PICTURE:
                self._marks[found] = _mark(found.read_bytes())
            if mark := self._marks.get(found):
                pictures[mark] = FolderPicture(found.name, found.read_bytes)
                return mark
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


def _mark(data: bytes) -> str | None:
    """What stands for the picture in `data` until it has a key; None when the library would refuse it."""
    mark = hashlib.sha256(data).hexdigest()
    try:
        if asset_by_sha256(mark) is None:
            inspect(data)
    except Rejected:
        return None
    return mark
