"""A backup: all tables at one moment and all files of the pictures that they name, in one file.

Rows travel as JSON, so that a backup of either database can be restored into the other.
"""

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import IO

from sqlalchemy import Connection, select

from ..foundation import clock
from ..foundation.database import Base
from ..media import storage
from ..media.models import Asset
from ..media.renditions import original_path, paths_of
from .package import PackageWriter
from .snapshots import snapshot
from .table_rows import lines_of

KIND, VERSION = "crescendo-backup", 1
# Who signed out must not be signed in again by a restore, a link that was used not work again, and no number stand for
# a content that it did not stand for.
LEFT_OUT = frozenset({"content_version", "one_time_tokens", "user_sessions"})
TABLES, MEDIA = "tables/", "media/"


class PictureDeleted(Exception):
    """Somebody deleted a picture since the snapshot: its rows are in it and its files are gone. Begin anew."""


@dataclass(frozen=True)
class BackedUp:
    """Something that is in the backup by now, or `is_missing` although the database names it."""

    name: str
    is_missing: bool = False


def write_backup(
    file: IO[bytes], connection: Connection, *, schema: str, media: bool, renditions: bool
) -> Iterator[BackedUp]:
    """Write what `connection`, a snapshot at migration `schema`, sees to `file`; without `media` rows alone.

    The rows come first and files after them: files are never changed, and written before the rows that name them.
    """
    writer = PackageWriter(file, kind=KIND, version=VERSION)
    for name, table in sorted(Base.metadata.tables.items()):
        if name not in LEFT_OUT:
            writer.add(f"{TABLES}{name}.jsonl", lines_of(connection, table, list(table.columns.keys())))
            yield BackedUp(name)
    missing = []
    with closing(_paths(connection, renditions=renditions)) as paths:
        for path in paths if media else ():
            data = storage.read(path)
            if data is None:
                _require_in_library(path)
                missing.append(path)
            else:
                writer.add(f"{MEDIA}{path}", [data])
            yield BackedUp(path, is_missing=data is None)
    writer.finish(schema=schema, made_at=clock.now().isoformat(), missing=missing, media=media, renditions=renditions)


def size_of_backup(connection: Connection, *, media: bool, renditions: bool) -> int:
    """How many things `write_backup` will yield."""
    tables = len(Base.metadata.tables.keys() - LEFT_OUT)
    return tables + (sum(1 for _path in _paths(connection, renditions=renditions)) if media else 0)


def _paths(connection: Connection, *, renditions: bool) -> Generator[str, None, None]:
    statement = select(Asset.sha256, Asset.width).order_by(Asset.sha256)
    with connection.execute(statement, execution_options={"yield_per": 500}) as rows:
        for sha256, width in rows:
            yield from paths_of(sha256, width) if renditions else [original_path(sha256)]


def _require_in_library(path: str) -> None:
    """A picture whose file is missing must be in the library of this moment; otherwise it was deleted meanwhile."""
    start = path.removeprefix(original_path("")).partition("/")[0]
    with snapshot() as now:
        if not now.execute(select(Asset.id).where(Asset.sha256.startswith(start))).first():
            raise PictureDeleted
