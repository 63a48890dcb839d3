"""The whole site in one file that anybody can read: Markdown, tables and pictures (docs/site-archive.md)."""

import csv
import io
import json
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from typing import IO, Any

import yaml
from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session, joinedload, selectinload, undefer

from ..foundation.cells import guarded
from ..foundation.database import Base
from ..journal.models import Article, AuthorProfile, Revision
from ..media import storage
from ..media.models import Asset
from ..media.renditions import original_path
from .package import PackageWriter
from .site_contents import (
    DATA,
    EXPORTED,
    FOR_PEOPLE,
    GUIDES,
    KIND,
    TABLES,
    VERSION,
    columns_of,
    picture_name,
)
from .table_rows import lines_of

BATCH = 20  # guides whose texts are held in memory at once
README = """\
# A site of Crescendo

guides/    every guide as Markdown, with its facts between the lines of three hyphens
tables/    products, offers and so on, for spreadsheets
pictures/  pictures as they were uploaded; tables/assets.csv says what they show, and whose they are
data/      everything, exactly: `flask import site` reads this and pictures/ alone

In tables/, a ' at the start of a text that a spreadsheet could take for a formula is not part of the text.
"""


def write_site(file: IO[bytes], connection: Connection, *, schema: str) -> Iterator[bool]:
    """Write the site as `connection`, a snapshot at migration `schema`, sees it.

    Yields after each piece of it, and whether a member ended there. The same content makes the same bytes. A picture
    whose file is missing is left out, and named in the manifest.
    """
    writer = PackageWriter(file, kind=KIND, version=VERSION)
    missing = []
    with closing(_members(connection)) as members:
        for name, pieces in members:
            if pieces is None:
                missing.append(name)
            else:
                for _bytes in writer.adding(name, pieces):
                    yield False
            yield True
    writer.finish(schema=schema, missing=missing)
    yield False


def _members(connection: Connection) -> Generator[tuple[str, Iterable[bytes] | None], None, None]:
    """Everything in the archive by its name; None for what the storage lacks."""
    yield "README.md", [README.encode()]
    for name in EXPORTED:
        yield f"{DATA}{name}.jsonl", lines_of(connection, Base.metadata.tables[name], columns_of(name))
    for name in FOR_PEOPLE:
        rows = lines_of(connection, Base.metadata.tables[name], columns_of(name))
        yield f"{TABLES}{name}.csv", as_csv(columns_of(name), map(json.loads, rows))
    for name, text in _guides(connection):
        yield name, [text.encode()]
    for name, path in _pictures(connection):
        data = storage.read(path)
        yield name, None if data is None else [data]


def size_of_site(connection: Connection) -> int:
    """About how many members `write_site` will yield."""
    pictures = connection.scalar(select(func.count()).select_from(Asset)) or 0
    guides = connection.scalar(select(func.count()).select_from(Article)) or 0
    return len(EXPORTED) + len(FOR_PEOPLE) + pictures + guides


def as_csv(columns: list[str], rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """`rows` as CSV (RFC 4180, UTF-8), with nothing that a spreadsheet would take for a formula."""
    yield _csv_line(columns)
    for row in rows:
        yield _csv_line([_cell(row[column]) for column in columns])


def _csv_line(cells: list[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    return json.dumps(value, ensure_ascii=False)  # numbers, yes and no, and lists


def _guides(connection: Connection) -> Iterator[tuple[str, str]]:
    """Every guide's live text and draft, and its named revisions, as Markdown files."""
    texts = (undefer(Revision.body),)
    last = 0
    with Session(connection) as session:
        while True:
            articles = session.scalars(
                select(Article)
                .where(Article.id > last)
                .order_by(Article.id)
                .limit(BATCH)
                .options(
                    joinedload(Article.category),
                    joinedload(Article.author).load_only(AuthorProfile.slug),
                    joinedload(Article.hero).load_only(Asset.key),
                    selectinload(Article.tags),
                    joinedload(Article.live_revision).options(*texts),
                    joinedload(Article.draft_revision).options(*texts),
                )
            ).all()
            if not articles:
                return
            for article in articles:
                yield from _texts(session, article)
            last = articles[-1].id
            session.expunge_all()


def _texts(session: Session, article: Article) -> Iterator[tuple[str, str]]:
    live, draft = article.live_revision, article.draft_revision
    if newest := live or draft:
        yield f"{GUIDES}{article.slug}.md", _markdown(article, newest)
    if live and draft:
        yield f"{GUIDES}{article.slug}.draft.md", _markdown(article, draft)
    named = (
        select(Revision)
        .where(Revision.article_id == article.id, Revision.name != "")
        .order_by(Revision.number)
        .options(undefer(Revision.body))
    )
    for revision in session.scalars(named):
        yield f"{GUIDES}{article.slug}.revision-{revision.number}.md", _markdown(article, revision)


def _markdown(article: Article, revision: Revision) -> str:
    facts = {
        "title": revision.title,
        "slug": article.slug,
        "state": _state(article, revision),
        "revision": revision.number,
        "revision_name": revision.name,
        "category": article.category.slug,
        "author": article.author.slug,
        "tags": [tag.name for tag in article.tags],
        "hero": article.hero.key if article.hero else None,
        "summary": revision.summary,
        "seo_title": revision.seo_title,
        "seo_description": revision.seo_description,
        "published": _moment(article.publish_at),
        "ends": _moment(article.unpublish_at),
        "revised": _moment(article.revised_at),
        "review_on": _moment(article.review_on),
    }
    kept = {name: fact for name, fact in facts.items() if fact not in (None, "", [])}
    return f"---\n{yaml.safe_dump(kept, sort_keys=False, allow_unicode=True, width=10_000)}---\n{revision.body}"


def _state(article: Article, revision: Revision) -> str:
    """What the text is to readers; whether its time has come is said by its date."""
    if revision.id == article.live_revision_id:
        return "published"
    if article.withdrawn_at is not None and article.live_revision_id is None:
        return "withdrawn"
    return "draft" if revision.id == article.draft_revision_id else "former"


def _moment(value: Any) -> str | None:
    return value.isoformat() if value else None


def _pictures(connection: Connection) -> Iterator[tuple[str, str]]:
    """The name of each picture in the archive, and where it lies in the storage."""
    statement = select(Asset.key, Asset.media_type, Asset.sha256).order_by(Asset.id)
    with connection.execute(statement, execution_options={"yield_per": 500}) as rows:
        for key, media_type, sha256 in rows:
            yield picture_name(key, media_type), original_path(sha256)
