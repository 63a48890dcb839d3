"""The first page of the studio: what needs me today, and what there is to go on with."""

from datetime import timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from ..accounts.permissions import is_editor
from ..catalog.queries import categories
from ..foundation import clock
from ..journal.day_queries import SAVED, appearing_until, changed_by_others, drafts_of, published_since
from ..journal.desk_queries import authors, counts_by_state
from ..outbound.click_queries import RECENT_DAYS
from ..outbound.click_reports import ClickFilter, Period, ReportBy, report_page
from ..outbound.task_queries import TaskFilter, task_counts, tasks_page
from ..outbound.tasks import Urgency
from . import studio
from .access import me
from .click_tables import Cell, product_cell
from .days import end_of_today, today
from .rows import article_row, article_rows
from .tasks import task_lines

WEEK = timedelta(days=7)
SHOWN = 6  # lines of each part
MOST_CLICKED = 5
NEWS_WORDS = {
    SAVED: "saved a draft",
    "published": "published it",
    "updated": "updated it",
    "scheduled": "scheduled it",
    "withdrew": "withdrew it",
    "restored": "went back to an earlier text",
    "filed": "changed its category, author or tags",
    "reinstated": "took back its withdrawal",
}


@studio.get("/")
def dashboard() -> ResponseReturnValue:
    """My tasks for today and what appears, then my drafts, what was published, and what others did to my guides."""
    now = clock.now()
    counts = counts_by_state(now)
    urgent = tasks_page(TaskFilter(whose=me(), urgency=Urgency.NOW), now=now, today=today(), size=SHOWN)
    news = changed_by_others(me(), since=now - WEEK, limit=SHOWN)
    return render_template(
        "studio/dashboard.html",
        urgent=task_lines(urgent.items),
        urgent_count=urgent.total,
        all_count=sum(task_counts(now=now, today=today(), whose=None if is_editor(me()) else me()).values()),
        appearing=article_rows(appearing_until(end_of_today(), user=me())),
        drafts=article_rows(drafts_of(me(), limit=SHOWN)),
        published=article_rows(published_since(now - WEEK, limit=SHOWN)),
        news=[(article_row(each.article), each.who, NEWS_WORDS[each.verb], each.at) for each in news],
        clicked=_most_clicked(),
        counts=counts,
        needs_category=not categories(),
        needs_author=not authors(),
        needs_guide=not any(counts.values()),
        may_edit=is_editor(me()),
    )


def _most_clicked() -> list[tuple[Cell, int]]:
    """The products whose offers readers followed most within 30 days, from my guides unless I am an editor."""
    filters = ClickFilter(Period.up_to(today(), days=RECENT_DAYS), whose=None if is_editor(me()) else me())
    page = report_page(ReportBy.PRODUCT, filters, size=MOST_CLICKED)
    return [(product_cell(line), line.human) for line in page.items]
