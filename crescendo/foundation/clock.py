"""The only place that asks what time it is."""

import time
from datetime import UTC, datetime


def now() -> datetime:
    """The current time in UTC, to the second (the precision that the database keeps)."""
    return datetime.now(UTC).replace(microsecond=0)


def seconds() -> float:
    """The current time in seconds since 1970 (UTC), for whoever has no time to make a date of it."""
    return time.time()


def start_of_day(moment: datetime) -> datetime:
    """When the day of `moment` began, in UTC."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
