"""Bringing a backup back: checked to its last byte first, then its files, then the rows that name them."""

import re
from collections.abc import Collection
from pathlib import Path

from sqlalchemy import Connection

from ..media import storage
from ..media.inspection import inspect
from ..media.renditions import make_renditions
from .backup import KIND, MEDIA, TABLES, VERSION
from .package import Package, Progress, Unsound
from .table_rows import count_on, load_rows, references_in_any_order

_TABLE = re.compile(r"tables/[a-z][a-z0-9_]{0,62}\.jsonl")
_FILE = re.compile(r"media/(originals/[0-9a-f]{64}|[0-9a-f]{20}/[0-9]{1,5}\.(avif|webp))")
LARGEST_FILE = 64 * 1024 * 1024  # bytes; more than twice of what an upload may have


def open_backup(path: Path, *, known: Collection[str]) -> Package:
    """The backup at `path`; `Unsound` when it is none, or when its schema is not among the `known` migrations."""
    package = Package(path, kind=KIND, version=VERSION)
    try:
        _require_ours(package, known)
    except Unsound:
        package.close()
        raise
    return package


def _require_ours(package: Package, known: Collection[str]) -> None:
    for name in package.names:
        if not _TABLE.fullmatch(name) and not _FILE.fullmatch(name):
            raise Unsound(f"The file holds {name[:200]!r}, which belongs into no backup.")
    if package.facts.get("schema") not in known:
        raise Unsound("The backup was made by a newer version of Crescendo. Install that version, and restore with it.")


def restore_files(package: Package) -> Progress:
    """Store every file of the backup, yielding bytes; sizes of pictures that were left out are made anew.

    What is in the storage stays: files are named after their content, so none stands in the way of another.
    """
    for name in package.names:
        if name.startswith(MEDIA):
            data = package.content(name, most=LARGEST_FILE)
            storage.write(name.removeprefix(MEDIA), data)
            if not package.facts.get("renditions"):
                make_renditions(inspect(data).image, name.rpartition("/")[2])
            yield len(data)


def restore_rows(package: Package, connection: Connection) -> Progress:
    """Put the rows of the backup into the tables that `connection` finds, which are those of its schema."""
    tables = [name for name in package.names if name.startswith(TABLES)]
    with references_in_any_order(connection):
        for name in tables:
            yield from load_rows(connection, _table_of(name), package.rows(name))
    count_on(connection, map(_table_of, tables))


def _table_of(name: str) -> str:
    return name.removeprefix(TABLES).removesuffix(".jsonl")
