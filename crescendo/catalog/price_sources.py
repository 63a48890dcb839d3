"""Where prices come from: a merchant's files, the runs that read them, and which offers each source speaks of.

Reading them is left to `transfer`. The tables stand here, so that tasks can tell of a source that fails.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..foundation.database import Base, Versioned, choice
from .merchants import Merchant
from .models import Offer


class PriceFormat(StrEnum):
    """How a file says what offers cost."""

    CSV = "csv"
    FEED = "feed"  # a product feed in XML, as merchants make it for Google Merchant Center


class SourceState(StrEnum):
    """How a source is doing."""

    NEW = "new"
    OK = "ok"
    FAILING = "failing"


class RunOutcome(StrEnum):
    """What became of a run."""

    RUNNING = "running"
    OK = "ok"
    SAME = "same"  # the file is the one of the last run
    FAILED = "failed"


class RowOutcome(StrEnum):
    """What became of a row of a file."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    FAILED = "failed"


class PriceSource(Versioned, Base):
    """A file of a merchant that is fetched from `url` every few hours, or uploaded where there is no `url`.

    Its form has a version; runs change the columns below `next_run_at` alone, and the version never.
    """

    __tablename__ = "price_sources"
    __table_args__ = (
        UniqueConstraint("merchant_id", "name"),
        CheckConstraint("every_hours > 0", name="every_hours_positive"),
        CheckConstraint("currency = '' OR length(currency) = 3", name="currency_code"),
        Index("ix_price_sources_next_run_at", "next_run_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    merchant_id: Mapped[int] = mapped_column(ForeignKey(Merchant.id))
    name: Mapped[str] = mapped_column(String(120))
    format: Mapped[PriceFormat] = mapped_column(choice(PriceFormat, "format"))
    url: Mapped[str] = mapped_column(String(2000), default="")
    every_hours: Mapped[int] = mapped_column(default=24)
    currency: Mapped[str] = mapped_column(String(3), default="")  # of prices that name none
    adds_offers: Mapped[bool] = mapped_column(default=False)
    is_complete: Mapped[bool] = mapped_column(default=False)  # what it leaves out is no longer sold

    next_run_at: Mapped[datetime | None]  # None: by hand alone
    last_run_at: Mapped[datetime | None]
    last_success_at: Mapped[datetime | None]
    failing_since: Mapped[datetime | None]
    message: Mapped[str] = mapped_column(String(500), default="")  # why it fails
    last_rows: Mapped[int | None]  # how many the last file that was read had
    etag: Mapped[str] = mapped_column(String(200), default="")
    last_modified: Mapped[str] = mapped_column(String(80), default="")
    lease: Mapped[str] = mapped_column(String(32), default="")  # of the process that runs it
    leased_until: Mapped[datetime | None]

    merchant: Mapped[Merchant] = relationship(lazy="raise_on_sql")

    @property
    def state(self) -> SourceState:
        if self.failing_since is not None:
            return SourceState.FAILING
        return SourceState.NEW if self.last_run_at is None else SourceState.OK


class PriceRun(Base):
    """One reading of a source's file. Its counts are of rows; `gone` counts offers that a complete file left out."""

    __tablename__ = "price_runs"
    __table_args__ = (Index("ix_price_runs_source_id_id", "source_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey(PriceSource.id, ondelete="CASCADE"))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[RunOutcome] = mapped_column(choice(RunOutcome, "outcome"), default=RunOutcome.RUNNING)
    message: Mapped[str] = mapped_column(String(500), default="")
    created: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    gone: Mapped[int] = mapped_column(default=0)


class PriceRunRow(Base):
    """A row that a run could not use, and why. `number` counts from 1 within the file."""

    __tablename__ = "price_run_rows"

    run_id: Mapped[int] = mapped_column(ForeignKey(PriceRun.id, ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    outcome: Mapped[RowOutcome] = mapped_column(choice(RowOutcome, "outcome"))
    name: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(500))


class SourceOffer(Base):
    """An offer that a source speaks of, and the last run that found it in the file."""

    __tablename__ = "price_source_offers"

    source_id: Mapped[int] = mapped_column(ForeignKey(PriceSource.id, ondelete="CASCADE"), primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey(Offer.id, ondelete="CASCADE"), primary_key=True, index=True)
    run_id: Mapped[int]
