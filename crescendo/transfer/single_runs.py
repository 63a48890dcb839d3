"""Imports of one thing, made within the request that brought it: their runs are over when they are kept."""

from dataclasses import asdict

from ..accounts.models import User
from ..foundation.database import db
from .models import ImportKind, ImportRow, ImportRun, RunState
from .rows import PlannedRow
from .runs import prepare_run


def keep_single_run(kind: ImportKind, *, filename: str, row: PlannedRow, by: User) -> ImportRun:
    """The run that made `row`, with its report."""
    run = prepare_run(kind, filename=filename, is_dry_run=False, by=by)
    run.state, run.done, run.total = RunState.DONE, 1, 1
    run.started_at = run.seen_at = run.finished_at = run.created_at
    run.expected, run.counts = {row.kind: 1}, {row.kind: {row.outcome.value: 1}}
    db.session.add(
        ImportRow(
            run_id=run.id,
            number=row.number,
            kind=row.kind,
            external_key=row.key[:200],
            name=row.name[:200],
            outcome=row.outcome,
            losses=[asdict(loss) for loss in row.losses],
            local_id=row.local_id,
        )
    )
    db.session.flush()
    return run
