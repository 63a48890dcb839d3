"""How dates, numbers and words are written, in the site's language and time zone."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import Flask

WORDS_A_MINUTE = 230


def install_formatting(app: Flask, *, locale: Locale, timezone: ZoneInfo) -> None:
    """Give templates the filters `day`, `moment`, `local_input`, `machine_time` and `number`."""

    @lru_cache(maxsize=1000)
    def long_date(value: date) -> str:
        return format_date(value, "long", locale=locale)

    def day(value: date | datetime) -> str:
        return long_date(value.astimezone(timezone).date() if isinstance(value, datetime) else value)

    @lru_cache(maxsize=1000)
    def moment(value: datetime) -> str:
        return format_datetime(value, "d MMM y, HH:mm", tzinfo=timezone, locale=locale)

    def local_input(value: datetime | None) -> str:
        return value.astimezone(timezone).strftime("%Y-%m-%dT%H:%M") if value else ""

    @lru_cache(maxsize=1000)
    def number(value: int) -> str:
        return format_decimal(value, locale=locale)

    app.jinja_env.filters |= {
        "day": day,
        "moment": moment,
        "local_input": local_input,
        "machine_time": machine_time,
        "number": number,
    }


def machine_time(value: date | datetime) -> str:
    """`value` as the `datetime` attribute of a `<time>` element."""
    return value.isoformat().replace("+00:00", "Z")


def reading_minutes(word_count: int) -> int:
    """About how many minutes it takes to read so many words, at least one."""
    return max(1, round(word_count / WORDS_A_MINUTE))
