"""The first page of the studio: what is in the works."""

from flask import render_template
from flask.typing import ResponseReturnValue

from ..catalog.queries import categories
from ..foundation import clock
from ..journal.desk_queries import articles_in_state, authors, counts_by_state, live_articles_with_drafts
from ..journal.publishing import ArticleState
from . import studio
from .rows import article_rows


@studio.get("/")
def dashboard() -> ResponseReturnValue:
    """Drafts, what will appear, and live guides with changes that readers do not see yet."""
    return render_template(
        "studio/dashboard.html",
        counts=counts_by_state(clock.now()),
        drafts=article_rows(articles_in_state(ArticleState.DRAFT, limit=8)),
        scheduled=article_rows(articles_in_state(ArticleState.SCHEDULED, limit=8)),
        changed=article_rows(live_articles_with_drafts(limit=8)),
        needs_category=not categories(),
        needs_author=not authors(),
    )
