"""A row of an import: planned from what the file and the site say, then applied whole or not at all."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..catalog.price_sources import RowOutcome
from .documents import Loss

EDITED = "Somebody edited it here since it was imported, so it was left alone."


@dataclass(frozen=True)
class Kept:
    """The row here that a row of a file became."""

    id: int
    version: int = 1


@dataclass(frozen=True)
class PlannedRow:
    """What is to become of a row. `apply` makes it so; without it nothing has to be done, or nothing can.

    `count` is how many things of the file the row stands for, `cells` what stands in it, for those that fail.
    """

    kind: str
    number: int
    key: str
    name: str
    outcome: RowOutcome
    reason: str = ""
    losses: tuple[Loss, ...] = ()
    fingerprint: str = ""
    local_id: int | None = None
    count: int = 1
    apply: Callable[[], Kept] | None = None
    cells: Mapping[str, Sequence[str]] | None = None


def fingerprint_of(*parts: object) -> str:
    """What tells whether a row says something else than before."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()
