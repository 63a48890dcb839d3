"""What is to become of a guide that a file speaks of: new, changed, or left to who changed it here."""

from collections.abc import Callable
from dataclasses import replace

from ..catalog.price_sources import RowOutcome
from ..foundation.errors import NotFound
from ..journal.desk_queries import article_by_id
from ..journal.models import Article
from .rows import EDITED, Kept, PlannedRow
from .run_queries import Known


def guide_row(
    row: PlannedRow, known: Known | None, *, create: Callable[[], Kept], update: Callable[[Article], Kept]
) -> PlannedRow:
    """`row` with its outcome. `known` is what an earlier run made of it; its fingerprint is that of today's file."""
    if known is None:
        return replace(row, outcome=RowOutcome.CREATED, apply=create)
    row = replace(row, local_id=known.local_id)
    if known.fingerprint == row.fingerprint:
        return replace(row, outcome=RowOutcome.UNCHANGED)
    try:
        version = article_by_id(known.local_id).version
    except NotFound:
        return replace(row, outcome=RowOutcome.SKIPPED, reason="It was deleted here since it was imported.")
    if version != known.version:
        return replace(row, outcome=RowOutcome.SKIPPED, reason=EDITED)
    return replace(row, outcome=RowOutcome.UPDATED, apply=lambda: update(article_by_id(known.local_id)))
