"""The history of an article: its revisions, what changed between them, and the way back."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField

from ..journal.actions import name_revision, restore_revision
from ..journal.comparison import Change, ChangeKind, compared
from ..journal.desk_queries import number_before, revision_by_number, revisions_page
from ..journal.models import Article, Revision, RevisionKind
from ..presentation.navigation import pagination_of
from ..web.addresses import page_number
from . import studio
from .access import me, own_article
from .saving import StudioForm, submit

KIND_WORDS = {
    RevisionKind.AUTOSAVE: "Saved by itself",
    RevisionKind.MANUAL: "Saved",
    RevisionKind.PUBLISH: "Published",
    RevisionKind.RESTORE: "Restored",
    RevisionKind.IMPORT: "Imported",
}
FIELDS = {
    "title": "Title",
    "summary": "Summary",
    "body": "Text",
    "seo_title": "Title for search engines",
    "seo_description": "Description for search engines",
}
AROUND = 160  # characters of unchanged text that stay in view before and after a change


class NameForm(StudioForm):
    """The name of a revision."""

    name = StringField("Name", description="Such as “Before the rewrite”. Named revisions are kept for good.")


@dataclass(frozen=True)
class FieldChanges:
    """What became of a field, by words."""

    label: str
    changes: list[Change]


@studio.get("/articles/<int:article_id>/revisions")
def revision_list(article_id: int) -> ResponseReturnValue:
    """All revisions, newest first."""
    article = own_article(article_id)
    page = revisions_page(article, number=page_number())
    return render_template(
        "studio/revisions.html",
        article=article,
        title=article.newest_revision.title,
        page=page,
        kinds=KIND_WORDS,
        pagination=pagination_of(page, request.path),
    )


@studio.get("/articles/<int:article_id>/revisions/<int:number>")
def revision(article_id: int, number: int) -> ResponseReturnValue:
    """What changed in a revision since the one before, or since the one that `?since=` names."""
    article = own_article(article_id)
    shown = revision_by_number(article, number)
    return _page(article, shown, NameForm(data={"name": shown.name, "version": article.version}))


@studio.post("/articles/<int:article_id>/revisions/<int:number>/name")
def name(article_id: int, number: int) -> ResponseReturnValue:
    """“Keep this name”."""
    article = own_article(article_id)
    shown = revision_by_number(article, number)
    form = NameForm()
    return submit(
        form,
        lambda: name_revision(shown, name=form.name.data or "", by=me()),
        page=lambda _differences: _page(article, shown, form),
        done="Named." if form.name.data else "The name is gone.",
        to=lambda _nothing: url_for("studio.revision", article_id=article_id, number=number),
    )


@studio.post("/articles/<int:article_id>/revisions/<int:number>/restoration")
def restore(article_id: int, number: int) -> ResponseReturnValue:
    """“Make it the draft again”: the texts come back as a new revision, and none is lost."""
    article = own_article(article_id)
    version = StudioForm().version.data or 0  # a form without one counts as stale
    restore_revision(article, revision_by_number(article, number), version=version, by=me())
    flash(f"Revision {number} is the draft again. Readers see it when you publish or update.")
    return redirect(url_for("studio.article", article_id=article_id), code=303)


def _page(article: Article, shown: Revision, form: NameForm) -> str:
    since = request.args.get("since", type=int) or number_before(shown)
    before = revision_by_number(article, since) if since else None
    newest = article.newest_revision
    return render_template(
        "studio/revision.html",
        article=article,
        revision=shown,
        before=before,
        kind=KIND_WORDS[shown.kind],
        newest=newest.number if newest.id != shown.id else None,
        is_live=shown.id == article.live_revision_id,
        fields=list(_fields(before, shown)),
        form=form,
    )


def _fields(before: Revision | None, after: Revision) -> Iterator[FieldChanges]:
    for field, label in FIELDS.items():
        old, new = getattr(before, field) if before else "", getattr(after, field)
        if old != new:
            yield FieldChanges(label, shortened(compared(old, new)))


def shortened(changes: list[Change]) -> list[Change]:
    """`changes` with long unchanged stretches cut to what stands next to a change."""
    return [_cut(change, place, len(changes)) for place, change in enumerate(changes)]


def _cut(change: Change, place: int, count: int) -> Change:
    if change.kind is not ChangeKind.SAME or len(change.text) <= 2 * AROUND:
        return change
    start = change.text[:AROUND].rpartition(" ")[0] if place > 0 else ""
    end = change.text[-AROUND:].partition(" ")[2] if place < count - 1 else ""
    return Change(ChangeKind.SAME, f"{start} … {end}")
