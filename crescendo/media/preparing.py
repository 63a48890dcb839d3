"""The files of a picture, made before its row and while nobody waits: looking at it and drawing it take seconds."""

import hashlib
from dataclasses import dataclass, field

from . import storage
from .inspection import Inspected, inspect
from .queries import asset_by_sha256
from .renditions import make_renditions, original_path, paths_of


@dataclass(frozen=True)
class Prepared:
    """A picture that we take, and whose files were made. `width` and `height` are in pixels, as it stands upright."""

    data: bytes = field(repr=False)
    sha256: str
    media_type: str
    width: int
    height: int


def prepare(data: bytes) -> Prepared:
    """The picture in `data`, with its files stored; `Rejected` when it is no picture that we take.

    Whoever writes at that time keeps everybody else waiting: see `reading`. Files that no row comes to name are left
    to a sweep.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    if known := asset_by_sha256(sha256):
        return Prepared(data, sha256, known.media_type, known.width, known.height)
    inspected = _stored(data, sha256)
    return Prepared(data, sha256, inspected.media_type, *inspected.image.size)


def see_to_files(picture: Prepared) -> None:
    """Make the files of `picture` again if a deletion or a sweep took some since. Call it under the picture's lock."""
    if not all(storage.exists(path) for path in paths_of(picture.sha256, picture.width)):
        _stored(picture.data, picture.sha256)


def _stored(data: bytes, sha256: str) -> Inspected:
    inspected = inspect(data)
    storage.write(original_path(sha256), data)
    make_renditions(inspected.image, sha256)
    return inspected
