"""Removing files of pictures that the library no longer has: replaced ones, and what a refused upload left."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from ..foundation.database import db, lock_name
from . import storage
from .queries import is_in_library, pictures_let_go, starts_in_library
from .renditions import start_of

_OF_A_PICTURE = re.compile(r"(?:originals/(?=[0-9a-f]{64}$))?(?P<start>[0-9a-f]{20})(?:[0-9a-f]{44}|/\d+\.\w+)")


@dataclass(frozen=True)
class Leftover:
    """Files of one picture that no row names. `start` is how its SHA-256 begins, `size` is in bytes."""

    start: str
    paths: Sequence[str]
    size: int


def leftovers(*, before: datetime) -> list[Leftover]:
    """What was written before that moment and has been without a row since then; files of other kinds are not ours.

    A picture that was replaced or deleted later keeps its files: pages that are open still show them.
    """
    old = [(start, file) for start, file in _files_of_pictures() if file.written_at < before]
    kept = starts_in_library() | {start_of(sha256) for sha256 in pictures_let_go(since=before)}
    found: dict[str, list[storage.StoredFile]] = defaultdict(list)
    for start, file in old:
        if start not in kept:
            found[start].append(file)
    return [
        Leftover(start, [file.path for file in files], sum(file.size for file in files))
        for start, files in sorted(found.items())
    ]


def remove_unnamed(start: str, paths: Sequence[str]) -> bool:
    """Remove the files of a picture whose row is gone; False, and nothing done, when it was uploaded anew meanwhile.

    Call it outside of any transaction: it has its own, so that nobody uploads the picture while it works.
    """
    with Session(db.engine) as session:
        lock_name(session, start)
        if is_in_library(start, session):
            return False
        storage.remove(paths)
    return True


def _files_of_pictures() -> Iterator[tuple[str, storage.StoredFile]]:
    for file in storage.files():
        if match := _OF_A_PICTURE.fullmatch(file.path):
            yield match["start"], file
