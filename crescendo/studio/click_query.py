"""The query string of the reports of clicks: what it may say, in which words, and what it asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import request, url_for

from ..accounts.permissions import is_editor
from ..journal.models import Article
from ..outbound.click_reports import ClickFilter, Period, ReportOrder
from ..presentation.navigation import address_of
from ..presentation.search import Choice
from .access import me, own_article
from .click_words import REPORT_WORDS, Report
from .days import today
from .narrowing import Narrowed, Narrowing, one_of, words_asked

USUAL_DAYS = 30
MOST_DAYS = 1100  # of a period: three years
NAMES = ("by", "days", "from", "to", "guide", "q")  # of the parameters, in their order
A_DAY = "Write a day, such as 2026-10-01."
PERIODS = {7: "7 days", 30: "30 days", 90: "90 days", 365: "A year"}


@dataclass(frozen=True)
class AskedReport:
    """The report that an address asks for. `first` and `last` are days as typed, `faults` what is wrong with them."""

    report: Report
    filters: ClickFilter
    narrowed: Narrowed[ReportOrder]
    first: str
    last: str
    faults: Mapping[str, str]

    @property
    def has_own_days(self) -> bool:
        """Whether the period is one that somebody typed."""
        return bool(self.first or self.last)

    def periods(self) -> list[Choice]:
        """The usual periods."""
        shown = 0 if self.has_own_days else self.filters.period.days
        return [
            Choice(words, self._with(("days", "from", "to"), days=_unless(days, USUAL_DAYS)), None, days == shown)
            for days, words in PERIODS.items()
        ]

    def reports(self) -> list[Choice]:
        """All reports of the same clicks."""
        return [
            Choice(words, self._with(("by",), by=_unless(report, Report.GUIDE)), None, report is self.report)
            for report, words in REPORT_WORDS.items()
        ]

    def places_of(self, article_id: int) -> str:
        """The address that parts the clicks of one guide by their places."""
        return self._with(("by", "guide", "q"), by=Report.POSITION, guide=str(article_id))

    def _with(self, without: tuple[str, ...], **said: str) -> str:
        """The address of this report without some of its parameters, and with others."""
        kept = {each.name: each.value for each in self.narrowed.narrowings if each.name not in without}
        known = {**kept, **said}
        return address_of(self.narrowed.path, [(name, known[name]) for name in NAMES if known.get(name)])


def asked_report() -> AskedReport:
    """What the query of this request asks for; `NotFound` or `NotPermitted` for a guide that is not this person’s."""
    report = Report(one_of("by", list(REPORT_WORDS.items())) or Report.GUIDE)
    days = one_of("days", [(str(days), words) for days, words in PERIODS.items()])
    first, last = (request.args.get(name, "").strip()[:40] for name in ("from", "to"))
    period, faults = _period(first, last) if first or last else (_usual_period(days), {})
    guide = _asked_guide()
    whose = None if is_editor(me()) else me()
    filters = ClickFilter(period, whose=whose, article_id=guide.id if guide else None, words=words_asked())
    said = {
        "by": (_unless(report, Report.GUIDE), ""),
        "days": ("" if first or last else _unless(days, str(USUAL_DAYS)), ""),
        "from": (_day(first), ""),
        "to": (_day(last), ""),
        "guide": (str(guide.id) if guide else "", f"Guide: {guide.newest_revision.title}" if guide else ""),
        "q": (filters.words, f"“{filters.words}”"),
    }
    narrowed = Narrowed(
        path=url_for("studio.click_report"),
        narrowings=[Narrowing(name, *said[name]) for name in NAMES if said[name][0]],
        order=_order(report),
    )
    return AskedReport(report, filters, narrowed, first, last, faults)


def _asked_guide() -> Article | None:
    number = request.args.get("guide", "")
    return own_article(int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else None


def _order(report: Report) -> ReportOrder:
    asked = request.args.get("sort", "")
    is_sorted = asked in set(ReportOrder) and report not in {Report.NEVER, Report.MISSED}
    return ReportOrder(asked) if is_sorted else ReportOrder.CLICKS_DOWN


def _usual_period(days: str) -> Period:
    return Period.up_to(today(), days=int(days or USUAL_DAYS))


def _period(first: str, last: str) -> tuple[Period, Mapping[str, str]]:
    """The period from `first` to `last`, or to today, and what is wrong with it."""
    since, until = _read(first), _read(last) if last else today()
    faults = {}
    if since is None:
        faults["from"] = A_DAY
    if until is None:
        faults["to"] = A_DAY
    if since is None or until is None:
        return _usual_period(""), faults
    period = Period(since, until)
    if period.days < 1:
        faults["to"] = "This is before the first day. Write a later one."
    elif period.days > MOST_DAYS:
        faults["from"] = "That is more than three years. Write a later day."
    return period, faults


def _read(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _day(text: str) -> str:
    read = _read(text)
    return read.isoformat() if read else text


def _unless(value: object, usual: object) -> str:
    return "" if value == usual else str(value)
