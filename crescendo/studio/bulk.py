"""One change to many guides: asked, shown with all that it touches, made, and undone."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from ..foundation import clock
from ..foundation.errors import Rejected
from ..journal.bulk import Change, change_articles, plan_change
from ..journal.bulk_queries import articles_by_ids, bulk_change_by_id
from ..journal.reversal import reverse_change
from ..web.forms import show_rejection
from . import studio
from .access import me
from .article_list import list_page
from .article_query import asked_list
from .bulk_form import BulkForm, chosen_guides
from .bulk_words import already, consequence, left_words, question, reversal_words
from .rows import article_rows


@studio.get("/articles/changes")
def no_bulk_change() -> ResponseReturnValue:
    """Nothing stands here; whoever comes, as from the sign-in page, wants the list."""
    return redirect(asked_list().narrowed.address)


@studio.post("/articles/changes")
def make_bulk_change() -> ResponseReturnValue:
    """First show what the change would do, then, when that is confirmed, do it."""
    form, chosen = BulkForm(), chosen_guides()
    if not chosen:
        form.form_errors.append("Tick at least one guide.")
    try:
        if not form.validate() or not chosen:
            return _list_again(form, chosen)
        change = form.asked()
    except Rejected as rejection:
        show_rejection(form, rejection)
        return _list_again(form, chosen)
    return _make(change, chosen) if "confirmed" in request.form else _confirmation(form, change, chosen)


@studio.post("/articles/changes/<int:change_id>/reversal")
def reverse_bulk_change(change_id: int) -> ResponseReturnValue:
    """“Undo”."""
    reversal = reverse_change(bulk_change_by_id(change_id), by=me())
    flash(reversal_words(reversal))
    return redirect(asked_list().narrowed.address, code=303)


def _list_again(form: BulkForm, chosen: dict[int, int]) -> ResponseReturnValue:
    return list_page(form, asked_list(), ticked=chosen), 422


def _confirmation(form: BulkForm, change: Change, chosen: dict[int, int]) -> str:
    plan = plan_change(change, articles_by_ids(chosen), by=me(), now=clock.now())
    return render_template(
        "studio/bulk_change.html",
        form=form,
        heading=question(change, len(plan.affected)),
        consequence=consequence(change),
        affected=[
            (article.version, row) for article, row in zip(plan.affected, article_rows(plan.affected), strict=True)
        ],
        left=[
            *((row, already(change)) for row in article_rows(plan.same)),
            *((row, "not yours to change") for row in article_rows(plan.not_permitted)),
        ],
        back=asked_list().narrowed.address,
    )


def _make(change: Change, chosen: dict[int, int]) -> ResponseReturnValue:
    outcome = change_articles(change, chosen, by=me())
    if outcome.left:
        flash(left_words(outcome.left))
    elif outcome.done is None:
        flash("No guide was changed: all of them are so already.")
    return redirect(asked_list().narrowed.address, code=303)
