"""What day it is where the site is."""

from datetime import date, datetime, timedelta

from flask import current_app

from ..foundation import clock


def today() -> date:
    """The day where the site is."""
    return _local().date()


def end_of_today() -> datetime:
    """The moment at which that day ends."""
    return _local().replace(hour=0, minute=0, second=0) + timedelta(days=1)


def local_day(moment: datetime) -> date:
    """The day of `moment` where the site is."""
    return _local(moment).date()


def _local(moment: datetime | None = None) -> datetime:
    return (moment or clock.now()).astimezone(current_app.config["SETTINGS"].timezone)
