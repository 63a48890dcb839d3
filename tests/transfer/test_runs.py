"""Runs of imports: whole rows, honest counts, and one at a time."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from crescendo.catalog.price_sources import RowOutcome
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.foundation.errors import Conflict, Rejected
from crescendo.journal.bylines import create_tag
from crescendo.journal.desk_queries import tags_with_counts
from crescendo.transfer.documents import Loss
from crescendo.transfer.models import ImportKind, ImportRun, RunState
from crescendo.transfer.price_rows import Unreadable
from crescendo.transfer.rows import Kept, PlannedRow
from crescendo.transfer.run_queries import all_rows_of_run, has_died, import_run, key_of
from crescendo.transfer.runs import RUNS_KEPT, Running, ask_to_cancel, prepare_run

pytestmark = pytest.mark.usefixtures("app")


def prepared(*, is_dry_run: bool = False) -> ImportRun:
    run = prepare_run(ImportKind.PRODUCTS, source="shop", filename="a.csv", is_dry_run=is_dry_run, by=None)
    db.session.commit()
    return run


def row(name: str, number: int = 1) -> PlannedRow:
    """A tag, which is refused when its name is empty."""

    def apply() -> Kept:
        tag = create_tag(name=name, by=None)
        return Kept(tag.id, 1)

    loss = Loss("colour", "its name", "Tags have none.")
    return PlannedRow("tag", number, name or "none", name, RowOutcome.CREATED, losses=(loss,), apply=apply)


def tags() -> list[str]:
    return [tag.name for tag, _count in tags_with_counts()]


def run_rows(run: ImportRun, rows: Iterator[PlannedRow] | list[PlannedRow], *, batch: int = 50) -> None:
    running = Running(run.id)
    with running.under_way():
        running.expect({"tag": 3})
        running.apply(rows, batch=batch)


def test_rows_are_applied_and_told_one_by_one() -> None:
    run = prepared()
    run_rows(run, [row("Fit"), row("", 2), row("Care", 3)])
    assert tags() == ["Care", "Fit"]
    done = import_run(run.id)
    assert (done.state, done.counts, done.expected) == (RunState.DONE, {"tag": {"created": 2, "failed": 1}}, {"tag": 3})
    assert [(each.number, each.outcome.value) for each in all_rows_of_run(done)] == [
        (1, "created"),
        (2, "failed"),
        (3, "created"),
    ]
    key = key_of("shop", "tag", "Fit")
    assert key is not None


def test_dry_run_tells_the_same_and_changes_nothing() -> None:
    run = prepared(is_dry_run=True)
    run_rows(run, [row("Fit")])
    assert tags() == []
    assert import_run(run.id).counts == {"tag": {"created": 1}}
    assert key_of("shop", "tag", "Fit") is None


def test_cancelled_run_leaves_whole_rows_and_says_so() -> None:
    run = prepared()

    def rows() -> Iterator[PlannedRow]:
        yield row("Fit")
        yield row("Care", 2)
        ask_to_cancel(import_run(run.id), by=None)
        yield row("Size", 3)

    run_rows(run, rows(), batch=2)
    assert tags() == ["Care", "Fit"]
    assert import_run(run.id).state is RunState.CANCELLED


def test_waiting_run_is_cancelled_at_once() -> None:
    run = prepared()
    ask_to_cancel(run, by=None)
    assert import_run(run.id).state is RunState.CANCELLED


def test_file_that_turns_out_unreadable_fails_the_run_with_its_reason() -> None:
    run = prepared()

    def rows() -> Iterator[PlannedRow]:
        yield row("Fit")
        raise Unreadable("The file ends in the middle.")

    with pytest.raises(Unreadable):
        run_rows(run, rows())
    failed = import_run(run.id)
    assert (failed.state, failed.message) == (RunState.FAILED, "The file ends in the middle.")
    assert tags() == []


def test_all_or_nothing_changes_nothing_when_one_row_fails() -> None:
    run = prepared()
    running = Running(run.id)
    with pytest.raises(Rejected), running.under_way():
        running.apply_all_or_nothing([row("Fit"), row("", 2)])
    assert tags() == []
    assert [each.outcome.value for each in all_rows_of_run(import_run(run.id))] == ["created", "failed"]
    assert import_run(run.id).message == "1 row could not be used, so nothing was changed."


def test_second_import_has_to_wait_for_the_first() -> None:
    first, second = prepared(), prepared()
    with Running(first.id).under_way(), pytest.raises(Conflict), Running(second.id).under_way():
        pass
    assert import_run(second.id).state is RunState.WAITING


def test_run_whose_process_died_blocks_others_for_minutes_only() -> None:
    died, later = prepared(), prepared()
    died.state, died.seen_at = RunState.RUNNING, clock.now()
    db.session.commit()
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        assert has_died(import_run(died.id))
        with Running(later.id).under_way():
            pass
    assert import_run(later.id).state is RunState.DONE


def test_reports_of_old_runs_are_forgotten() -> None:
    first = prepared().id
    for _time in range(RUNS_KEPT):
        prepared()
    assert db.session.get(ImportRun, first) is None
