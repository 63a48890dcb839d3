"""Files that were uploaded to be imported. They wait in a folder, and a job reads one after the other."""

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import IO

from ..foundation import clock
from ..foundation.database import db
from ..foundation.errors import Conflict, NotFound
from ..foundation.fetching import Fetcher
from .models import ImportRun, RunState
from .price_rows import Unreadable
from .run_queries import has_died, import_run, waiting_runs
from .runs import Running
from .wordpress.importing import import_wordpress
from .wordpress.moving import MoveOptions

KEPT = timedelta(days=7)  # after a trial, so that it can be followed by the import itself
_NAME = "{}.upload"


def keep_file(folder: Path, run: ImportRun, file: IO[bytes]) -> None:
    """Keep `file` until `run` is done; it is there whole, or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{run.id}.part"
    with part.open("wb") as target:
        shutil.copyfileobj(file, target, 1024 * 1024)
        target.flush()
        os.fsync(target.fileno())
    part.rename(folder / _NAME.format(run.id))


def take_file(folder: Path, run: ImportRun, trial: ImportRun) -> bool:
    """Let `run` read the file of `trial`; whether it is still there."""
    place = folder / _NAME.format(trial.id)
    if place.exists():
        place.rename(folder / _NAME.format(run.id))
        return True
    return False


def has_file(folder: Path, run: ImportRun) -> bool:
    return (folder / _NAME.format(run.id)).exists()


def run_waiting_imports(folder: Path, *, fetcher: Fetcher, currency: str) -> Iterator[int]:
    """Read the files that wait here, one after the other; the numbers of their runs."""
    for run_id in waiting_runs():
        run = import_run(run_id)
        options = _options(run, fetcher=fetcher, currency=currency)
        by, place = run.by, folder / _NAME.format(run_id)
        db.session.rollback()
        if not place.exists():  # it waits on another machine
            continue
        try:
            with place.open("rb") as file:
                import_wordpress(file, Running(run_id), options, by=by)
        except Conflict:  # another import is running, and this one goes on waiting
            return
        except Unreadable:  # the run says why
            pass
        yield run_id
    _tidy(folder)


def _options(run: ImportRun, *, fetcher: Fetcher, currency: str) -> MoveOptions:
    return MoveOptions(
        category=run.options.get("category", "guides"),
        pages=run.options.get("pages", ""),
        currency=currency,
        fetcher=fetcher if run.options.get("download") else None,
    )


def _tidy(folder: Path) -> None:
    """Remove files that no run needs any more."""
    for place in folder.glob("*.upload"):
        try:
            run = import_run(int(place.stem))
        except NotFound:
            place.unlink(missing_ok=True)
            continue
        is_trial = run.is_dry_run and run.state is RunState.DONE and clock.now() - run.created_at < KEPT
        is_busy = run.state in {RunState.WAITING, RunState.RUNNING} and not has_died(run)
        if not (is_trial or is_busy):
            place.unlink(missing_ok=True)
