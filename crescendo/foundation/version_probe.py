"""Reading the content version beside SQLAlchemy: as cheaply as a database can be asked, before each public answer."""

import sqlite3
import threading
from typing import Any, ClassVar
from urllib.parse import quote

from sqlalchemy import URL, make_url

try:
    import psycopg
except ImportError:  # there is no PostgreSQL in this installation, and so no address of one: see `config`
    psycopg = None  # type: ignore[assignment]

_ASKED = "SELECT version FROM content_version"


class VersionProbe:
    """Asks for the version of now. Each thread has a connection of its own, which never holds a transaction open."""

    def __init__(self, database_url: str) -> None:
        url = make_url(database_url)
        self._url = url
        self._line: type[_SqliteLine | _PostgresLine] = (
            _SqliteLine if url.get_backend_name() == "sqlite" else _PostgresLine
        )
        self._of_thread = threading.local()

    def __call__(self) -> int | None:
        """The version; None when there is none, or the database does not say: then nothing may be kept."""
        line: _Line | None = getattr(self._of_thread, "line", None)
        if line is not None:
            try:
                return line.version()
            except line.failures:  # the server may have hung up since: ask once more, anew
                self._of_thread.line = None
        return self._ask_anew()

    def hang_up(self) -> None:
        """Close this thread's connection, for whoever wants the database for themselves."""
        self._of_thread.line = None

    def _ask_anew(self) -> int | None:
        try:
            line = self._line(self._url)
            version = line.version()
        except self._line.failures:
            return None
        self._of_thread.line = line
        return version


class _Line:
    """A connection that is closed when its thread ends."""

    failures: ClassVar[type[Exception]]

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._ask = connection.cursor().execute

    def version(self) -> int | None:
        row = self._ask(_ASKED).fetchone()
        return row[0] if row else None

    def __del__(self) -> None:
        if connection := getattr(self, "_connection", None):
            connection.close()


class _SqliteLine(_Line):
    failures = sqlite3.Error

    def __init__(self, url: URL) -> None:
        if not url.database or url.database == ":memory:":
            raise sqlite3.OperationalError("Nobody else can read a database in memory.")
        address = f"file:{quote(url.database)}?mode=ro"
        # Threads end in their own time, and whoever collects them closes what they had.
        super().__init__(sqlite3.connect(address, uri=True, timeout=1, isolation_level=None, check_same_thread=False))


class _PostgresLine(_Line):
    failures = getattr(psycopg, "Error", OSError)

    def __init__(self, url: URL) -> None:
        address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        super().__init__(psycopg.connect(address, autocommit=True, connect_timeout=3, prepare_threshold=0))
