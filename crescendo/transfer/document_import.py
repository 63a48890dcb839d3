"""One file of a folder becomes a guide, or what has changed in it comes to the guide that it became before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..accounts.models import User
from ..catalog.taxonomy import Category
from ..foundation import clock
from ..foundation.database import attempt
from ..foundation.errors import NotFound, Rejected
from ..foundation.slugs import is_slug, slug_from
from ..foundation.urls import guide_path
from ..journal.actions import (
    ArticleInput,
    backdate_article,
    create_article,
    publish_article,
    save_draft,
    schedule_article,
)
from ..journal.desk_queries import article_by_id, authors
from ..journal.models import Article, AuthorProfile, RevisionKind
from ..journal.publishing import is_live
from ..journal.queries import guide_ids_by_reference
from ..journal.revisions import RevisionTexts, texts_of, tidy
from ..redirects.actions import move
from ..redirects.models import RedirectReason
from ..redirects.queries import target_of
from .document_folder import DocumentFolder, FileOutcome, FileReport
from .documents import Draft, Loss, Unreadable
from .guide_documents import category_named, entry_of, fitted


@dataclass(frozen=True)
class Defaults:
    """What counts for files that do not say."""

    category: Category | None = None
    author: AuthorProfile | None = None


def import_file(folder: DocumentFolder, path: Path, defaults: Defaults, *, by: User | None) -> FileReport:
    """What became of one file. A file that is refused changes nothing."""
    name, slug = folder.name_of(path), folder.slug_of(path)
    if first := folder.first_at(path):
        return FileReport(
            name, FileOutcome.REFUSED, slug, f"The file {first} has the same address, {guide_path(slug)}."
        )
    try:
        with attempt():
            draft = folder.read(path)
            return _imported(name, slug, draft, defaults, by=by)
    except Unreadable as fault:
        return FileReport(name, FileOutcome.REFUSED, slug, str(fault))
    except Rejected as rejection:
        return FileReport(name, FileOutcome.REFUSED, slug, " ".join(rejection.errors.values()))


def publish_file(report: FileReport, *, by: User | None) -> FileReport:
    """Show readers the guide of a file that has a date, since then or from then on; the report says if that cannot be.

    It comes after all files are guides, because they may link to each other.
    """
    article = _known(report.slug) if report.publish_at and report.outcome is not FileOutcome.REFUSED else None
    if article is None or report.publish_at is None or article.draft_revision is None:
        return report
    moment, now = report.publish_at, clock.now()
    try:
        with attempt():
            if moment > now and not is_live(article, now):
                schedule_article(article, publish_at=moment, by=by)
            else:
                publish_article(article, by=by)
                backdate_article(article, publish_at=min(moment, now), revised_at=report.revised_at)
    except Rejected as rejection:
        return replace(report, reason=f"It stays a draft: {' '.join(rejection.errors.values())}")
    return report


def _imported(name: str, slug: str, draft: Draft, defaults: Defaults, *, by: User | None) -> FileReport:
    cut, cuts = fitted(draft)
    entry = _entry(cut, slug, defaults)
    losses = (*draft.losses, *cuts)
    article = _known(slug)
    if article is None:
        article = create_article(entry, by=by, kind=RevisionKind.IMPORT)
        outcome = FileOutcome.CREATED
    elif article.newest_revision.kind is not RevisionKind.IMPORT:
        raise Rejected({"slug": f"The guide at {guide_path(slug)} was written or changed here, so it is left alone."})
    elif _says_the_same(article, entry):
        outcome = FileOutcome.UNCHANGED
    else:
        entry = replace(entry, slug=article.slug)  # it may have moved since
        save_draft(article, entry, version=article.version, by=by, kind=RevisionKind.IMPORT)
        outcome = FileOutcome.UPDATED
    losses = (*losses, *_lead_there(draft.aliases, article))
    publish_at = None if draft.is_draft else draft.publish_at
    return FileReport(name, outcome, article.slug, "", losses, publish_at, draft.revised_at)


def _entry(draft: Draft, slug: str, defaults: Defaults) -> ArticleInput:
    """What the file says of a guide. `Rejected` when it names what we do not have."""
    if not is_slug(slug):
        raise Rejected({"slug": "The file’s name has no letters to make an address of. Name a slug in it."})
    if not draft.title:
        raise Rejected({"title": "The file says no title. Write one above its text, as title: or as a heading."})
    category = category_named(draft.category) if draft.category else defaults.category
    if draft.category and category is None:
        raise Rejected({"category": f"There is no category “{draft.category}”. Make it first, or name another."})
    if category is None:
        raise Rejected({"category": "The file names no category. Name one in it, or give --category."})
    author = _author_named(draft.author) if draft.author else defaults.author
    if draft.author and author is None and defaults.author is None:
        raise Rejected({"author": f"There is no author “{draft.author}”. Make the profile first, or give --author."})
    author = author or defaults.author
    if author is None:
        raise Rejected({"author": "The file names no author. Name one in it, or give --author."})
    return replace(entry_of(draft, category_id=category.id, author_id=author.id), slug=slug)


def _author_named(name: str) -> AuthorProfile | None:
    wanted = slug_from(name)
    return next((each for each in authors() if wanted in {each.slug, slug_from(each.name)}), None)


def _known(slug: str) -> Article | None:
    """The guide at this address, also where it has moved since."""
    article_id = guide_ids_by_reference([slug]).get(slug)
    try:
        return article_by_id(article_id) if article_id else None
    except NotFound:
        return None


def _says_the_same(article: Article, entry: ArticleInput) -> bool:
    texts = tidy(RevisionTexts(entry.title, entry.summary, entry.body, entry.seo_title, entry.seo_description))
    belongs = (article.category_id, article.author_id, article.hero_id, {tag.slug for tag in article.tags})
    said = (entry.category_id, entry.author_id, entry.hero_id, {slug_from(tag) for tag in entry.tags} - {""})
    return texts_of(article.newest_revision) == texts and belongs == said


def _lead_there(aliases: Sequence[str], article: Article) -> list[Loss]:
    """Let old addresses lead to the guide; those that are no path of a site are told."""
    losses = []
    for alias in aliases[:50]:
        path = alias.rstrip("/") or "/"
        if not path.startswith("/") or path.startswith("//") or path == "/" or len(path) > 500 or "?" in path:
            losses.append(Loss("old address", "the top", f"“{alias[:200]}” is no path of a site, such as /blog/boots."))
        elif target_of(path) != guide_path(article.slug):
            move(path=path, target=guide_path(article.slug), reason=RedirectReason.IMPORTED)
    return losses
