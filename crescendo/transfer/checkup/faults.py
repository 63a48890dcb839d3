"""What a check finds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """Something that is not as it should be: where, what, and what to do about it."""

    place: str
    what: str
    advice: str


REPAIR = "Run `flask doctor --repair`, which makes it anew from the text."
REINDEX = "Run `flask search reindex`, or `flask doctor --repair`."
RESTORE = "Restore a backup, see “Backup and restore” in docs/operators.md."
