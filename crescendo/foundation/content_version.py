"""The content version: another number after every transaction that changed what readers may see.

It is raised with the statements themselves, whoever sends them, so that no action can forget it. What is not known to
be invisible counts.
"""

import re
import secrets
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Connection, Engine, event, text
from sqlalchemy.orm import Mapped, mapped_column

from .database import Base, db

# Tables whose rows no public page shows.
INVISIBLE = frozenset(
    {
        "audit_events",
        "authenticators",
        "bulk_changes",
        "checked_links",
        "content_version",
        "daily_clicks",
        "import_keys",
        "import_rows",
        "import_runs",
        "missed_searches",
        "one_time_tokens",
        "passkeys",
        "price_run_rows",
        "price_runs",
        "price_source_offers",
        "price_sources",
        "product_swaps",
        "recovery_codes",
        "tries",
        "user_sessions",
        "users",
        "wanted_pictures",
    }
)
# Revisions and what is derived from them come and go with every draft. Readers see those of the live revision, and
# whatever touches these says `article_changed`.
OF_DRAFTS = frozenset({"body_links", "body_pictures", "body_questions", "body_sources", "mentions", "revisions"})
# Columns that no public page shows, by table: they change while somebody writes.
INVISIBLE_COLUMNS = {
    "articles": frozenset({"draft_revision_id", "review_on", "updated_at", "version"}),
    "revisions": frozenset({"name"}),
}

_READS = ("SELECT", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "EXPLAIN", "SHOW", "SET ")
_WRITE = re.compile(r"(INSERT INTO|DELETE FROM|UPDATE) \"?(\w+)")
_CHANGES_DATA = re.compile(r"\b(INSERT|UPDATE|DELETE|MERGE)\b", re.IGNORECASE)
_CHANGED = "crescendo_content_changed"
_RAISE = text(
    "INSERT INTO content_version (id, version) VALUES (1, :version)"
    " ON CONFLICT (id) DO UPDATE SET version = excluded.version"
)


class ContentVersion(Base):
    """The one row that tells one state of the content from every other.

    The number is drawn, not counted: a database that was restored or emptied never comes to a number that stood for
    something else.
    """

    __tablename__ = "content_version"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)


def content_changed(_sender: object = None) -> None:
    """Let the current transaction count as one that changed content. Also a listener of signals."""
    db.session.connection().info[_CHANGED] = True


@lru_cache(maxsize=4096)
def changes_content(statement: str) -> bool:
    """Whether readers may see what `statement` changes; true for every statement that this cannot read."""
    if statement.startswith(_READS):
        return False
    if statement.startswith("WITH"):
        return _CHANGES_DATA.search(statement) is not None
    written = _WRITE.match(statement)
    if written is None:
        return True
    verb, table = written.groups()
    if table in INVISIBLE:
        return False
    if verb == "UPDATE":
        return not _assigned(statement) <= INVISIBLE_COLUMNS.get(table, frozenset())
    return table not in OF_DRAFTS


def _assigned(statement: str) -> frozenset[str]:
    """The names before the equals signs of an UPDATE. One too many only means that the statement counts."""
    _head, _set, rest = " ".join(statement.split()).partition(" SET ")
    assigned = rest.partition(" WHERE ")[0]
    names = frozenset(re.findall(r"(\w+)\"? ?=", assigned))
    return names if names and "SELECT" not in assigned.upper() else frozenset({"something else"})


@event.listens_for(Engine, "before_cursor_execute")
def _notice(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
    if changes_content(statement):
        connection.info[_CHANGED] = True


@event.listens_for(Engine, "commit")
def _raise_version(connection: Connection) -> None:
    """Last of all, so that two transactions wait for each other's row no longer than a commit takes."""
    if connection.info.pop(_CHANGED, False) and connection.dialect.has_table(connection, ContentVersion.__tablename__):
        connection.execute(_RAISE, {"version": secrets.randbits(62)})


@event.listens_for(Engine, "rollback")
def _forget(connection: Connection) -> None:
    if not connection.invalidated:  # one that was interrupted takes its notes along
        connection.info.pop(_CHANGED, None)
