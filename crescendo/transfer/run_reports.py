"""The report of an import: counts in are counts out and named losses, for each kind of thing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ..catalog.price_sources import RowOutcome
from .models import ImportRow, ImportRun

WHY = "why it was not imported"  # the column that our files of unusable rows have more than the file they are of


@dataclass(frozen=True)
class KindCount:
    """How many things of a kind the file holds, and what became of them; `missing` are those nothing is said of."""

    kind: str
    expected: int
    outcomes: dict[RowOutcome, int]

    @property
    def missing(self) -> int:
        return self.expected - sum(self.outcomes.values())


def reconciled(run: ImportRun) -> list[KindCount]:
    """The kinds of things in the file, in the order in which they were read."""
    kinds = dict.fromkeys([*run.counts, *run.expected])
    return [
        KindCount(
            kind,
            run.expected.get(kind, sum(run.counts.get(kind, {}).values())),
            {outcome: run.counts.get(kind, {}).get(outcome.value, 0) for outcome in RowOutcome},
        )
        for kind in kinds
    ]


def lines_of(row: ImportRow) -> Iterator[str]:
    """What there is to say of a row, a sentence a line; nothing when it came through whole."""
    if row.reason:
        yield row.reason
    for loss in row.losses:
        yield f"Lost: {loss['what']} ({loss['where']}). {loss['why']}"


def unusable(run: ImportRun, rows: Iterable[ImportRow]) -> Iterator[list[str]]:
    """A table of the rows that failed, as they stand in the file, with a column that says why; its names come first.

    It can be corrected and imported. A column that held several texts in a row has them behind each other.
    """
    columns = list(run.options.get("mapping", {}))
    yield [*columns, WHY]
    for row in rows:
        cells = row.cells or {}
        yield [*(", ".join(cells.get(column, ())) for column in columns), row.reason]


def as_data(run: ImportRun, rows: Iterator[ImportRow]) -> dict[str, Any]:
    """The whole report, for programs."""
    return {
        "kind": run.kind.value,
        "source": run.source,
        "state": run.state.value,
        "message": run.message,
        "dry_run": run.is_dry_run,
        "counts": {
            each.kind: {
                "in": each.expected,
                **{outcome.value: count for outcome, count in each.outcomes.items()},
                "missing": each.missing,
            }
            for each in reconciled(run)
        },
        "rows": [
            {
                "number": row.number,
                "kind": row.kind,
                "key": row.external_key,
                "name": row.name,
                "outcome": row.outcome.value,
                "reason": row.reason,
                "losses": row.losses,
            }
            for row in rows
        ],
    }
