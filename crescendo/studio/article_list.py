"""The list of guides, in every state."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from ..catalog.queries import categories
from ..journal.desk_queries import DeskFilter, articles_page, authors
from ..journal.publishing import ArticleState
from ..presentation.navigation import pagination_of
from ..web.addresses import page_number
from . import studio
from .rows import STATE_WORDS, article_rows


@studio.get("/articles/")
def article_list() -> ResponseReturnValue:
    """Guides in every state, narrowed by state, category, author and words of their titles."""
    state = request.args.get("state", "")
    filters = DeskFilter(
        state=ArticleState(state) if state in set(ArticleState) else None,
        category=request.args.get("category", ""),
        author=request.args.get("author", ""),
        words=request.args.get("q", "")[:200],
    )
    page = articles_page(number=page_number(), filters=filters)
    query = {name: value for name in ("state", "category", "author", "q") if (value := request.args.get(name, ""))}
    return render_template(
        "studio/articles.html",
        rows=article_rows(page.items),
        total=page.total,
        pagination=pagination_of(page, request.path, query.items()),
        filters=filters,
        states=STATE_WORDS,
        category_options=[(category.slug, category.name) for category in categories()],
        author_options=[(author.slug, author.name) for author in authors()],
    )
