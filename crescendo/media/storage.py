"""Where the files of pictures lie: a folder or an S3-like bucket, behind one interface (obstore)."""

import errno
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

# Set at start by `use_storage`. The store itself opens on first use in each process: one that was opened
# before a fork hangs in the child.
_location = ""
_NO_ROOM = re.compile(rf"os error ({errno.ENOSPC}|{errno.EDQUOT})\b")


@dataclass(frozen=True)
class StoredFile:
    """Something that is stored; `size` is in bytes."""

    path: str
    size: int
    written_at: datetime


def use_storage(url: str) -> None:
    """Keep files at `url`: a folder's path or `s3://bucket/prefix`."""
    global _location  # noqa: PLW0603 (one storage a process, chosen at start)
    _location = url


def write(path: str, data: bytes) -> None:
    """Store `data` at `path`: wholly, or not at all, and so that a power cut after this does not lose it.

    `OSError` with `ENOSPC` when there is no room for it.
    """
    try:
        obstore.put(_store(_location), path, data)
    except BaseError as error:
        if _NO_ROOM.search(str(error)):  # the one way in which it tells
            raise OSError(errno.ENOSPC, "No space left for the files of pictures") from error
        raise
    if "://" not in _location:
        written = Path(_location) / path
        for place in (written, written.parent, written.parent.parent):  # the file, its name, its folder's name
            with suppress(FileNotFoundError):  # somebody removed it in this moment
                _sync(place)


def read(path: str) -> bytes | None:
    """The bytes at `path`; None when nothing is there."""
    try:
        return obstore.get(_store(_location), path).bytes().to_bytes()
    except FileNotFoundError:
        return None


def remove(paths: Sequence[str]) -> None:
    """Remove what is stored at `paths`; what is not there is passed over."""
    for path in paths:
        with suppress(FileNotFoundError):
            obstore.delete(_store(_location), path)


def files() -> Iterator[StoredFile]:
    """Everything that is stored."""
    for batch in obstore.list(_store(_location)):
        for file in batch:
            yield StoredFile(file["path"], file["size"], file["last_modified"])


def exists(path: str) -> bool:
    """Whether something is stored at `path`."""
    try:
        obstore.head(_store(_location), path)
    except FileNotFoundError:
        return False
    return True


def is_ready() -> bool:
    """Whether the storage answers."""
    try:
        exists("ready")
    except (OSError, BaseError):
        return False
    return True


def _sync(place: Path) -> None:
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@lru_cache(maxsize=4)
def _store(location: str) -> ObjectStore:
    if "://" in location:
        return from_url(location)
    Path(location).mkdir(parents=True, exist_ok=True)
    return LocalStore(location, automatic_cleanup=True)  # a folder goes with its last file
