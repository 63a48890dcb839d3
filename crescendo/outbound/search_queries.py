"""Reading what readers searched for in vain."""

from datetime import date

from sqlalchemy import select

from ..foundation.database import db
from .clicks import MissedSearches


def words_of_day(day: date) -> set[str]:
    """All searches without a result that a day has kept."""
    return set(db.session.scalars(select(MissedSearches.words).where(MissedSearches.day == day)))
