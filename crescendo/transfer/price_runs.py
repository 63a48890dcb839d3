"""Running a source: its file is fetched and read to its end before the first row is applied, then rows go in batches.

A file that cannot be read, or has shrunk beyond belief, changes no offer. A run that is killed leaves whole rows.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import IO

from sqlalchemy import delete, select

from ..accounts.models import User
from ..catalog.models import Availability, Offer, OfferSource
from ..catalog.price_sources import (
    PriceFormat,
    PriceRun,
    PriceRunRow,
    PriceSource,
    RowOutcome,
    RunOutcome,
    SourceOffer,
)
from ..catalog.sightings import Sighting, record_sighting
from ..foundation import clock
from ..foundation.database import db, unit_of_work
from ..foundation.fetching import Fetcher
from . import price_leases
from .csv_prices import CsvPrices
from .feed_prices import FeedPrices
from .price_downloads import Download, download
from .price_import import PriceImport, RowReport
from .price_queries import ROWS_KEPT, RUNS_KEPT, due_sources, found_in_run, left_out, price_source_by_id
from .price_rows import PriceReader, RawRow, Unreadable

BATCH = 200  # rows of one transaction
RETRY_AFTER = timedelta(hours=1)
Transaction = Callable[[], AbstractContextManager[None]]

READERS: dict[PriceFormat, Callable[[IO[bytes]], PriceReader]] = {
    PriceFormat.CSV: CsvPrices,
    PriceFormat.FEED: FeedPrices,
}
OFFER_SOURCES = {PriceFormat.CSV: OfferSource.CSV, PriceFormat.FEED: OfferSource.FEED}


@dataclass(frozen=True)
class FileFacts:
    """What reading a file to its end tells: how many rows it has, and whether it says the same tomorrow."""

    rows: int
    is_timeless: bool


@dataclass
class RunReport:
    """What became of a run, for a person or program who waits for it."""

    source_id: int
    name: str
    outcome: RunOutcome
    message: str = ""
    counts: Counter[str] = field(default_factory=Counter)


def run_due_sources(fetcher: Fetcher) -> Iterator[RunReport]:
    """Run every source whose time has come, one after the other; those that others run meanwhile are left to them."""
    for source_id in due_sources(clock.now()):
        db.session.rollback()  # nothing is held while a server is asked
        if report := run_source(source_id, fetcher):
            yield report


def run_source(
    source_id: int,
    origin: Fetcher | IO[bytes],
    *,
    transaction: Transaction = unit_of_work,
    by: User | None = None,
    anew: bool = False,
) -> RunReport | None:
    """Read the source's file: fetched, or the one that was uploaded. None while another process does.

    Each batch of rows is one `transaction`. `anew` reads a file even if it is the one of the last run.
    """
    with transaction():
        lease = price_leases.take(source_id)
        if lease is None:
            return None
        run = PriceRun(source_id=source_id, started_at=clock.now(), outcome=RunOutcome.RUNNING)
        db.session.add(run)
        db.session.flush()
        run_id = run.id
    running = _Run(source_id, run_id, lease, transaction, by)
    try:
        return running.run(origin, anew=anew)
    except price_leases.LeaseLost:
        return None
    except Exception:
        running.fail("Something went wrong on our side. The operator finds it in the log.")
        raise


def facts_of(reader: PriceReader) -> FileFacts:
    """What reading to the end tells; `Unreadable` when that is not possible."""
    rows, is_timeless = 0, True
    for row in reader.rows():
        rows += 1
        is_timeless = is_timeless and not row.depends_on_time
    return FileFacts(rows, is_timeless)


class _Run:
    """One run of a source, under its lease."""

    def __init__(self, source_id: int, run_id: int, lease: str, transaction: Transaction, by: User | None) -> None:
        self._id, self._run_id, self._lease = source_id, run_id, lease
        self._transaction, self._by = transaction, by
        self._counts: Counter[str] = Counter()
        self._stored = 0

    def run(self, origin: Fetcher | IO[bytes], *, anew: bool) -> RunReport:
        """Read, check and apply."""
        with self._transaction():
            source = price_source_by_id(self._id)
            db.session.expunge(source)
        try:
            if not isinstance(origin, Fetcher):
                return self._read(source, Download(origin))
            known = Download(None) if anew else Download(None, source.etag, source.last_modified)
            with download(source.url, known=known, fetcher=origin) as found:
                return self._confirm() if found.file is None else self._read(source, found)
        except Unreadable as error:
            return self.fail(str(error))

    def fail(self, message: str) -> RunReport:
        """Note that the run failed. No offer is touched: their prices grow old, and that is all."""
        now = clock.now()
        with self._transaction():
            source = price_source_by_id(self._id)
            values = {"message": message[:500], "failing_since": source.failing_since or now, "last_run_at": now}
            if source.url:
                values["next_run_at"] = now + min(RETRY_AFTER, timedelta(hours=source.every_hours))
            price_leases.give_back(self._id, self._lease, **values)
            return self._finish(source.name, RunOutcome.FAILED, message[:500])

    def _read(self, source: PriceSource, found: Download) -> RunReport:
        if found.file is None:
            raise ValueError("There is no file to read.")
        reader = READERS[source.format](found.file)
        facts = facts_of(reader)
        _refuse_shrunken(source, facts.rows)
        importing = PriceImport(
            merchant_id=source.merchant_id,
            now=clock.now(),
            source=OFFER_SOURCES[source.format],
            currency=source.currency,
            adds_offers=source.adds_offers,
            by=self._by,
        )
        coming = reader.rows()
        while rows := list(islice(coming, BATCH)):
            self._apply(importing, rows)
        if source.is_complete:
            self._let_go(importing)
        kept = {"etag": found.etag, "last_modified": found.last_modified} if facts.is_timeless else {}
        return self._succeed(RunOutcome.OK, last_rows=facts.rows, **{"etag": "", "last_modified": "", **kept})

    def _apply(self, importing: PriceImport, rows: Sequence[RawRow]) -> None:
        with self._transaction():
            price_leases.keep(self._id, self._lease)
            for row in rows:
                report = importing.apply(row)
                self._counts[report.outcome.value] += 1
                self._note(report)
            db.session.flush()

    def _note(self, report: RowReport) -> None:
        if report.offer_id is not None:
            db.session.merge(SourceOffer(source_id=self._id, offer_id=report.offer_id, run_id=self._run_id))
        elif self._stored < ROWS_KEPT:
            self._stored += 1
            row = PriceRunRow(run_id=self._run_id, number=report.number, outcome=report.outcome)
            row.name, row.reason = report.name[:200], report.reason[:500]
            db.session.add(row)

    def _let_go(self, importing: PriceImport) -> None:
        """Offers that a complete file leaves out are no longer sold there."""
        while True:
            with self._transaction():
                price_leases.keep(self._id, self._lease)
                offers = left_out(self._id, run_id=self._run_id, limit=BATCH)
                for offer in offers:
                    record_sighting(offer, _gone(offer, importing), by=self._by)
                self._counts["gone"] += len(offers)
            if not offers:
                return

    def _confirm(self) -> RunReport:
        """The merchant says that nothing changed: what the last file said is seen again."""
        now, last_id = clock.now(), 0
        with self._transaction():
            read = select(PriceRun.id).where(PriceRun.source_id == self._id, PriceRun.outcome == RunOutcome.OK)
            last_run = db.session.scalar(read.order_by(PriceRun.id.desc()).limit(1)) or 0
        while True:
            with self._transaction():
                price_leases.keep(self._id, self._lease)
                offers = found_in_run(self._id, run_id=last_run, above=last_id, limit=BATCH)
                for offer in offers:
                    record_sighting(offer, _same(offer, now), by=self._by)
                self._counts[RowOutcome.UNCHANGED.value] += len(offers)
                last_id = offers[-1].id if offers else last_id
            if not offers:
                return self._succeed(RunOutcome.SAME)

    def _succeed(self, outcome: RunOutcome, **values: object) -> RunReport:
        now = clock.now()
        with self._transaction():
            source = price_source_by_id(self._id)
            next_run_at = now + timedelta(hours=source.every_hours) if source.url else None
            price_leases.give_back(
                self._id,
                self._lease,
                message="",
                failing_since=None,
                last_run_at=now,
                last_success_at=now,
                next_run_at=next_run_at,
                **values,
            )
            return self._finish(source.name, outcome)

    def _finish(self, name: str, outcome: RunOutcome, message: str = "") -> RunReport:
        run = db.session.get_one(PriceRun, self._run_id)
        run.finished_at, run.outcome, run.message = clock.now(), outcome, message
        for kind, count in self._counts.items():
            setattr(run, kind, count)
        old = select(PriceRun.id).where(PriceRun.source_id == self._id).order_by(PriceRun.id.desc()).offset(RUNS_KEPT)
        db.session.flush()
        db.session.execute(delete(PriceRun).where(PriceRun.id.in_(db.session.scalars(old.limit(BATCH)).all())))
        return RunReport(self._id, name, outcome, message, self._counts)


def _refuse_shrunken(source: PriceSource, rows: int) -> None:
    if source.is_complete and source.last_rows and rows * 2 < source.last_rows:
        raise Unreadable(
            f"The file has {rows} rows, the one before had {source.last_rows}. It looks cut short, so nothing was"
            " changed. If it is right, take back the tick “The file is complete”, fetch it, and set the tick again."
        )


def _gone(offer: Offer, importing: PriceImport) -> Sighting:
    return Sighting(
        observed_at=importing.now,
        price_minor=None,
        currency=offer.currency,
        availability=Availability.GONE,
        source=importing.source,
    )


def _same(offer: Offer, now: datetime) -> Sighting:
    return Sighting(
        observed_at=now,
        price_minor=offer.price_minor,
        currency=offer.currency,
        availability=offer.availability,
        source=offer.source,
    )
