"""How long an answer holds: while the content version stays, and until the clock changes what it says."""

from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from threading import Lock
from typing import Any, TypeVar

from cachetools import LRUCache

Found = TypeVar("Found")
Key = TypeVar("Key", bound=Hashable)
NextChange = Callable[[datetime], datetime | None]


@dataclass
class Freshness:
    """What is known of an answer while it is made: the version that was read, and the time, before anything else was.

    All that the answer shows is at least as new as `version`. `until` is the first moment at which it may be wrong.
    """

    version: int
    began: datetime
    until: datetime | None = None


_NOTHING = datetime.max.replace(tzinfo=UTC), None, None  # was never found
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

    def __init__(self, size: int, *, let_go: Callable[[], None] | None = None) -> None:
        self._kept: LRUCache[Hashable, tuple[datetime, datetime | None, object]] = LRUCache(size)
        self._lock = Lock()
        self._let_go = let_go  # called before anybody shares what was found

    def recall(self, key: Hashable, find: Callable[[], Found], *, until: NextChange | None = None) -> Found:
        """What `find` finds; with `until`, which says when the clock next changes it, counted from when it is asked."""
        if _watched.get() is None:
            return find()
        return self.recall_each(None, [key], lambda _missing: {key: find()}, until=until)[key]

    def recall_each(
        self,
        kind: Hashable,
        keys: Collection[Key],
        find: Callable[[list[Key]], dict[Key, Found]],
        *,
        until: NextChange | None = None,
    ) -> dict[Key, Found]:
        """The same of several things of a kind: `find` is asked for those that are not at hand, if any."""
        freshness = _watched.get()
        if freshness is None:
            return find(list(keys))
        at_hand = self._at_hand(freshness, kind, keys)
        missing = [key for key in keys if key not in at_hand]
        if not missing:
            return at_hand
        found = find(missing)
        if self._let_go is not None:
            self._let_go()
        end = until(freshness.began) if until else None
        with self._lock:
            for key, value in found.items():
                self._kept[freshness.version, kind, key] = freshness.began, end, value
        return {**at_hand, **found}

    def _at_hand(self, freshness: Freshness, kind: Hashable, keys: Collection[Key]) -> dict[Key, Any]:
        at_hand = {}
        with self._lock:
            for key in keys:
                since, end, value = self._kept.get((freshness.version, kind, key), _NOTHING)
                if since <= freshness.began and (end is None or freshness.began < end):
                    at_hand[key] = value
        return at_hand


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
