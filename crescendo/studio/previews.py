"""Previews: an article's page as readers would see it, for its authors alone."""

from flask import render_template
from flask.typing import ResponseReturnValue

from ..foundation.errors import Rejected
from ..journal.markup import Document, read_body
from ..journal.models import Article, Revision
from ..journal.sketches import sketch
from ..presentation.previews import draft_page
from ..presentation.reading import this_reading
from . import studio
from .access import own_article
from .article_form import ArticleForm


@studio.get("/articles/<int:article_id>/preview")
def preview(article_id: int) -> ResponseReturnValue:
    """The newest saved text."""
    article = own_article(article_id)
    revision = article.newest_revision
    return _page(article, revision, read_body(revision.body))


@studio.get("/articles/<int:article_id>/preview/frame")
def preview_frame(article_id: int) -> ResponseReturnValue:
    """The preview as wide as a phone or a desk, brought up to date whenever a draft is kept."""
    article = own_article(article_id)
    return render_template("studio/preview_frame.html", article=article, title=article.newest_revision.title)


@studio.post("/articles/preview")
def preview_unsaved() -> ResponseReturnValue:
    """The text as typed. Nothing is saved."""
    form = ArticleForm()
    if not form.validate():
        raise Rejected({name: " ".join(messages) for name, messages in form.errors.items() if name})
    drawn = sketch(form.entry())
    return _page(drawn.article, drawn.revision, drawn.document)


def _page(article: Article, revision: Revision, document: Document) -> str:
    return render_template("studio/preview.html", page=draft_page(article, revision, document, this_reading()))
