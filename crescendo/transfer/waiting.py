"""Files that were uploaded to be imported. They wait in a folder, and a job reads one after the other."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import IO

from ..accounts.models import User
from ..foundation import clock
from ..foundation.database import db, unit_of_work
from ..foundation.errors import Conflict, NotFound, Rejected
from ..foundation.fetching import Fetcher
from .models import ImportKind, ImportRun, RunState
from .price_rows import Unreadable
from .products.importing import import_products
from .products.plans import ProductOptions
from .products.wanted import fetch_pictures, wanted_pictures
from .run_queries import has_died, import_run, waiting_runs
from .runs import Running, prepare_run
from .wordpress.importing import import_wordpress
from .wordpress.moving import MoveOptions

KEPT = timedelta(days=7)  # after a trial or before a decision, so that the import itself can follow
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
        by, place = run.by, folder / _NAME.format(run_id)
        begin = _beginning(run, place, fetcher=fetcher, currency=currency, by=by)
        db.session.rollback()
        if run.kind is not ImportKind.PICTURES and not place.exists():  # it waits on another machine
            continue
        try:
            begin(Running(run_id))
        except Conflict:  # another import is running, and this one goes on waiting
            return
        except (Unreadable, Rejected):  # the run says why
            pass
        yield run_id
    _tidy(folder)


def _beginning(
    run: ImportRun, place: Path, *, fetcher: Fetcher, currency: str, by: User | None
) -> Callable[[Running], None]:
    """What reads the file of `run`."""
    chosen, is_trial = dict(run.options), run.is_dry_run

    def pictures(running: Running) -> None:
        fetch_pictures(running, fetcher, by=by)

    def products(running: Running) -> None:
        options = ProductOptions(
            mapping=chosen["mapping"],
            currency=chosen["currency"],
            category_id=chosen["category"] or None,
            merchant_id=chosen["merchant"] or None,
            brand=chosen["brand"],
            is_all_or_nothing=chosen["is_all_or_nothing"],
        )
        with place.open("rb") as file:
            import_products(file, running, options, by=by)
        if chosen["fetches_pictures"] and not is_trial and wanted_pictures()[0]:
            with unit_of_work():
                prepare_run(ImportKind.PICTURES, filename="Pictures of products", is_dry_run=False, by=by)

    def wordpress(running: Running) -> None:
        options = MoveOptions(
            category=chosen.get("category", "guides"),
            pages=chosen.get("pages", ""),
            currency=currency,
            fetcher=fetcher if chosen.get("download") else None,
        )
        with place.open("rb") as file:
            import_wordpress(file, running, options, by=by)

    return {ImportKind.PICTURES: pictures, ImportKind.PRODUCTS: products}.get(run.kind, wordpress)


def _tidy(folder: Path) -> None:
    """Remove files that no run needs any more."""
    for place in folder.glob("*.upload"):
        try:
            run = import_run(int(place.stem))
        except NotFound:
            place.unlink(missing_ok=True)
            continue
        is_trial = run.is_dry_run and run.state is RunState.DONE and clock.now() - run.created_at < KEPT
        is_open = run.state is RunState.UNDECIDED and clock.now() - run.created_at < KEPT
        is_busy = run.state in {RunState.WAITING, RunState.RUNNING} and not has_died(run)
        if not (is_trial or is_open or is_busy):
            place.unlink(missing_ok=True)
