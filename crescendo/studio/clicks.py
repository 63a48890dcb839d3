"""Reports of clicks: what readers followed and what they did not, for the page and as a file."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from ..outbound.click_reports import EVERYTHING, clicks_by_day
from ..presentation.click_chart import click_chart
from ..presentation.counting import have_counts_written
from ..presentation.navigation import address_of
from ..web.addresses import page_number
from . import studio
from .click_query import AskedReport, asked_report
from .click_tables import Cell, ClickTable, click_table
from .click_words import HINTS, NO_CLICKS, NOTHING, REPORT_WORDS, Report
from .spreadsheets import spreadsheet

WITHOUT_CHART = {Report.NEVER, Report.DEAD, Report.MISSED}
TYPED = {"from", "to", "q"}


@studio.get("/clicks/")
def click_report() -> ResponseReturnValue:
    """Clicks of a period: all of them for editors, those from their own guides for authors."""
    have_counts_written()
    asked = asked_report()
    if asked.faults:
        return _page(asked, None), 422
    return asked.narrowed.canonical(page_number()) or _page(asked, click_table(asked, number=page_number()))


@studio.get("/clicks/report.csv")
def click_file() -> ResponseReturnValue:
    """All lines of the report, as a file for spreadsheets."""
    have_counts_written()
    asked = asked_report()
    if asked.faults:
        return _page(asked, None), 422
    period = asked.filters.period
    name = f"clicks-{asked.report}-{period.since}-{period.until}.csv"
    table = click_table(asked, size=EVERYTHING)
    rows: list[list[str | int]] = [
        [heading.text for heading in table.headings],
        *([_plain(cell) for cell in row] for row in table.rows),
    ]
    return spreadsheet(rows, name=name)


def _page(asked: AskedReport, table: ClickTable | None) -> str:
    has_chart = table is not None and asked.report not in WITHOUT_CHART
    return render_template(
        "studio/clicks.html",
        asked=asked,
        title=REPORT_WORDS[asked.report],
        hint=HINTS[asked.report],
        nothing=NOTHING.get(asked.report, NO_CLICKS),
        words="Words" if asked.report is Report.MISSED else "Guide, product or seller",
        kept=[(name, value) for name, value in asked.narrowed.parameters if name not in TYPED],
        removals=[crumb for crumb in asked.narrowed.removals() if crumb.text],
        table=table,
        chart=click_chart(clicks_by_day(asked.filters), asked.filters.period) if has_chart else None,
        file=address_of(url_for("studio.click_file"), asked.narrowed.parameters),
        pagination=asked.narrowed.pagination(table.page) if table else None,
    )


def _plain(cell: Cell) -> str | int:
    if cell.number is not None:
        return cell.number
    if cell.day is not None:
        return cell.day.isoformat()
    return cell.text
