"""Guides: their revisions belong to them, and everything derived from a body is what the body says today."""

import json
from collections import Counter
from collections.abc import Iterator

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, undefer

from ...foundation.database import Base, db
from ...journal.markup import document_to_json, read_body
from ...journal.mentions import DERIVED, DerivedRow, derive_rows, forget_rows, rows_from
from ...journal.models import Article, Revision
from .faults import REPAIR, RESTORE, Fault

BATCH = 50  # guides whose texts are held in memory at once
# What was seen on the day of a verdict follows from that day, not from the text.
_OF_THE_DAY = {"id", "price_minor", "currency", "availability"}


def faults_of_guides(_thorough: bool) -> Iterator[Fault]:
    """What is wrong with revisions, with the stored form of bodies, and with the rows derived from them."""
    for article in _articles():
        yield from _chain(article)
        for revision in _in_use(article):
            yield from (
                Fault(f"guide {article.slug}, revision {revision.number}", f"{what} differ from its text.", REPAIR)
                for what in _differences(revision)
            )
    yield from (
        Fault(f"table {model.__tablename__}", f"{count} rows belong to texts that are not in use any more.", REPAIR)
        for model in DERIVED
        if (count := _unused(model))
    )


def derive_all_anew() -> int:
    """Make everything anew that follows from bodies and differs from them. How many revisions that concerned."""
    repaired = 0
    for article in _articles():
        for revision in _in_use(article):
            if _differences(revision):
                document = read_body(revision.body)
                revision.document, revision.word_count = document_to_json(document), document.word_count
                derive_rows(revision, document)
                repaired += 1
        db.session.flush()
    in_use = select(Article.live_revision_id).union(select(Article.draft_revision_id)).subquery()
    for model in DERIVED:
        unused = select(model.revision_id).where(model.revision_id.not_in(select(in_use)))
        for revision_id in db.session.scalars(unused.distinct()).all():
            forget_rows(revision_id)
            repaired += 1
    return repaired


def _articles() -> Iterator[Article]:
    """All guides with the texts in use, some at a time; what was read for them is let go of."""
    last = 0
    texts = (undefer(Revision.body), undefer(Revision.document))
    while True:
        articles = db.session.scalars(
            select(Article)
            .where(Article.id > last)
            .order_by(Article.id)
            .limit(BATCH)
            .options(
                joinedload(Article.live_revision).options(*texts), joinedload(Article.draft_revision).options(*texts)
            )
        ).all()
        if not articles:
            return
        last = articles[-1].id
        yield from articles
        db.session.expunge_all()


def _in_use(article: Article) -> list[Revision]:
    return [revision for revision in (article.live_revision, article.draft_revision) if revision is not None]


def _chain(article: Article) -> Iterator[Fault]:
    place = f"guide {article.slug}"
    if not _in_use(article):
        yield Fault(place, "It has neither a live text nor a draft.", RESTORE)
    if any(revision.article_id != article.id for revision in _in_use(article)):
        yield Fault(place, "A text of another guide stands in it.", RESTORE)
    if article.live_revision_id is not None and article.live_revision_id == article.draft_revision_id:
        yield Fault(place, "Its live text is its draft as well.", "Open it in the studio, change a word, and save it.")


def _differences(revision: Revision) -> list[str]:
    """What of `revision` does not follow from its body, in words; nothing when all does."""
    document = read_body(revision.body)
    found = []
    if _plain(revision.document) != _plain(document_to_json(document)):
        found.append("its blocks")
    with db.session.no_autoflush:
        wanted = rows_from(revision, document)
    for model in DERIVED:
        stored = db.session.scalars(select(model).where(model.revision_id == revision.id))
        if Counter(map(_facts, stored)) != Counter(_facts(row) for row in wanted if isinstance(row, model)):
            found.append(f"its rows in {model.__tablename__}")
    return found


def _facts(row: Base) -> str:
    columns = row.__table__.columns
    return repr([(column.name, getattr(row, column.name)) for column in columns if column.name not in _OF_THE_DAY])


def _plain(document: object) -> str:
    return json.dumps(document, sort_keys=True)


def _unused(model: type[DerivedRow]) -> int:
    is_in_use = (
        select(Article.id)
        .where(or_(Article.live_revision_id == model.revision_id, Article.draft_revision_id == model.revision_id))
        .correlate(model)
        .exists()
    )
    return db.session.scalar(select(func.count()).select_from(model).where(~is_in_use)) or 0
