"""Tables: wide ones scroll within a region that the keyboard reaches."""

from html import escape

from .cleaning import Pieces
from .gathering import Gathered
from .grammar import Block
from .inlines import InlineWriter

_ALIGNMENTS = {"text-align:right": ' class="align-right"', "text-align:center": ' class="align-center"'}


class TableWriter:
    """Writes tables."""

    def __init__(self, gathered: Gathered, inlines: InlineWriter) -> None:
        self._gathered = gathered
        self._inlines = inlines

    def write(self, table: Block, *, caption: str = "", row_header: bool = False) -> Pieces:
        """The pieces of `table`. With `row_header`, the first cell of each row names the row."""
        if not caption:
            self._gathered.problem(table.line, "table-without-caption")
        label = escape(self._gathered.region(caption or "Table"))
        pieces: Pieces = [f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}"><table>']
        if caption:
            pieces.append(f"<caption>{escape(caption, quote=False)}</caption>")
        for part in table.children:
            pieces.append(f"<{part.kind}>")
            for row in part.children:
                pieces += ["<tr>", *self._row(row, row_header=row_header), "</tr>"]
            pieces.append(f"</{part.kind}>")
        return [*pieces, "</table></div>\n"]

    def _row(self, row: Block, *, row_header: bool) -> Pieces:
        pieces: Pieces = []
        for place, cell in enumerate(row.children):
            scope = ' scope="col"' if cell.kind == "th" else ' scope="row"' if row_header and place == 0 else ""
            tag = "th" if scope else "td"
            alignment = _ALIGNMENTS.get(str(cell.token.attrs.get("style", "")), "")
            content = [piece for inline in cell.children for piece in self._inlines.write(inline)]
            pieces += [f"<{tag}{scope}{alignment}>", *content, f"</{tag}>"]
        return pieces
