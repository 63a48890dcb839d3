"""Adding revisions: the immutable states of an article's text, each with the rows derived from it."""

from dataclasses import asdict, dataclass
from datetime import timedelta

from sqlalchemy import func, select

from ..accounts.models import User
from ..foundation import clock
from ..foundation.database import db
from .comparison import merged
from .markup import Document, document_to_json
from .mentions import forget_rows, rows_from
from .models import Article, Revision, RevisionKind

CONTINUED = timedelta(minutes=10)  # an autosave so soon after another is the same step
KEPT_AUTOSAVES = 10  # per article


@dataclass(frozen=True)
class RevisionTexts:
    """All that an author writes of an article and readers read: what a revision keeps."""

    title: str
    summary: str
    body: str
    seo_title: str
    seo_description: str


def tidy(texts: RevisionTexts) -> RevisionTexts:
    """`texts` as they are kept: trimmed, and with plain line ends, which browsers send in their own way."""
    return RevisionTexts(
        title=texts.title.strip(),
        summary=texts.summary.strip(),
        body=texts.body.replace("\r\n", "\n").replace("\r", "\n"),
        seo_title=texts.seo_title.strip(),
        seo_description=texts.seo_description.strip(),
    )


def texts_of(revision: Revision) -> RevisionTexts:
    """The texts that `revision` keeps."""
    return RevisionTexts(
        title=revision.title,
        summary=revision.summary,
        body=revision.body,
        seo_title=revision.seo_title,
        seo_description=revision.seo_description,
    )


def merged_texts(base: RevisionTexts, mine: RevisionTexts, theirs: RevisionTexts) -> RevisionTexts | None:
    """`base` with the changes of both; None when both changed the same place of a text differently."""
    both: dict[str, str] = {}
    for name, text in asdict(base).items():
        fitted = merged(text, getattr(mine, name), getattr(theirs, name))
        if fitted is None:
            return None
        both[name] = fitted
    return RevisionTexts(**both)


def add_revision(
    article: Article, texts: RevisionTexts, document: Document, *, kind: RevisionKind, by: User | None
) -> Revision:
    """The article's draft, now with these texts: a new revision, unless the newest one has the same already.

    `document` is what the body of `texts` reads as. An autosave takes the place of the one just before it, and a
    deliberate save that of an autosave with the same texts: readers of the list want to see steps, not seconds.
    """
    newest = article.draft_revision or article.live_revision
    is_same = newest is not None and texts_of(newest) == texts
    if newest is not None and is_same and (kind is RevisionKind.AUTOSAVE or newest.kind is not RevisionKind.AUTOSAVE):
        return newest
    former = article.draft_revision
    revision = Revision(
        article_id=article.id,
        number=_next_number(article) if newest is not None else 1,
        kind=kind,
        document=document_to_json(document),
        word_count=document.word_count,
        created_at=clock.now(),
        created_by_id=by.id if by else None,
        **asdict(texts),
    )
    db.session.add(revision)
    db.session.flush()
    db.session.add_all(rows_from(revision, document))
    article.draft_revision = revision
    db.session.flush()
    if former is not None:
        forget_rows(former.id)
        if is_same or _is_continued(former, kind=kind, by=by):
            db.session.delete(former)
    if newest is not None:
        _prune(article)
    return revision


def _is_continued(former: Revision, *, kind: RevisionKind, by: User | None) -> bool:
    """Whether an autosave goes on where `former` stopped: same person, a few minutes ago."""
    is_recent = clock.now() - former.created_at < CONTINUED
    is_theirs = by is not None and former.created_by_id == by.id
    return kind is former.kind is RevisionKind.AUTOSAVE and not former.name and is_theirs and is_recent


def _prune(article: Article) -> None:
    """Let go of old autosaves that nobody named; the newest few and all deliberate saves stay."""
    in_use = {article.live_revision_id, article.draft_revision_id}
    autosaves = db.session.scalars(
        select(Revision)
        .where(Revision.article_id == article.id, Revision.kind == RevisionKind.AUTOSAVE, Revision.name == "")
        .order_by(Revision.number.desc())
        .offset(KEPT_AUTOSAVES)
    )
    for revision in autosaves:
        if revision.id not in in_use:
            db.session.delete(revision)
    db.session.flush()


def _next_number(article: Article) -> int:
    newest = db.session.scalar(select(func.max(Revision.number)).where(Revision.article_id == article.id))
    return (newest or 0) + 1
