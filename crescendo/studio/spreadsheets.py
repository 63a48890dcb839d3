"""Files for spreadsheets (CSV, RFC 4180), in which nothing is a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from flask import Response

from ..foundation.cells import guarded


def spreadsheet(rows: Iterable[Sequence[str | int]], *, name: str) -> Response:
    """The rows as a file to download, in UTF-8 with the mark by which spreadsheets know it."""
    text = StringIO()
    csv.writer(text).writerows([guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return Response(
        text.getvalue().encode("utf-8-sig"),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
