"""Adding revisions: the immutable states of an article's text, each with the rows derived from it."""

from dataclasses import asdict, dataclass

from sqlalchemy import func, select

from ..accounts.models import User
from ..foundation import clock
from ..foundation.database import db
from .markup import Document, document_to_json
from .mentions import derive_rows, forget_rows
from .models import Article, Revision, RevisionKind


@dataclass(frozen=True)
class RevisionTexts:
    """All that an author writes of an article and readers read: what a revision keeps."""

    title: str
    summary: str
    body: str
    seo_title: str
    seo_description: str


def texts_of(revision: Revision) -> RevisionTexts:
    """The texts that `revision` keeps."""
    return RevisionTexts(
        title=revision.title,
        summary=revision.summary,
        body=revision.body,
        seo_title=revision.seo_title,
        seo_description=revision.seo_description,
    )


def add_revision(
    article: Article, texts: RevisionTexts, document: Document, *, kind: RevisionKind, by: User | None
) -> Revision:
    """The article's draft, now with these texts: a new revision, unless the newest one has the same already.

    `document` is what the body of `texts` reads as.
    """
    newest = article.draft_revision or article.live_revision
    if newest is not None and texts_of(newest) == texts:
        return newest
    revision = Revision(
        article_id=article.id,
        number=_next_number(article),
        kind=kind,
        document=document_to_json(document),
        word_count=document.word_count,
        created_at=clock.now(),
        created_by_id=by.id if by else None,
        **asdict(texts),
    )
    db.session.add(revision)
    db.session.flush()
    derive_rows(revision, document)
    former, article.draft_revision = article.draft_revision, revision
    db.session.flush()
    if former is not None:
        forget_rows(former.id)
    return revision


def _next_number(article: Article) -> int:
    newest = db.session.scalar(select(func.max(Revision.number)).where(Revision.article_id == article.id))
    return (newest or 0) + 1
