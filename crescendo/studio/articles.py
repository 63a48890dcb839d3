"""Writing: the article form and its buttons. Each button sends the whole form, so nothing typed is left behind."""

from collections.abc import Callable, Sequence

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from ..foundation import clock
from ..foundation.errors import Rejected
from ..foundation.urls import guide_path
from ..journal.actions import (
    create_article,
    publish_article,
    save_draft,
    schedule_article,
    withdraw_article,
)
from ..journal.desk_queries import article_by_id, find_revision, profile_of
from ..journal.markup import read_body
from ..journal.models import Article
from ..journal.preflight import Finding, preflight
from ..journal.publishing import is_known, is_live
from ..journal.revisions import merged_texts, texts_of
from ..presentation.previews import preview_link
from ..presentation.reading import this_reading
from . import studio
from .access import me, own_article
from .article_form import ArticleForm, values_of
from .moves import tell_of_move
from .rows import article_row
from .saving import Difference, submit

Then = Callable[[Article, ArticleForm], None]


@studio.get("/articles/new")
def new_article() -> ResponseReturnValue:
    """An empty form, signed with the author's own byline."""
    return _page(_new_form(), None)


@studio.post("/articles/new")
def create() -> ResponseReturnValue:
    """“Save draft”, the first time."""
    return _create(_nothing_more, done="Draft saved.")


@studio.post("/articles/new/publication")
def create_published() -> ResponseReturnValue:
    """“Publish”, without a draft before it."""
    return _create(_publish, done="Published.")


@studio.post("/articles/new/schedule")
def create_scheduled() -> ResponseReturnValue:
    """“Schedule”, without a draft before it."""
    return _create(_schedule, done="Scheduled.")


@studio.get("/articles/<int:article_id>")
def article(article_id: int) -> ResponseReturnValue:
    """The form of an article, with what preflight finds in its newest text."""
    found = own_article(article_id)
    revision = found.newest_revision
    findings = preflight(revision, read_body(revision.body), hero_id=found.hero_id)
    return _page(ArticleForm(data=values_of(found)), found, findings=findings)


@studio.post("/articles/<int:article_id>")
def save(article_id: int) -> ResponseReturnValue:
    """“Save draft”: readers go on seeing what they see."""
    return _save(article_id, _nothing_more, done="Draft saved.")


@studio.post("/articles/<int:article_id>/publication")
def publish(article_id: int) -> ResponseReturnValue:
    """“Publish” and “Update”: readers see this text from now on."""
    done = "Updated." if is_live(own_article(article_id), clock.now()) else "Published."
    return _save(article_id, _publish, done=done)


@studio.post("/articles/<int:article_id>/schedule")
def schedule(article_id: int) -> ResponseReturnValue:
    """“Schedule”: readers see this text from the chosen time on."""
    return _save(article_id, _schedule, done="Scheduled.")


@studio.post("/articles/<int:article_id>/withdrawal")
def withdraw(article_id: int) -> ResponseReturnValue:
    """“Withdraw”: readers no longer see the guide; what was typed is kept as its draft."""
    return _save(article_id, _withdraw, done="Withdrawn. The text is kept as a draft.")


def _create(then: Then, *, done: str) -> ResponseReturnValue:
    form = _new_form()

    def act() -> Article:
        made = create_article(form.entry(), by=me())
        then(made, form)
        return made

    return submit(form, act, page=lambda _differences: _page(form, None), done=done, to=_address)


def _save(article_id: int, then: Then, *, done: str) -> ResponseReturnValue:
    found = own_article(article_id)
    form = ArticleForm(data=values_of(found))

    def act() -> Article:
        save_draft(found, form.entry(), version=form.version.data, by=me())
        then(found, form)
        return found

    return submit(
        form,
        act,
        page=lambda differences: _page(form, article_by_id(article_id), differences=differences),
        current=lambda: ArticleForm(formdata=None, data=values_of(article_by_id(article_id))),
        merge=lambda: _merge(form, article_by_id(article_id)),
        done=done,
        to=_address,
        address=guide_path(found.slug) if is_known(found, clock.now()) else "",
    )


def _merge(form: ArticleForm, article: Article) -> bool:
    """Put what was typed and what was saved meanwhile into `form`, if they are changes of different places."""
    base = find_revision(article, form.revision.data or 0)
    both = merged_texts(texts_of(base), form.texts(), texts_of(article.newest_revision)) if base else None
    if both is not None:
        form.take(both)
    form.revision.data = article.newest_revision.number
    return both is not None


def _new_form() -> ArticleForm:
    profile = profile_of(me())
    return ArticleForm(data={"author": profile.id if profile else None})


def _nothing_more(_article: Article, _form: ArticleForm) -> None:
    """Saving was all."""


def _publish(article: Article, form: ArticleForm) -> None:
    publish_article(article, by=me(), substantive=form.substantive.data)


def _schedule(article: Article, form: ArticleForm) -> None:
    if form.publish_at.data is None:
        raise Rejected({"publish_at": "Choose the day and hour at which readers should see the guide."})
    schedule_article(article, publish_at=form.publish_at.data, by=me())


def _withdraw(article: Article, _form: ArticleForm) -> None:
    withdraw_article(article, version=article.version, by=me())


def _address(article: Article) -> str:
    return url_for("studio.article", article_id=article.id)


def _page(
    form: ArticleForm,
    article: Article | None,
    *,
    findings: Sequence[Finding] = (),
    differences: Sequence[Difference] = (),
) -> str:
    if article and is_known(article, clock.now()):
        tell_of_move(form.slug, guide_path, article.slug)
    return render_template(
        "studio/article.html",
        form=form,
        row=article_row(article) if article else None,
        action=_address(article) if article else url_for("studio.new_article"),
        guides=guide_path(""),
        is_saved=not (form.errors or differences),
        preview_link=preview_link(article, this_reading()) if article else "",
        share=f"/share{guide_path(article.slug)}.jpg" if article and is_live(article, clock.now()) else "",
        findings=findings,
        differences=differences,
    )
