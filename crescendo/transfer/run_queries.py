"""Reading what imports did."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ..catalog.price_sources import RowOutcome
from ..foundation import clock
from ..foundation.database import db
from ..foundation.errors import NotFound
from ..foundation.pagination import Page, paginate
from .models import ImportKey, ImportKind, ImportRow, ImportRun, RunState


@dataclass(frozen=True)
class Known:
    """What an earlier run made of a row: our row, its version then, and what the file said."""

    local_id: int
    version: int
    fingerprint: str


SILENCE = timedelta(minutes=5)  # after which a run's process must have died


def import_run(run_id: int) -> ImportRun:
    """The run with who began it; `NotFound` when there is none."""
    run = db.session.scalar(select(ImportRun).where(ImportRun.id == run_id).options(joinedload(ImportRun.by)))
    if run is None:
        raise NotFound
    return run


def import_runs(*, number: int) -> Page[ImportRun]:
    """Runs with who began them, newest first."""
    statement = select(ImportRun).order_by(ImportRun.id.desc()).options(joinedload(ImportRun.by))
    return paginate(statement, number=number, size=30)


def waiting_runs() -> Sequence[int]:
    """The runs that nobody has begun, oldest first."""
    return db.session.scalars(
        select(ImportRun.id).where(ImportRun.state == RunState.WAITING).order_by(ImportRun.id)
    ).all()


def former_mapping(columns: Collection[str]) -> dict[str, str] | None:
    """What was decided last for a file of products with just these columns."""
    runs = select(ImportRun.options).where(ImportRun.kind == ImportKind.PRODUCTS).order_by(ImportRun.id.desc())
    mappings = (chosen.get("mapping", {}) for chosen in db.session.scalars(runs))
    return next((mapping for mapping in mappings if mapping.keys() == set(columns)), None)


def unusable_rows(run: ImportRun) -> Iterator[ImportRow]:
    """The rows that failed, with what stands in them, as far as it was kept."""
    statement = select(ImportRow).where(ImportRow.run_id == run.id, ImportRow.outcome == RowOutcome.FAILED)
    return iter(db.session.scalars(statement.order_by(ImportRow.id).execution_options(yield_per=500)))


def running_run() -> ImportRun | None:
    """The run that some process is busy with."""
    alive = ImportRun.seen_at > clock.now() - SILENCE
    return db.session.scalar(select(ImportRun).where(ImportRun.state == RunState.RUNNING, alive).limit(1))


def has_died(run: ImportRun) -> bool:
    """Whether the run was begun and its process is silent."""
    is_silent = run.seen_at is not None and run.seen_at <= clock.now() - SILENCE
    return run.state is RunState.RUNNING and is_silent


def rows_of_run(run: ImportRun, *, outcome: RowOutcome | None, number: int) -> Page[ImportRow]:
    """What became of the rows, in the order of the run."""
    statement = select(ImportRow).where(ImportRow.run_id == run.id).order_by(ImportRow.id)
    if outcome is not None:
        statement = statement.where(ImportRow.outcome == outcome)
    return paginate(statement, number=number, size=100)


def single_row_of(run: ImportRun) -> ImportRow:
    """What became of the one document that the run read; `NotFound` for runs of other kinds and whole folders."""
    rows = db.session.scalars(select(ImportRow).where(ImportRow.run_id == run.id).limit(2)).all()
    if run.kind is not ImportKind.DOCUMENTS or len(rows) != 1:
        raise NotFound
    return rows[0]


def all_rows_of_run(run: ImportRun) -> Sequence[ImportRow]:
    """Every row, a few hundred in memory at once."""
    statement = select(ImportRow).where(ImportRow.run_id == run.id).order_by(ImportRow.id)
    return db.session.scalars(statement.execution_options(yield_per=500))  # type: ignore[return-value]


def keys_of(source: str, kind: str) -> dict[str, Known]:
    """What rows of this kind became, by their keys there."""
    statement = select(ImportKey.external_key, ImportKey.local_id, ImportKey.version, ImportKey.fingerprint)
    rows = db.session.execute(statement.where(ImportKey.source == source, ImportKey.kind == kind))
    return {key: Known(local_id, version, fingerprint) for key, local_id, version, fingerprint in rows}


def key_of(source: str, kind: str, external_key: str) -> ImportKey | None:
    return db.session.get(ImportKey, (source, kind, external_key))


def known_as(local_id: int, kind: str, external_key: str) -> Known | None:
    """What an earlier run made of a row with this key that is our row now, whatever its source was called then."""
    found = select(ImportKey.local_id, ImportKey.version, ImportKey.fingerprint).where(
        ImportKey.kind == kind, ImportKey.external_key == external_key, ImportKey.local_id == local_id
    )
    row = db.session.execute(found.order_by(ImportKey.version.desc()).limit(1)).first()
    return Known(*row) if row else None
