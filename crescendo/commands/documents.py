"""`flask import documents`: a folder of Markdown, HTML and Word files becomes guides."""

from pathlib import Path

import click

from ..foundation.database import db
from ..foundation.errors import NotFound
from ..journal.desk_queries import authors
from ..journal.queries import author_by_slug
from ..transfer.document_folder import DocumentFolder
from ..transfer.document_import import import_documents
from ..transfer.document_rows import Defaults
from ..transfer.models import ImportKind
from .imports import imports
from .named import category_named
from .runs import run_import

SOURCE_LENGTH = 200  # characters; the end of a path says more than its beginning


@imports.command("documents")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--category", default="", help="Of files that name none: its name in small letters with hyphens.")
@click.option("--author", default="", help="Of files that name none: the byline in small letters with hyphens.")
@click.option("--publish", is_flag=True, help="Publish files that have a date and are no drafts.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the report, with every file, as JSON.")
def from_documents(folder: Path, category: str, author: str, *, publish: bool, dry_run: bool, as_json: bool) -> None:
    """Make guides of the documents in FOLDER (.md, .html, .docx), with their pictures and the links between them."""
    defaults = Defaults(category_named(category) if category else None, _author(author))
    db.session.rollback()
    documents = DocumentFolder(folder)
    run_import(
        ImportKind.DOCUMENTS,
        lambda running: import_documents(documents, running, defaults, publishes=publish, by=None),
        filename=documents.root.name,
        source=str(documents.root)[-SOURCE_LENGTH:],
        dry_run=dry_run,
        as_json=as_json,
    )


def _author(slug: str) -> int | None:
    """Refuse a name that no byline has, before a file is read."""
    try:
        return author_by_slug(slug).id if slug else None
    except NotFound as error:
        known = ", ".join(each.slug for each in authors()) or "none yet"
        raise click.ClickException(f"There is no author “{slug}”. There are: {known}.") from error
