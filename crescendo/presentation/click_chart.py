"""How often readers followed links, day by day: an area for a picture, and the same in rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..outbound.click_reports import ClickLine, Period

WIDTH, HEIGHT, MARGIN = 600, 160, 6  # of the picture, which is stretched to its place


@dataclass(frozen=True)
class DayOfClicks:
    """The clicks of a day: those of people, and those of robots and repeats."""

    day: date
    human: int
    other: int


@dataclass(frozen=True)
class ClickChart:
    """`path` is the data of an SVG path in a picture of 600 by 160, `most` what its highest day had.

    `days` are those that had clicks, the latest first.
    """

    path: str
    most: int
    human: int
    other: int
    since: date
    until: date
    days: Sequence[DayOfClicks]


def click_chart(lines: Sequence[ClickLine], period: Period) -> ClickChart:
    """The chart of a period from the days that had clicks, in their order."""
    days = [DayOfClicks(line.day, line.human, line.other) for line in lines if line.day is not None]
    most = max((day.human for day in days), default=0)
    return ClickChart(
        path=_path({day.day: day.human for day in days}, period, most),
        most=most,
        human=sum(day.human for day in days),
        other=sum(day.other for day in days),
        since=period.since,
        until=period.until,
        days=days[::-1],
    )


def _path(counts: dict[date, int], period: Period, most: int) -> str:
    """A bar for each day, as wide as a day is, all of them one closed area."""
    floor = HEIGHT - MARGIN
    steps = [f"M0 {floor}"]
    for number in range(period.days):
        count = counts.get(period.since + timedelta(days=number), 0)
        top = round(floor - count / (most or 1) * (floor - MARGIN))
        steps.append(f"V{top}H{round(WIDTH * (number + 1) / period.days)}")
    return "".join(steps) + f"V{floor}Z"
