"""Reading tables: those that hold data as tables, those that only hold a page together as what is in them."""

from collections.abc import Iterator
from dataclasses import dataclass

from .context import Element, Handler, Reading, Style
from .escaping import one_line
from .flow import Flow
from .model import STRONG, Inline, Paragraph, Run, Table

_WIDEST, _LONGEST = 50, 2_000  # columns and rows
_BLOCKS = {"ul", "ol", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "dl"}


@dataclass
class _Grid:
    """The rows of a table, and what had to be flattened for them."""

    rows: list[list[Element | None]]  # None: a place that a wide or high cell covers
    has_spans: bool = False


def _table(reading: Reading, element: Element, flow: Flow, style: Style) -> None:
    grid = _grid(list(_rows(element)))
    caption = element.find("caption")
    title = one_line("".join(caption.itertext())) if caption is not None else ""
    width = max(map(len, grid.rows), default=0)
    holds_tables = any(inner is not element for inner in element.iter("table"))
    if width < 2 or width > _WIDEST or holds_tables or len(grid.rows) > _LONGEST:
        _flatten(reading, grid, title, flow, style)
        return
    if grid.has_spans:
        reading.lose("joined cells", "A table has no joined cells; the words stand in the first of them.")
    if any(each.tag in _BLOCKS for each in element.iter() if isinstance(each.tag, str)):
        reading.lose("lists within a table", "A cell is one line; its words are kept.")
    flow.put(_data(reading, grid, title, style))


def _data(reading: Reading, grid: _Grid, title: str, style: Style) -> Table:
    width = max(map(len, grid.rows))
    rows: list[list[list[Inline]]] = []
    for row in grid.rows:
        cells = [[] if cell is None else reading.inner(cell, style._replace(link="")).inlines() for cell in row]
        rows.append(cells + [[] for _ in range(width - len(cells))])
    first = [cell for cell in grid.rows[0] if cell is not None]
    if not all(cell.tag == "th" or cell.getparent().getparent().tag == "thead" for cell in first):
        reading.lose("table without headings", "Its first row names the columns now; check that it does.")
    for cell in rows[0]:
        for each in cell:
            if isinstance(each, Run):
                each.marks &= ~STRONG
    starts = [row[0] for row in grid.rows[1:]]
    names_rows = bool(starts) and all(cell is not None and cell.tag == "th" for cell in starts)
    return Table(rows, title, names_rows)


def _flatten(reading: Reading, grid: _Grid, title: str, flow: Flow, style: Style) -> None:
    """What is in the cells, one after the other."""
    if sum(len(row) for row in grid.rows) > 1:
        reading.lose("table", "It held other parts together, or has no columns; what is in it stands below each other.")
    flow.end()
    if title:
        flow.blocks.append(Paragraph([Run(title, STRONG)]))
    for row in grid.rows:
        for cell in row:
            if cell is not None:
                flow.end()
                reading.walk(cell, flow, style)
    flow.end()


def _rows(table: Element) -> Iterator[Element]:
    """The rows of `table` itself, those at its foot last."""
    feet = []
    for part in table:
        if part.tag == "tr":
            yield part
        elif part.tag in {"thead", "tbody"}:
            yield from part.iterchildren("tr")
        elif part.tag == "tfoot":
            feet += list(part.iterchildren("tr"))
    yield from feet


def _grid(rows: list[Element]) -> _Grid:
    grid = _Grid([])
    covered: dict[int, int] = {}  # for a column, how many further rows a high cell covers
    for row in rows[: _LONGEST + 1]:
        line: list[Element | None] = []
        for cell in row.iterchildren("td", "th"):
            _cover(line, covered)
            high, wide = _span(cell, "rowspan"), _span(cell, "colspan")
            grid.has_spans |= high > 1 or wide > 1
            for column in range(len(line), len(line) + wide):
                if high > 1:
                    covered[column] = high - 1
            line += [cell, *[None] * (wide - 1)]
        _cover(line, covered)
        if line:
            grid.rows.append(line)
    return grid


def _cover(line: list[Element | None], covered: dict[int, int]) -> None:
    while covered.get(len(line), 0):
        covered[len(line)] -= 1
        line.append(None)


def _span(cell: Element, name: str) -> int:
    text = cell.get(name, "1").strip()
    return min(max(int(text), 1), _WIDEST) if text.isascii() and text.isdigit() and len(text) < 5 else 1


TABLES: dict[str, Handler] = {"table": _table}
