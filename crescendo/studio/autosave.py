"""What happens by itself while somebody writes: drafts are kept, and preflight looks over the shoulder."""

from flask import jsonify, url_for
from flask.typing import ResponseReturnValue

from ..accounts.models import User
from ..foundation import clock
from ..foundation.database import attempt
from ..foundation.errors import Conflict, Rejected
from ..journal.actions import autosave_article, create_article
from ..journal.desk_queries import article_by_id
from ..journal.models import Article, RevisionKind
from ..journal.preflight import preflight
from ..journal.sketches import sketch
from . import studio
from .access import me, own_article
from .article_form import ArticleForm


@studio.post("/articles/<int:article_id>/autosave")
def autosave(article_id: int) -> ResponseReturnValue:
    """Keep the texts as a draft. 409 with who saved last when somebody did; 422 with what is wrong."""
    article = own_article(article_id)
    form = ArticleForm()
    if not form.version.validate(form):
        return _refused({"version": "Reload the page."})
    try:
        with attempt():
            autosave_article(article, form.texts(), version=form.version.data or 0, by=me())
    except Rejected as rejection:
        return _refused(rejection.errors)
    except Conflict:
        return jsonify(by=_last_writer(article_by_id(article_id), me())), 409
    return _kept(article)


@studio.post("/articles/new/autosave")
def autosave_new() -> ResponseReturnValue:
    """Make the article of a guide that was begun, once it has a title and a category; the page then goes on with it."""
    form = ArticleForm()
    if not form.validate():
        return _refused({name: " ".join(messages) for name, messages in form.errors.items() if name})
    try:
        with attempt():
            article = create_article(form.entry(), by=me(), kind=RevisionKind.AUTOSAVE)
    except Rejected as rejection:
        return _refused(rejection.errors)
    return _kept(article)


@studio.post("/articles/findings")
def findings() -> ResponseReturnValue:
    """What preflight says of the text as typed. Nothing is saved."""
    form = ArticleForm()
    if not form.validate():
        return _refused({name: " ".join(messages) for name, messages in form.errors.items() if name})
    try:
        drawn = sketch(form.entry())
    except Rejected as rejection:
        return _refused(rejection.errors)
    found = preflight(drawn.revision, drawn.document, hero_id=form.hero.data)
    return jsonify(
        findings=[
            {"field": item.field, "line": item.line, "blocks": item.blocks, "message": item.message} for item in found
        ]
    )


def _kept(article: Article) -> ResponseReturnValue:
    return jsonify(
        address=url_for("studio.article", article_id=article.id),
        version=article.version,
        revision=article.newest_revision.number,
        slug=article.slug,
        kept_at=clock.now().isoformat(),
    )


def _refused(errors: dict[str, str]) -> ResponseReturnValue:
    return jsonify(errors=errors), 422


def _last_writer(article: Article, reader: User) -> str:
    """Who saved last, in words for `reader`."""
    writer = article.newest_revision.created_by
    if writer is None:
        return "somebody"
    return "you, in another window" if writer.id == reader.id else writer.name
