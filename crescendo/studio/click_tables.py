"""Reports of clicks as tables: the same cells for the page and for the file that is downloaded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from ..accounts.permissions import is_editor
from ..foundation import clock
from ..foundation.pagination import Page
from ..foundation.urls import product_path
from ..outbound.click_gaps import MissedWords, UnclickedPlace, missed_page, unclicked_page
from ..outbound.click_reports import PAGE_SIZE, ClickLine, ReportBy, report_page
from ..outbound.clicks import BlockForm, OfferState
from ..presentation.navigation import Crumb
from .access import me
from .click_query import AskedReport
from .click_words import Report
from .days import local_day
from .narrowing import Heading

FORM_WORDS = {
    BlockForm.CARD: "Card",
    BlockForm.PICK: "Pick",
    BlockForm.COMPARISON: "Comparison",
    BlockForm.LIST: "List at the end",
    BlockForm.NONE: "",
}
MET_WORDS = {
    OfferState.OPEN: "",
    OfferState.OUT_OF_STOCK: "out of stock",
    OfferState.GONE: "gone",
    OfferState.ARCHIVED: "archived",
    OfferState.RECALLED: "of a recalled product",
}
OUTSIDE, LOST = "Outside guides", "A guide that is no longer there"
PLACE = (("Guide", "name"), ("Position", ""), ("What stands there", ""), ("Product", ""))
COUNTS = (("Clicks", "clicks"), ("Robots and repeats", ""))
COLUMNS: dict[Report, tuple[tuple[str, str], ...]] = {
    Report.GUIDE: (("Guide", "name"), *COUNTS),
    Report.POSITION: (*PLACE, ("Seller", ""), *COUNTS),
    Report.PRODUCT: (("Product", "name"), *COUNTS),
    Report.MERCHANT: (("Seller", "name"), *COUNTS),
    Report.DAY: (("Day", "name"), *COUNTS),
    Report.NEVER: (*((text, "") for text, _order in PLACE), ("Live since", "")),
    Report.DEAD: (("Product", "name"), ("Seller", ""), ("The offer was", ""), ("Guide", ""), *COUNTS),
    Report.MISSED: (("Words", ""), ("Searches", "")),
}


@dataclass(frozen=True)
class Cell:
    """What stands at one place of a table; a number or a day where it is one. `more` is a further way on."""

    text: str = ""
    address: str = ""
    number: int | None = None
    day: date | None = None
    more: Crumb | None = None


@dataclass(frozen=True)
class ClickTable:
    """A page of a report."""

    headings: Sequence[Heading]
    rows: Sequence[Sequence[Cell]]
    page: Page[Any]


def click_table(asked: AskedReport, *, number: int = 1, size: int = PAGE_SIZE) -> ClickTable:
    """Page `number` of the report that is asked for."""
    page = _page(asked, number, size)
    return ClickTable(
        headings=[asked.narrowed.heading(text, column) for text, column in COLUMNS[asked.report]],
        rows=[_cells(asked, line) for line in page.items],
        page=page,
    )


def product_cell(line: ClickLine | UnclickedPlace) -> Cell:
    """Editors keep a product; authors see it as readers do."""
    to_keep = url_for("studio.editors.product", product_id=line.product_id) if is_editor(me()) else ""
    return Cell(line.product, to_keep or product_path(line.slug))


def _page(asked: AskedReport, number: int, size: int) -> Page[Any]:
    filters = asked.filters
    if asked.report is Report.NEVER:
        return unclicked_page(filters, now=clock.now(), number=number, size=size)
    if asked.report is Report.MISSED:
        return missed_page(filters.period, filters.words, number=number, size=size)
    return report_page(ReportBy(asked.report), filters, order=asked.narrowed.order, number=number, size=size)


def _cells(asked: AskedReport, line: Any) -> list[Cell]:
    if isinstance(line, MissedWords):
        return [Cell(line.words), Cell(number=line.times)]
    if isinstance(line, UnclickedPlace):
        return [*_place(line), Cell(day=local_day(line.publish_at))]
    return [*_KEYS[asked.report](asked, line), Cell(number=line.human), Cell(number=line.other)]


def _place(line: ClickLine | UnclickedPlace) -> list[Cell]:
    position = Cell(number=line.position) if line.position else Cell()
    return [_guide(line), position, Cell(FORM_WORDS[line.form]), product_cell(line)]


def _guide(line: ClickLine | UnclickedPlace, more: Crumb | None = None) -> Cell:
    if isinstance(line, ClickLine) and line.article_id is None:
        return Cell(OUTSIDE if line.is_elsewhere else LOST)
    return Cell(line.title, url_for("studio.article", article_id=line.article_id), more=more)


def _of_guide(asked: AskedReport, line: ClickLine) -> list[Cell]:
    more = Crumb("Its places", asked.places_of(line.article_id)) if line.article_id else None
    return [_guide(line, more)]


def _of_dead(_asked: AskedReport, line: ClickLine) -> list[Cell]:
    offer = url_for("studio.editors.offer", offer_id=line.offer_id) if is_editor(me()) else ""
    return [product_cell(line), Cell(line.merchant, offer), Cell(MET_WORDS[line.met]), _guide(line)]


_KEYS: dict[Report, Callable[[AskedReport, ClickLine], list[Cell]]] = {
    Report.GUIDE: _of_guide,
    Report.POSITION: lambda _asked, line: [*_place(line), Cell(line.merchant)],
    Report.PRODUCT: lambda _asked, line: [product_cell(line)],
    Report.MERCHANT: lambda _asked, line: [Cell(line.merchant)],
    Report.DAY: lambda _asked, line: [Cell(day=line.day)],
    Report.DEAD: _of_dead,
}
