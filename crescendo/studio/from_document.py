"""Starting a guide from a document: a file of another program, or a text that was pasted."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import FileField, StringField, TextAreaField

from ..catalog.price_sources import RowOutcome
from ..catalog.queries import categories
from ..foundation.database import attempt, reading
from ..foundation.errors import Rejected
from ..journal.desk_queries import authors, profile_of
from ..journal.models import Article
from ..transfer.documents import MAX_BYTES, Draft, Loss, TooLarge, Unreadable, read_document, read_text
from ..transfer.guide_documents import NewPictures, create_guide, uploaded_pictures
from ..transfer.models import ImportKind, ImportRun
from ..transfer.rows import PlannedRow
from ..transfer.run_queries import single_row_of
from ..transfer.single_runs import keep_single_run
from ..web.forms import ChoiceField, show_rejection
from . import studio
from .access import me, own_import
from .saving import StudioForm


class DocumentForm(StudioForm):
    """A document, and what counts where it says nothing."""

    document = FileField(
        "File",
        description="Word (.docx), a web page (.html) or Markdown (.md, .txt), up to 20 MB.",
        render_kw={"accept": ".docx,.html,.htm,.md,.markdown,.txt"},
    )
    text = TextAreaField(
        "Or paste a text",
        description="Markdown, or the source of a web page.",
        render_kw={"rows": 12, "spellcheck": "false"},
    )
    title = StringField("Title", description="Empty: the title in the document.")
    category = ChoiceField("Category", description="Counts unless the document names one that you have.")
    author = ChoiceField("Author")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.category.offer([(category.id, category.name) for category in categories()])
        self.author.offer([(author.id, author.name) for author in authors()])


@studio.get("/articles/from-document")
def new_from_document() -> ResponseReturnValue:
    """The form, signed with the author's own byline."""
    profile = profile_of(me())
    return _page(DocumentForm(formdata=None, data={"author": profile.id if profile else None}))


@studio.post("/articles/from-document")
def create_from_document() -> ResponseReturnValue:
    """A draft of the document; what was lost on the way is told before the writing goes on."""
    form = DocumentForm()
    if not form.validate():
        return _page(form), 422
    pictures = NewPictures()
    try:
        with reading():  # reading it takes its time, drawing its pictures more, and nobody who writes may wait for it
            draft = _draft(form, pictures)
        with attempt():
            article, losses = create_guide(
                pictures.added(draft, by=me()),
                title=(form.title.data or "").strip(),
                category_id=form.category.data,
                author_id=form.author.data,
                by=me(),
            )
    except Unreadable as fault:
        field = form.document if _has_file() else form.text
        field.errors = [*field.errors, str(fault)]
        return _page(form), 413 if isinstance(fault, TooLarge) else 422
    except Rejected as rejection:
        show_rejection(form, rejection)
        return _page(form), 422
    run = _kept(article, losses)
    if losses:
        return redirect(url_for("studio.document_losses", run_id=run.id), code=303)
    flash("The draft is made. Everything in the document came with it.")
    return redirect(url_for("studio.article", article_id=article.id), code=303)


@studio.get("/articles/from-document/<int:run_id>")
def document_losses(run_id: int) -> ResponseReturnValue:
    """What did not come through of the document of a draft."""
    return render_template("studio/document_losses.html", row=single_row_of(own_import(run_id)))


def _kept(article: Article, losses: tuple[Loss, ...]) -> ImportRun:
    """The import that the draft was, with its report."""
    name = request.files["document"].filename if _has_file() else ""
    title = article.newest_revision.title
    row = PlannedRow("guide", 1, name or title, title, RowOutcome.CREATED, losses=losses, local_id=article.id)
    return keep_single_run(ImportKind.DOCUMENTS, filename=name or "A pasted text", row=row, by=me())


def _draft(form: DocumentForm, pictures: NewPictures) -> Draft:
    """What was sent, read. `Unreadable` when that is nothing, or cannot be read."""
    resolve = uploaded_pictures(pictures.keep)
    if _has_file():
        with request.files["document"].stream as file:
            data = file.read(MAX_BYTES + 1)
        name = request.files["document"].filename or ""
        return read_document(data, filename=name, resolve=resolve, keep_picture=pictures.keep)
    if not (form.text.data or "").strip():
        raise Unreadable("Choose a file above, or paste a text here.")
    return read_text(form.text.data, resolve=resolve)


def _has_file() -> bool:
    return bool(request.files.get("document"))


def _page(form: DocumentForm) -> str:
    return render_template("studio/from_document.html", form=form)
