"""Words that a browser kept when they could not be saved: compared with what is saved, before anything is replaced."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from ..journal.comparison import compared
from ..journal.models import Article
from ..journal.revisions import RevisionTexts, texts_of
from . import studio
from .access import own_article
from .article_form import ArticleForm, values_of
from .revisions import FIELDS, FieldChanges, shortened


@studio.post("/articles/<int:article_id>/recovery")
def recovery(article_id: int) -> ResponseReturnValue:
    """The saved texts and those that the browser kept, by words; nothing is saved yet."""
    article = own_article(article_id)
    kept = ArticleForm().texts()
    form = ArticleForm(formdata=None, data=values_of(article))
    form.take(kept)
    return render_template(
        "studio/recovery.html",
        form=form,
        address=url_for("studio.article", article_id=article_id),
        fields=_fields(article, kept),
    )


def _fields(article: Article, kept: RevisionTexts) -> list[FieldChanges]:
    saved = texts_of(article.newest_revision)
    pairs = ((label, getattr(saved, name), getattr(kept, name)) for name, label in FIELDS.items())
    return [FieldChanges(label, shortened(compared(old, new))) for label, old, new in pairs if old != new]
