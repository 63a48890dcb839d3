"""Running an import: batches of rows, each batch one transaction, with progress, cancelling and a report.

A row is applied whole or not at all. A run that is killed leaves whole rows, and the next one finds them unchanged.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from itertools import islice
from types import MappingProxyType
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from ..accounts.actions import record
from ..accounts.models import User
from ..catalog.price_sources import RowOutcome
from ..foundation import clock
from ..foundation.database import attempt, db, insertion, lock_name, unit_of_work
from ..foundation.errors import Conflict, Rejected
from .models import ImportKey, ImportKind, ImportRow, ImportRun, RunState
from .price_rows import Unreadable
from .rows import Kept, PlannedRow
from .run_queries import key_of, running_run

BATCH = 50  # rows of one transaction
RUNS_KEPT = 20  # of each kind, with their rows
Transaction = Callable[[], AbstractContextManager[None]]
Together = Callable[[Sequence[Any]], Sequence[Kept]]  # puts in what all of these new rows say, in few statements


class Cancelled(Exception):
    """Somebody asked the run to stop; what was applied so far stays."""


def prepare_run(
    kind: ImportKind,
    *,
    filename: str,
    is_dry_run: bool,
    by: User | None,
    source: str = "",
    options: Mapping[str, Any] = MappingProxyType({}),
    state: RunState = RunState.WAITING,
) -> ImportRun:
    """A run that waits to be begun. `options` are for whoever begins it later.

    Runs before the last few of its kind are forgotten, with their reports.
    """
    run = ImportRun(
        kind=kind,
        source=source[:200],
        filename=filename[:200],
        options=dict(options),
        state=state,
        is_dry_run=is_dry_run,
        by_id=by.id if by else None,
        created_at=clock.now(),
    )
    db.session.add(run)
    db.session.flush()
    record_run(run, by=by)
    old = select(ImportRun.id).where(ImportRun.kind == kind).order_by(ImportRun.id.desc()).offset(RUNS_KEPT)
    db.session.execute(delete(ImportRun).where(ImportRun.id.in_(db.session.scalars(old).all())))
    return run


def record_run(run: ImportRun, *, by: User | None) -> None:
    """Note in the audit trail, which outlives the run and its report, who sent a file or lets it be read."""
    verb = "uploaded" if run.state is RunState.UNDECIDED else "tried" if run.is_dry_run else "began"
    detail = {"kind": run.kind.value, "name": run.filename}
    record(by=by, verb=verb, subject="import", subject_id=run.id, detail=detail)


def ask_to_cancel(run: ImportRun, *, by: User | None) -> None:
    """Let the run end after the rows it is busy with; one that waits ends at once."""
    if run.state in {RunState.UNDECIDED, RunState.WAITING}:
        run.state, run.finished_at = RunState.CANCELLED, clock.now()
    run.cancel_asked_at = clock.now()
    db.session.flush()
    record(by=by, verb="ended", subject="import", subject_id=run.id)


class Running:
    """A run under way. `on_progress` hears after each batch how many rows are done, and of how many."""

    def __init__(
        self,
        run_id: int,
        *,
        transaction: Transaction = unit_of_work,
        on_progress: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> None:
        self.run_id = run_id
        self._transaction, self._on_progress = transaction, on_progress
        self._counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._done = self._total = 0
        self._source, self._is_dry_run = "", False

    @contextmanager
    def under_way(self) -> Iterator[ImportRun]:
        """From the start to the end of the run, however it ends. `Conflict` while another import runs."""
        with self._transaction():
            lock_name(db.session(), "imports")
            if running_run() is not None:
                raise Conflict
            self._note(state=RunState.RUNNING, started_at=clock.now())
            run = db.session.get_one(ImportRun, self.run_id, populate_existing=True)
            self._source, self._is_dry_run = run.source, run.is_dry_run
            db.session.expunge(run)
        try:
            yield run
        except Cancelled:
            self._end(RunState.CANCELLED, "It was cancelled. What was read until then stays.")
        except KeyboardInterrupt:
            self._end(RunState.CANCELLED, "It was interrupted. What was read until then stays.")
            raise
        except (Unreadable, Rejected) as error:
            self._end(RunState.FAILED, str(error))
            raise
        except Exception:
            self._end(RunState.FAILED, "Something went wrong on our side. The operator finds it in the log.")
            raise
        else:
            self._end(RunState.DONE, "")

    def expect(self, expected: Mapping[str, int], *, source: str = "") -> None:
        """Say how many rows of each kind will come, and whose they are if only the file could tell."""
        self._source = source[:200] or self._source
        with self._transaction():
            self._total = sum(expected.values())
            self._note(expected=dict(expected), total=self._total, source=self._source)
        self._on_progress(0, self._total)

    def apply(self, rows: Iterable[PlannedRow], *, batch: int = BATCH, together: Together | None = None) -> None:
        """Apply rows as they come, `batch` at once; these are all planned, which may take its time, before.

        `together` spares statements where many rows are new; where it cannot, each is applied alone.
        """
        coming = iter(rows)
        while planned := list(islice(coming, batch)):
            with self._transaction():
                self._stop_if_asked()
                self._keep(self._applied(planned, together))
            self._on_progress(self._done, self._total)

    def apply_all_or_nothing(
        self, rows: Iterable[PlannedRow], *, batch: int = BATCH, together: Together | None = None
    ) -> None:
        """Apply rows in one transaction. When one of them fails, all is undone but the report, and it is `Rejected`."""
        coming, reports = iter(rows), list[dict[str, Any]]()
        with self._transaction():
            while planned := list(islice(coming, batch)):
                reports += self._applied(planned, together)
                self._on_progress(self._done, self._total)
            failed = sum(report["outcome"] is RowOutcome.FAILED for report in reports)
            if failed and not self._is_dry_run:
                db.session.rollback()
            self._keep(reports)
        if failed and not self._is_dry_run:
            rows_failed = "1 row could" if failed == 1 else f"{failed} rows could"
            raise Rejected({"file": f"{rows_failed} not be used, so nothing was changed."})

    def _applied(self, rows: Sequence[PlannedRow], together: Together | None) -> list[dict[str, Any]]:
        made = self._made_together(rows, together) if together and not self._is_dry_run else {}
        return [self._report(row, *(made.get(id(row)) or self._done_with(row))) for row in rows]

    def _made_together(
        self, rows: Sequence[PlannedRow], together: Together
    ) -> dict[int, tuple[RowOutcome, str, Kept | None]]:
        """What became of the rows that are new, by their identities; nothing when one of them could not be put in."""
        new = [row for row in rows if row.outcome is RowOutcome.CREATED and row.apply is not None]
        if not new:
            return {}
        try:
            with attempt():
                kept = together(new)
                self._remember_all(new, kept)
        except (Rejected, IntegrityError):
            return {}
        return {id(row): (row.outcome, row.reason, each) for row, each in zip(new, kept, strict=True)}

    def _done_with(self, row: PlannedRow) -> tuple[RowOutcome, str, Kept | None]:
        if row.apply is None or self._is_dry_run:
            return row.outcome, row.reason, Kept(row.local_id) if row.local_id else None
        try:
            with attempt():
                kept = row.apply()
                self._remember(row, kept)
        except Rejected as rejection:
            return RowOutcome.FAILED, " ".join(rejection.errors.values()), None
        return row.outcome, row.reason, kept

    def _remember(self, row: PlannedRow, kept: Kept) -> None:
        key = key_of(self._source, row.kind, row.key)
        if key is None:
            key = ImportKey(source=self._source, kind=row.kind, external_key=row.key)
            db.session.add(key)
        key.local_id, key.version, key.fingerprint = kept.id, kept.version, row.fingerprint
        db.session.flush()

    def _remember_all(self, rows: Sequence[PlannedRow], kept: Sequence[Kept]) -> None:
        """Remember rows that no run knew before."""
        keys = [
            {
                "source": self._source,
                "kind": row.kind,
                "external_key": row.key,
                "local_id": each.id,
                "version": each.version,
                "fingerprint": row.fingerprint,
            }
            for row, each in zip(rows, kept, strict=True)
        ]
        db.session.execute(insertion(ImportKey), keys)

    def _report(self, row: PlannedRow, outcome: RowOutcome, reason: str, kept: Kept | None) -> dict[str, Any]:
        self._counts[row.kind][outcome.value] += row.count
        self._done += row.count
        return {
            "run_id": self.run_id,
            "number": row.number,
            "kind": row.kind,
            "external_key": row.key[:200],
            "name": row.name[:200],
            "outcome": outcome,
            "reason": reason,
            "losses": [asdict(loss) for loss in row.losses],
            "local_id": kept.id if kept else None,
            "cells": row.cells and {name: list(texts) for name, texts in row.cells.items()},
        }

    def _keep(self, reports: list[dict[str, Any]]) -> None:
        if reports:
            db.session.execute(insertion(ImportRow), reports)
        self._note(done=self._done, counts={kind: dict(counts) for kind, counts in self._counts.items()})

    def _stop_if_asked(self) -> None:
        if db.session.scalar(select(ImportRun.cancel_asked_at).where(ImportRun.id == self.run_id)):
            raise Cancelled

    def _end(self, state: RunState, message: str) -> None:
        with self._transaction():
            self._note(state=state, message=message[:500], finished_at=clock.now())

    def _note(self, **values: Any) -> None:
        statement = update(ImportRun).where(ImportRun.id == self.run_id)
        db.session.execute(statement.values(seen_at=clock.now(), **values))
