"""Bringing a site archive into an empty site: the same site, with the same numbers and names."""

import hashlib
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, text
from sqlalchemy.sql.expression import table

from ..foundation.errors import Rejected
from ..media import inspection, storage
from ..media.renditions import make_renditions, original_path, paths_of
from .package import Package, Progress, Unsound
from .restoring import LARGEST_FILE
from .site_contents import DATA, EXPORTED, KIND, VERSION, columns_of, filled_in, picture_name
from .table_rows import count_on, load_rows, references_in_any_order

_NAME = re.compile(
    r"README\.md|data/[a-z_]{1,63}\.jsonl|tables/[a-z_]{1,63}\.csv"
    r"|guides/[a-z0-9-]{1,80}(\.draft|\.revision-\d{1,9})?\.md|pictures/[a-z0-9-]{1,80}\.[a-z]{3,5}"
)


_ALWAYS = ("articles", "assets", "categories", "offers", "products", "revisions")
_TELLING = frozenset({"users", "articles", "products", "categories"})  # named first to whoever is refused


def open_site(path: Path, *, known: Collection[str]) -> Package:
    """The site archive at `path`; `Unsound` when it is none, or when it is of a migration that is not `known`."""
    package = Package(path, kind=KIND, version=VERSION)
    try:
        _require_ours(package, known)
    except Unsound:
        package.close()
        raise
    return package


def what_is_there(connection: Connection) -> str | None:
    """A table of the site that has rows already; None when it is empty."""
    for name in sorted(EXPORTED, key=lambda name: name not in _TELLING):
        if connection.execute(select(text("1")).select_from(table(name)).limit(1)).first():
            return name
    return None


def import_pictures(package: Package) -> Iterator[str]:
    """Store every picture of the archive with its sizes; yields keys. Those that are there already are left."""
    missing = set(package.facts.get("missing", ()))
    for row in package.rows(f"{DATA}assets.jsonl"):
        name = picture_name(str(row.get("key")), str(row.get("media_type")))
        if name not in missing:
            _import_picture(package, name, row)
        yield name


def import_rows(package: Package, connection: Connection) -> Progress:
    """Put the rows of the archive into the empty tables that `connection` finds; yields how many."""
    with references_in_any_order(connection):
        for name in tables_of(package):
            wanted, more = set(columns_of(name)), filled_in(name)
            rows = ({**_only(row, wanted, name), **more} for row in package.rows(f"{DATA}{name}.jsonl"))
            yield from load_rows(connection, name, rows)
    count_on(connection, tables_of(package))


def tables_of(package: Package) -> list[str]:
    """The tables that the archive has; an older one lacks those that came since."""
    return [name for name in EXPORTED if f"{DATA}{name}.jsonl" in package.names]


def _require_ours(package: Package, known: Collection[str]) -> None:
    ours = {f"{DATA}{name}.jsonl" for name in EXPORTED}
    for name in package.names:
        if not _NAME.fullmatch(name) or (name.startswith(DATA) and name not in ours):
            raise Unsound(f"The file holds {name[:200]!r}, which belongs into no site archive.")
    if package.facts.get("schema") not in known:
        raise Unsound("The archive was made by a newer version of Crescendo. Install that version first.")
    for name in _ALWAYS:
        if f"{DATA}{name}.jsonl" not in package.names:
            raise Unsound(f"The file lacks {DATA}{name}.jsonl, so it is not a whole site.")


def _import_picture(package: Package, name: str, row: dict[str, Any]) -> None:
    sha256, width = str(row.get("sha256")), row.get("width")
    if name not in package.names:
        raise Unsound(f"The file lacks {name[:200]!r}.")
    data = package.content(name, most=LARGEST_FILE)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Unsound(f"{name} in the file is not the picture that it should be.")
    try:
        inspected = inspection.inspect(data)
    except Rejected as error:
        raise Unsound(f"{name} in the file is no picture that can be taken: {error}") from error
    if inspected.image.width != width:
        raise Unsound(f"{name} in the file is not as wide as it should be.")
    if not all(storage.exists(path) for path in paths_of(sha256, inspected.image.width)):
        storage.write(original_path(sha256), data)
        make_renditions(inspected.image, sha256)


def _only(row: dict[str, Any], wanted: Collection[str], name: str) -> dict[str, Any]:
    """`row`, which must not bring what no archive of ours has: a password, say."""
    if unknown := set(row) - set(wanted):
        raise Unsound(f"A row of {name} in the file has {min(unknown)[:80]!r}, which belongs into no archive.")
    return row
