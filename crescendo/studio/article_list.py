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
from .article_query import ORDER_WORDS, asked_filters, asked_list, list_options
from .bulk_form import BulkForm
from .bulk_words import report
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
    return this_list().canonical(page_number()) or list_page(BulkForm())


def this_list() -> Narrowed[DeskOrder]:
    """The list that the query of this request asks for."""
    options = list_options()
    return asked_list(asked_filters(options), options)


def list_page(form: BulkForm, *, ticked: Collection[int] = ()) -> str:
    """The list as the address narrows and sorts it, with the guides in `ticked` chosen in its `form`."""
    options = list_options()
    filters = asked_filters(options)
    narrowed = asked_list(filters, options)
    page = articles_page(filters, by=me(), number=page_number(), order=narrowed.order)
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
        filters=filters,
        options=options,
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
        is_due=article.review_on is not None and article.review_on <= clock.now().date(),
        is_ticked=mine and (article.id in ticked or is_everything_ticked()),
    )
