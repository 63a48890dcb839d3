"""The list of guides, in every state, and what can be done to many at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from ..foundation import clock
from ..journal.bulk_queries import last_bulk_change
from ..journal.desk_listing import DeskOrder, articles_page
from ..journal.models import Article
from ..journal.ownership import may_change
from ..web.addresses import page_number
from . import studio
from .access import me
from .article_query import ORDER_WORDS, AskedList, asked_list
from .bulk_form import BulkForm
from .bulk_words import report
from .days import today
from .narrowing import Narrowed, is_everything_ticked
from .rows import ArticleRow, article_row

CAN_BE_UNDONE = timedelta(hours=1)  # for so long the list offers to undo the last change
COLUMNS = (
    ("Guide", "title"),
    ("State", ""),
    ("Category", ""),
    ("Author", ""),
    ("Published", "published"),
    ("Next review", "review"),
    ("Last changed", "changed"),
)


@dataclass(frozen=True)
class ListedGuide:
    """A line of the list. `is_due` tells that its review date has come."""

    row: ArticleRow
    tags: str
    may_change: bool
    is_due: bool
    is_ticked: bool


@studio.get("/articles/")
def article_list() -> ResponseReturnValue:
    """The guides that the address asks for, under its one spelling."""
    asked = asked_list()
    return asked.narrowed.canonical(page_number()) or list_page(BulkForm(), asked)


def list_page(form: BulkForm, asked: AskedList, *, ticked: Collection[int] = ()) -> str:
    """The list that is asked for, with the guides in `ticked` chosen in its `form`."""
    narrowed = asked.narrowed
    page = articles_page(asked.filters, by=me(), today=today(), number=page_number(), order=narrowed.order)
    return render_template(
        "studio/articles.html",
        form=form,
        action=narrowed.sent_to(url_for("studio.make_bulk_change"), page.number),
        undo=_undo(narrowed),
        guides=[_listed(article, ticked) for article in page.items],
        total=page.total,
        narrowed=narrowed,
        headings=[narrowed.heading(text, column) for text, column in COLUMNS],
        pagination=narrowed.pagination(page),
        select_all=narrowed.with_all_ticked(page.number),
        filters=asked.filters,
        options=asked.options,
        orders=ORDER_WORDS,
    )


def _undo(narrowed: Narrowed[DeskOrder]) -> tuple[str, str] | None:
    """What was last done to many guides, and where to undo it, for an hour."""
    last = last_bulk_change(me(), since=clock.now() - CAN_BE_UNDONE)
    if last is None:
        return None
    return report(last), narrowed.sent_to(url_for("studio.reverse_bulk_change", change_id=last.id))


def _listed(article: Article, ticked: Collection[int]) -> ListedGuide:
    mine = may_change(article, me())
    return ListedGuide(
        row=article_row(article),
        tags=", ".join(tag.name for tag in article.tags),
        may_change=mine,
        is_due=article.review_on is not None and article.review_on <= today(),
        is_ticked=mine and (article.id in ticked or is_everything_ticked()),
    )
