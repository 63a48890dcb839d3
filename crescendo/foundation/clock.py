"""The only place that asks what time it is."""

from datetime import UTC, datetime


def now() -> datetime:
    """The current time in UTC, to the second (the precision that the database keeps)."""
    return datetime.now(UTC).replace(microsecond=0)
