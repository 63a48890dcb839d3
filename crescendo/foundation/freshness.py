"""How long an answer holds: while the content version stays, and until the clock changes what it says."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from threading import Lock
from typing import TypeVar, cast

from cachetools import LRUCache

Found = TypeVar("Found")
NextChange = Callable[[datetime], datetime | None]


@dataclass
class Freshness:
    """What is known of an answer while it is made: the version that was read, and the time, before anything else was.

    All that the answer shows is at least as new as `version`. `until` is the first moment at which it may be wrong.
    """

    version: int
    began: datetime
    until: datetime | None = None


_watched: ContextVar[Freshness | None] = ContextVar("freshness", default=None)


@contextmanager
def watching(freshness: Freshness) -> Iterator[Freshness]:
    """Let what is made within the block say in `freshness` until when it holds."""
    token = _watched.set(freshness)
    try:
        yield freshness
    finally:
        _watched.reset(token)


def watched() -> Freshness | None:
    """The freshness of the answer being made; None where nobody is going to keep it."""
    return _watched.get()


def holds_until(moment: datetime | None) -> None:
    """Say that what is being made may be wrong from `moment` on. Whoever compares a time with now says this."""
    freshness = _watched.get()
    if freshness is not None and moment is not None and (freshness.until is None or moment < freshness.until):
        freshness.until = moment


class Memory:
    """What was found of late, by key, for answers that may be kept: counts, say, which grow slow with the site.

    What it recalls was found under the content version at hand, and has not been ended by the clock.
    """

    def __init__(self, size: int) -> None:
        self._kept: LRUCache[Hashable, tuple[datetime, datetime | None, object]] = LRUCache(size)
        self._lock = Lock()

    def recall(self, key: Hashable, find: Callable[[], Found], *, until: NextChange | None = None) -> Found:
        """What `find` finds; with `until`, which says when the clock next changes it, counted from when it is asked."""
        freshness = _watched.get()
        if freshness is None:
            return find()
        key = freshness.version, key
        with self._lock:
            since, end, value = self._kept.get(key, (freshness.began, freshness.began, None))
        if since <= freshness.began and (end is None or freshness.began < end):
            return cast("Found", value)
        found = find()
        with self._lock:
            self._kept[key] = freshness.began, until(freshness.began) if until else None, found
        return found


def remembered(find: Callable[[], Found]) -> Callable[[], Found]:
    """`find`, asked once for each content version by answers that may be kept, and each time by all others.

    What it finds must depend on content alone, never on the clock, and nobody may change it. It may be newer than the
    version; but then that version is past, and no answer of it is given any more.
    """
    kept: tuple[int, Found] | None = None

    @wraps(find)
    def found() -> Found:
        nonlocal kept
        freshness, last = _watched.get(), kept
        if freshness is None:
            return find()
        if last is not None and last[0] == freshness.version:
            return last[1]
        value = find()
        kept = freshness.version, value
        return value

    return found
