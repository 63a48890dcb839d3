"""When sessions were seen last. Kept in memory until a request writes, because reading a page writes nothing."""

from collections.abc import Mapping, MutableMapping
from datetime import datetime, timedelta
from typing import Any

from ..foundation import clock
from ..foundation.database import after_commit
from .actions import write_sightings
from .models import UserSession

EVERY = timedelta(minutes=1)  # nobody needs to know it more precisely
_NAME = "presence"


class Presence:
    """What this process saw and has not written yet."""

    def __init__(self) -> None:
        self._seen: dict[int, datetime] = {}

    def note(self, session: UserSession) -> None:
        """A request came by `session`."""
        if clock.now() - session.last_seen_at >= EVERY:
            self._seen[session.id] = clock.now()

    def last_seen(self, session: UserSession) -> datetime:
        """When `session` was seen last, as far as this process knows."""
        return max(session.last_seen_at, self._seen.get(session.id, session.last_seen_at))

    def write(self) -> None:
        """Write what was seen along with the current transaction."""
        if seen := dict(self._seen):
            write_sightings(seen)
            after_commit(lambda: self._forget(seen))

    def _forget(self, seen: Mapping[int, datetime]) -> None:
        for session_id, moment in seen.items():
            if self._seen.get(session_id) == moment:
                del self._seen[session_id]


def presence_in(extensions: MutableMapping[str, Any]) -> Presence:
    """The one presence of an application."""
    presence: Presence = extensions.setdefault(_NAME, Presence())
    return presence
