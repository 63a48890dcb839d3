"""Verdicts and what became of them: pure rules of what counts as drift."""

from datetime import UTC, date, datetime, time, timedelta

DRIFT = 15  # percent by which a price may move before a verdict wants another look


def price_move(then: int, now: int) -> int | None:
    """By how many percent a price moved, below zero if it fell; None while it stayed within the bounds.

    Both are in minor units of one currency. A price from nothing has no percentage.
    """
    if then <= 0 or abs(now - then) * 100 < DRIFT * then:
        return None
    return round((now - then) * 100 / then)


def end_of(day: date) -> datetime:
    """The moment from which on something came after a verdict of `day`."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)
