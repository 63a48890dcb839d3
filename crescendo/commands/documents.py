"""`flask import documents`: a folder of Markdown, HTML and Word files becomes guides."""

import json
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from ..catalog.queries import categories, category_by_slug
from ..foundation.database import db, unit_of_work
from ..foundation.errors import NotFound
from ..journal.desk_queries import authors
from ..journal.queries import author_by_slug
from ..transfer.document_folder import DocumentFolder, FileOutcome, FileReport
from ..transfer.document_import import Defaults, import_file, publish_file
from .imports import imports


@imports.command("documents")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--category", default="", help="Of files that name none: its name in small letters with hyphens.")
@click.option("--author", default="", help="Of files that name none: the byline in small letters with hyphens.")
@click.option("--publish", is_flag=True, help="Publish files that have a date and are no drafts.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the report, with every file, as JSON.")
def import_documents(folder: Path, category: str, author: str, *, publish: bool, dry_run: bool, as_json: bool) -> None:
    """Make guides of the documents in FOLDER (.md, .html, .docx), with their pictures and the links between them."""
    _check(category, author)
    documents = DocumentFolder(folder, keeps_pictures=not dry_run)
    reports = []
    with click.progressbar(documents.files, label="Reading documents", file=sys.stderr) as files:
        for path in files:
            with unit_of_work():
                reports.append(import_file(documents, path, _defaults(category, author), by=None))
                if dry_run:
                    db.session.rollback()
    if publish and not dry_run:
        with unit_of_work():
            reports = [publish_file(report, by=None) for report in reports]
    db.session.rollback()
    click.echo(_as_json(reports, dry_run=dry_run) if as_json else _in_words(reports, dry_run=dry_run))


def _check(category: str, author: str) -> None:
    """Refuse names that nothing has, before a file is read."""
    try:
        _defaults(category, "")
    except NotFound as error:
        known = ", ".join(each.slug for each in categories()) or "none yet"
        raise click.ClickException(f"There is no category “{category}”. There are: {known}.") from error
    try:
        _defaults("", author)
    except NotFound as error:
        known = ", ".join(each.slug for each in authors()) or "none yet"
        raise click.ClickException(f"There is no author “{author}”. There are: {known}.") from error


def _defaults(category: str, author: str) -> Defaults:
    return Defaults(
        category=category_by_slug(category) if category else None,
        author=author_by_slug(author) if author else None,
    )


def _as_json(reports: list[FileReport], *, dry_run: bool) -> str:
    files = [asdict(report) for report in reports]
    return json.dumps(
        {"dry_run": dry_run, **_counts(reports), "files": files}, indent=2, ensure_ascii=False, default=str
    )


def _in_words(reports: list[FileReport], *, dry_run: bool) -> str:
    told = [f"{report.file} {report.outcome}: {report.reason}" for report in reports if report.reason]
    told += [f"{report.file}, {loss.where}: {loss.what}. {loss.why}" for report in reports for loss in report.losses]
    counts = ", ".join(f"{count} {outcome}" for outcome, count in _counts(reports).items())
    return "\n".join([*told, f"{'Nothing was changed. It would be: ' if dry_run else ''}{counts}."])


def _counts(reports: list[FileReport]) -> dict[str, int]:
    counts = Counter(report.outcome for report in reports)
    return {outcome.value: counts[outcome] for outcome in FileOutcome}
