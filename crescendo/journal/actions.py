"""Changes to articles. They flush; the request or `unit_of_work()` commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from ..accounts.actions import record
from ..accounts.models import User
from ..foundation import clock
from ..foundation.database import claim, db
from ..foundation.errors import Rejected
from ..foundation.signals import article_changed
from ..foundation.slugs import numbered, slug_from
from ..foundation.urls import guide_path
from ..redirects.actions import move
from ..redirects.models import RedirectReason
from ..redirects.queries import target_of
from .entry_rules import faults_in, period_fault, slug_fault
from .markup import BodyTooLong, Document, read_body
from .mentions import adopt_links, derive_rows, forget_rows
from .models import Article, Revision, RevisionKind
from .preflight import Finding, preflight
from .publishing import is_known, is_live, moment_of
from .revisions import RevisionTexts, add_revision, texts_of, tidy
from .tags import tags_named

NAME_LENGTH = 80  # characters of a revision's name


@dataclass(frozen=True)
class ArticleInput:
    """What an author says of an article. An empty slug is made from the title; unknown tags are created."""

    title: str
    category_id: int
    author_id: int
    slug: str = ""
    summary: str = ""
    body: str = ""
    tags: Sequence[str] = ()
    hero_id: int | None = None
    seo_title: str = ""
    seo_description: str = ""
    unpublish_at: datetime | None = None
    review_on: date | None = None


def create_article(entry: ArticleInput, *, by: User | None, kind: RevisionKind = RevisionKind.MANUAL) -> Article:
    """The new article, a draft; `Rejected` says what to change in `entry`."""
    document = checked_document(entry)
    moment = clock.now()
    article = Article(
        slug=entry.slug or _free_slug(entry.title),
        tags=[],
        created_at=moment,
        updated_at=moment,
        created_by_id=by.id if by else None,
    )
    _fill(article, entry)
    db.session.add(article)
    db.session.flush()
    _revise(article, entry, document, kind=kind, by=by)
    adopt_links(article)
    record(by=by, verb="created", subject="article", subject_id=article.id)
    return article


def save_draft(
    article: Article,
    entry: ArticleInput,
    *,
    version: int,
    by: User | None,
    kind: RevisionKind = RevisionKind.MANUAL,
) -> None:
    """Keep `entry` as the article's draft; readers go on seeing the live revision.

    Category, tags, author, picture and address belong to the article, not to a revision: they change at once,
    and a new address leaves a redirect where the old one was public. `Conflict` when the article was saved since
    `version` was read.
    """
    claim(article, version)
    document = checked_document(entry, article=article)
    is_moving = bool(entry.slug) and entry.slug != article.slug
    if is_moving:
        _rename(article, entry.slug)
    _fill(article, entry)
    _revise(article, entry, document, kind=kind, by=by)
    if is_moving:
        adopt_links(article)
    article_changed.send(article)


def autosave_article(article: Article, texts: RevisionTexts, *, version: int, by: User | None) -> None:
    """Keep `texts` as the article's draft while it is being written; nothing that readers see changes.

    `Rejected` and `Conflict` as for `save_draft`.
    """
    claim(article, version)
    add_revision(article, tidy(texts), _read(texts, {}), kind=RevisionKind.AUTOSAVE, by=by)
    article.updated_at = moment_of(article, clock.now())
    db.session.flush()


def restore_revision(article: Article, revision: Revision, *, version: int, by: User | None) -> None:
    """Make the texts of an older revision the article's draft again, as a new revision."""
    claim(article, version)
    texts = texts_of(revision)
    add_revision(article, texts, read_body(texts.body), kind=RevisionKind.RESTORE, by=by)
    article.updated_at = moment_of(article, clock.now())
    db.session.flush()
    record(by=by, verb="restored", subject="article", subject_id=article.id, detail={"revision": revision.number})


def name_revision(revision: Revision, *, name: str, by: User | None) -> None:
    """Give a revision a name, or take it away: a named one is never pruned."""
    name = name.strip()
    if len(name) > NAME_LENGTH:
        raise Rejected({"name": f"Use at most {NAME_LENGTH} characters."})
    revision.name = name
    db.session.flush()
    record(by=by, verb="named", subject="revision", subject_id=revision.id, detail={"name": name})


def publish_article(article: Article, *, by: User | None, substantive: bool = False) -> None:
    """Show readers the newest revision from now on.

    `substantive` dates an update of an article that was live already. `Rejected` lists what preflight blocks.
    """
    moment = moment_of(article, clock.now())
    was_live = is_live(article, moment)
    go_live(article)
    article.withdrawn_at = None
    if not was_live:
        article.publish_at = moment
        if article.unpublish_at is not None and article.unpublish_at <= moment:
            article.unpublish_at = None
    elif substantive:
        article.revised_at = moment
    db.session.flush()
    article_changed.send(article)
    record(by=by, verb="updated" if was_live else "published", subject="article", subject_id=article.id)


def backdate_article(article: Article, *, publish_at: datetime, revised_at: datetime | None) -> None:
    """Give a live article the dates that it had elsewhere, before it came here."""
    article.publish_at, article.revised_at = publish_at, revised_at
    db.session.flush()
    article_changed.send(article)


def admit_article(article: Article, *, publish_at: datetime, revised_at: datetime | None) -> None:
    """Show readers the newest revision as they saw it elsewhere, since or from `publish_at` on.

    What preflight would block does not take from them what they had: it stands among the author's tasks.
    """
    _pin(article, article.newest_revision)
    article.publish_at, article.revised_at = publish_at, revised_at
    db.session.flush()
    article_changed.send(article)


def schedule_article(article: Article, *, publish_at: datetime, by: User | None) -> None:
    """Show readers the newest revision from `publish_at` on. Later drafts do not change what was scheduled.

    One that was withdrawn stays so until then: readers know its address, which goes on answering 410.
    """
    moment = moment_of(article, clock.now())
    if is_live(article, moment):
        raise Rejected({"publish_at": "Readers see this guide already. Use “Update”, or withdraw it first."})
    if publish_at <= moment:
        raise Rejected({"publish_at": "This time has passed. Choose a later one, or publish now."})
    if fault := period_fault(publish_at, article.unpublish_at):
        raise Rejected({"unpublish_at": fault})
    go_live(article)
    article.publish_at = publish_at
    db.session.flush()
    article_changed.send(article)
    record(
        by=by,
        verb="scheduled",
        subject="article",
        subject_id=article.id,
        detail={"at": publish_at.isoformat()},
    )


def withdraw_article(article: Article, *, version: int, by: User | None) -> None:
    """Take the article from readers. Its address answers 410 if it was ever public; its text stays as a draft."""
    claim(article, version)
    moment = moment_of(article, clock.now())
    if article.publish_at is not None and article.publish_at <= moment:
        article.withdrawn_at = moment
    article.draft_revision = article.newest_revision
    article.live_revision = None
    article.publish_at = article.unpublish_at = None
    article.updated_at = moment
    db.session.flush()
    article_changed.send(article)
    record(by=by, verb="withdrew", subject="article", subject_id=article.id)


def checked_document(entry: ArticleInput, *, article: Article | None = None) -> Document:
    """What the body of `entry` reads as. `Rejected` when `article` (None: a new one) cannot become so."""
    errors: dict[str, str] = {}
    is_moving = entry.slug and (article is None or entry.slug != article.slug)
    if is_moving and (fault := slug_fault(entry.slug, article=article)):
        errors["slug"] = fault
    if not entry.slug and article is None and not slug_from(entry.title):
        errors["slug"] = "This title has no letters to make an address of. Type one here."
    if article is not None and (fault := period_fault(article.publish_at, entry.unpublish_at)):
        errors["unpublish_at"] = fault
    return _read(_texts_in(entry), errors)


def _read(texts: RevisionTexts, other_errors: Mapping[str, str]) -> Document:
    """What the body of `texts` reads as. `Rejected` with what is wrong with them, and with `other_errors`."""
    errors = {**faults_in(texts), **other_errors}
    try:
        document = read_body(texts.body)
    except BodyTooLong as error:
        raise Rejected({**errors, "body": str(error)}) from error
    if errors:
        raise Rejected(errors)
    return document


def _texts_in(entry: ArticleInput) -> RevisionTexts:
    return RevisionTexts(
        title=entry.title,
        summary=entry.summary,
        body=entry.body,
        seo_title=entry.seo_title,
        seo_description=entry.seo_description,
    )


def _fill(article: Article, entry: ArticleInput) -> None:
    article.category_id, article.author_id, article.hero_id = (
        entry.category_id,
        entry.author_id,
        entry.hero_id,
    )
    article.unpublish_at, article.review_on = entry.unpublish_at, entry.review_on
    article.tags = tags_named(entry.tags)
    article.updated_at = moment_of(article, clock.now())


def _revise(article: Article, entry: ArticleInput, document: Document, *, kind: RevisionKind, by: User | None) -> None:
    add_revision(article, tidy(_texts_in(entry)), document, kind=kind, by=by)


def _rename(article: Article, slug: str) -> None:
    old, article.slug = article.slug, slug
    if is_known(article, moment_of(article, clock.now())):
        move(path=guide_path(old), target=guide_path(slug), reason=RedirectReason.RENAMED)


def go_live(article: Article) -> None:
    """Pin the newest revision as the one that readers see. `Rejected` with what preflight blocks."""
    revision = article.newest_revision
    document = read_body(revision.body)
    _reject_blocking(preflight(revision, document, hero_id=article.hero_id))
    derive_rows(revision, document)  # products and pictures may have come since it was saved
    _pin(article, revision)


def _pin(article: Article, revision: Revision) -> None:
    former = article.live_revision
    article.live_revision, article.draft_revision = revision, None
    article.updated_at = moment_of(article, clock.now())
    if former is not None and former is not revision:
        forget_rows(former.id)


def _reject_blocking(findings: Sequence[Finding]) -> None:
    """`Rejected` with every finding that blocks, by field and with its line."""
    errors: dict[str, str] = {}
    for finding in findings:
        if finding.blocks:
            place = f"Line {finding.line}: " if finding.line else ""
            errors[finding.field] = f"{errors.get(finding.field, '')} {place}{finding.message}".strip()
    if errors:
        raise Rejected(errors)


def _free_slug(title: str) -> str:
    stem = slug_from(title)
    slug, number = stem, 2
    while db.session.scalar(select(Article.id).where(Article.slug == slug)) or target_of(guide_path(slug)):
        slug, number = numbered(stem, number), number + 1
    return slug
