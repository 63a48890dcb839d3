"""Clicks as they are kept: so many of a day, at a place, on an offer. No row says who clicked, or at what hour."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ..catalog.models import Offer
from ..foundation.database import Base, choice
from ..journal.models import Article


class BlockForm(StrEnum):
    """What stood at the place of a click. `LIST` is a guide’s own list of its products, `NONE` no place in a guide."""

    CARD = "card"
    PICK = "pick"
    COMPARISON = "comparison"
    LIST = "list"
    NONE = "none"


class OfferState(StrEnum):
    """What a click met: an offer to buy from, or one that was dead on that day."""

    OPEN = "open"
    OUT_OF_STOCK = "out_of_stock"
    GONE = "gone"
    ARCHIVED = "archived"
    RECALLED = "recalled"


class DailyClicks(Base):
    """The clicks of a day on an offer from one place.

    `place` is “7-3” for position 3 of guide 7, “7-0” for the list of products at its end, and empty elsewhere; it is
    there beside `article_id` and `position` because a key has no room for NULL, which a deleted guide leaves behind.
    `human` counts people, `other` robots and repeats.
    """

    __tablename__ = "daily_clicks"
    __table_args__ = (
        CheckConstraint("human >= 0 AND other >= 0", name="counts_not_negative"),
        Index("ix_daily_clicks_article_id_day", "article_id", "day"),
    )

    day: Mapped[date] = mapped_column(primary_key=True)  # where the site is
    offer_id: Mapped[int] = mapped_column(ForeignKey(Offer.id, ondelete="CASCADE"), primary_key=True, index=True)
    place: Mapped[str] = mapped_column(String(24), primary_key=True)
    form: Mapped[BlockForm] = mapped_column(choice(BlockForm, "form"), primary_key=True)
    met: Mapped[OfferState] = mapped_column(choice(OfferState, "met"), primary_key=True)
    article_id: Mapped[int | None] = mapped_column(ForeignKey(Article.id, ondelete="SET NULL"))
    position: Mapped[int] = mapped_column(default=0)
    human: Mapped[int] = mapped_column(default=0)
    other: Mapped[int] = mapped_column(default=0)


class MissedSearches(Base):
    """How often readers searched for something on a day and found nothing."""

    __tablename__ = "missed_searches"
    __table_args__ = (CheckConstraint("times > 0", name="times_positive"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(String(80), primary_key=True)  # in lower case, with single blanks
    times: Mapped[int] = mapped_column(default=1)
