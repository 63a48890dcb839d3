"""For whom and when a page is made: what every builder here needs to know."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from ..foundation import clock


@dataclass(frozen=True)
class Reading:
    """The moment, the language, the currency in which prices compare, and the address of the site."""

    now: datetime
    locale: str
    currency: str
    url: str


def this_reading() -> Reading:
    """The reading of the current request."""
    settings = current_app.config["SETTINGS"]
    return Reading(now=clock.now(), locale=str(settings.locale), currency=settings.currency, url=settings.site_url)
