"""Who has just done the same: known for half a minute, in this process alone, and never by name or address."""

import secrets
from collections import OrderedDict
from datetime import datetime, timedelta
from hashlib import blake2b
from threading import Lock

from ..foundation import clock

WINDOW = timedelta(seconds=30)
MOST = 20_000  # what is remembered at once; beyond that the oldest is forgotten early


class Repeats:
    """What visitors did within the window, as keyed hashes whose key is made here and kept nowhere else."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._seen: OrderedDict[bytes, datetime] = OrderedDict()
        self._lock = Lock()

    def is_repeat(self, *, address: str, user_agent: str, deed: str) -> bool:
        """Whether this visitor did the same within the window; from now on it is remembered."""
        text = "\0".join((address, user_agent, deed)).encode(errors="replace")
        visitor, now = blake2b(text, key=self._key, digest_size=16).digest(), clock.now()
        with self._lock:
            self._forget(now - WINDOW)
            if visitor in self._seen:
                return True
            self._seen[visitor] = now
            return False

    def _forget(self, until: datetime) -> None:
        while self._seen and (len(self._seen) >= MOST or next(iter(self._seen.values())) <= until):
            self._seen.popitem(last=False)
