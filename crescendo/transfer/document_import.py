"""Importing a folder of documents: its guides first, then what readers may see of them, then what else lies there.

A guide belongs to its file as long as nobody changed it here: then the file’s news are taken over.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ..accounts.models import User
from ..catalog.price_sources import RowOutcome
from ..foundation import clock
from ..foundation.errors import Rejected
from ..journal.actions import backdate_article, publish_article, schedule_article
from ..journal.desk_queries import article_by_id
from ..journal.models import Article
from ..journal.publishing import is_live
from ..media.queries import asset_by_sha256
from .document_folder import DocumentFolder
from .document_rows import KIND, Dated, Defaults, FolderMove, document_rows
from .rows import Kept, PlannedRow
from .run_queries import keys_of
from .runs import Running

OTHER = "attachment"


def import_documents(
    folder: DocumentFolder, running: Running, defaults: Defaults, *, publishes: bool, by: User | None
) -> None:
    """Make guides of the documents. With `publishes`, readers see those with a date, since then or from then on."""
    with running.under_way() as run:
        moving = FolderMove(folder, defaults, keys_of(run.source, KIND), run.is_dry_run, by)
        running.expect({KIND: len(folder.files), OTHER: len(folder.others)})
        running.apply(document_rows(moving), batch=1)  # a document and its pictures in memory at once
        if publishes and not run.is_dry_run:
            running.apply(_publications(moving))  # after all are guides, because they may link to each other
        running.apply(_others(moving, is_dry_run=run.is_dry_run))


def _publications(moving: FolderMove) -> Iterator[PlannedRow]:
    """A second row for each guide that readers are to see and do not: nobody changed it here since the import."""
    for each in moving.dated:
        article = article_by_id(each.article_id)
        if article.version == each.version and article.draft_revision is not None:
            yield _publication(moving, each, article)


def _publication(moving: FolderMove, dated: Dated, article: Article) -> PlannedRow:
    def apply() -> Kept:
        try:
            _publish(dated, article, by=moving.by)
        except Rejected as rejection:
            raise Rejected({"draft": f"It stays a draft: {' '.join(rejection.errors.values())}"}) from rejection
        return Kept(article.id, article.version)

    name = f"Publishing {dated.row.name}"
    return replace(dated.row, name=name, outcome=RowOutcome.UPDATED, losses=(), count=0, apply=apply)


def _publish(dated: Dated, article: Article, *, by: User | None) -> None:
    now = clock.now()
    if dated.publish_at > now and not is_live(article, now):
        schedule_article(article, publish_at=dated.publish_at, by=by)
    else:
        publish_article(article, by=by)
        backdate_article(article, publish_at=min(dated.publish_at, now), revised_at=dated.revised_at)


def _others(moving: FolderMove, *, is_dry_run: bool) -> Iterator[PlannedRow]:
    """A row for each file that is no document: a picture that a guide shows now, or left out."""
    for number, path in enumerate(moving.folder.others, 1):
        name = moving.folder.name_of(path)
        outcome, why = _outcome(moving, path, is_dry_run=is_dry_run)
        yield PlannedRow(OTHER, number, name, name, outcome, why)


def _outcome(moving: FolderMove, path: Path, *, is_dry_run: bool) -> tuple[RowOutcome, str]:
    if not moving.folder.is_inside(path):
        return RowOutcome.SKIPPED, "It leads out of the folder, so it was not read."
    mark = moving.folder.mark_of(path)
    was_here = moving.shown.get(mark) if mark else None
    if mark is None or was_here is None or not (is_dry_run or asset_by_sha256(mark)):
        return RowOutcome.SKIPPED, "It is no document, and none that came along shows it."
    return (RowOutcome.UNCHANGED if was_here else RowOutcome.CREATED), ""
