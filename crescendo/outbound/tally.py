"""The tally: counts in memory, written together a moment later, so that no reader ever waits for them."""

import logging
import os
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from multiprocessing.util import Finalize
from threading import Event, Lock, Thread

from .clicks import OfferState

PAUSE = 0.5  # seconds between a count and its writing
LONGEST_PAUSE = 60.0  # after failures
MOST = 10_000  # different things that wait to be written at once; more are dropped

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Click:
    """Somebody followed an offer. `place` is the guide and position that the link named, if it named any."""

    day: date
    offer_id: int
    place: tuple[int, int] | None
    met: OfferState
    is_human: bool


@dataclass(frozen=True, slots=True)
class MissedSearch:
    """A reader searched for these words and found nothing."""

    day: date
    words: str


Note = Click | MissedSearch


class Tally:
    """Counts notes, and lets `write` store them from a thread of this process.

    With `pause` None there is no thread, and they wait for `settle`.
    """

    _counts: Counter[Note]
    _dropped: int
    _process: int  # whose thread writes; 0 while there is none

    def __init__(self, write: Callable[[Mapping[Note, int]], None], *, pause: float | None = PAUSE) -> None:
        self.pause = pause
        self._write = write
        self._start_anew()
        os.register_at_fork(after_in_child=self._start_anew)

    def add(self, note: Note) -> None:
        """Count `note` once. Takes no longer than that, and never fails."""
        with self._lock:
            self._keep(note, 1)
        if self._process != os.getpid():
            self._begin()
        if not self._noted.is_set():
            self._noted.set()

    def settle(self) -> bool:
        """Write what was counted; whether nothing is left. What cannot be written is kept for the next time."""
        with self._writing:
            with self._lock:
                counts, self._counts = self._counts, Counter()
                dropped, self._dropped = self._dropped, 0
            if dropped:
                logger.warning("%d clicks or searches were not counted: too many waited to be written.", dropped)
            try:
                if counts:
                    self._write(counts)
            except Exception:
                logger.exception("%d clicks and searches could not be written; they are kept.", counts.total())
                with self._lock:
                    for note, times in counts.items():
                        self._keep(note, times)
                return False
            return True

    def _start_anew(self) -> None:
        self._counts = Counter()
        self._dropped = 0
        self._lock, self._writing, self._noted = Lock(), Lock(), Event()
        self._process = 0

    def _keep(self, note: Note, times: int) -> None:
        if note in self._counts or len(self._counts) < MOST:
            self._counts[note] += times
        else:
            self._dropped += times

    def _begin(self) -> None:
        """Start the thread of this process. What a parent process counted is the parent’s to write."""
        with self._lock:
            if self._process == os.getpid():
                return
            self._process = os.getpid()
        if self.pause is None:
            return
        Finalize(None, self.settle, exitpriority=10)  # runs in workers too, which end without `atexit`
        Thread(target=self._work, name="tally", daemon=True).start()

    def _work(self) -> None:
        pause = usual = self.pause or PAUSE
        while True:
            self._noted.wait()
            Event().wait(pause)
            self._noted.clear()
            if self.settle():
                pause = usual
            else:
                pause = min(2 * pause, LONGEST_PAUSE)
                self._noted.set()
