"""Reading the content version beside SQLAlchemy: as cheaply as a database can be asked, before each public answer."""

import os
import sqlite3
import threading
from abc import ABC, abstractmethod
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, make_url

_ASKED = "SELECT version FROM content_version"
_WAL_HEADER = 48  # bytes at the start of the WAL index, which every commit changes (sqlite.org/walformat.html, 2.1)
_wal_indexes: dict[tuple[int, int], mmap] = {}  # by device and inode
_looking_for_wal_index = threading.Lock()


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
            except line.failures():  # the server may have hung up since: ask once more, anew
                self._of_thread.line = None
        return self._ask_anew()

    def hang_up(self) -> None:
        """Close this thread's connection, for whoever wants the database for themselves."""
        self._of_thread.line = None

    def _ask_anew(self) -> int | None:
        try:
            line = self._line(self._url)
            version = line.version()
        except self._line.failures():
            return None
        self._of_thread.line = line
        return version


class _Line(ABC):
    """A connection that is closed when its thread ends."""

    @staticmethod
    @abstractmethod
    def failures() -> type[Exception]:
        """What the database raises when it does not say."""

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
    """Asks only when somebody committed since: SQLite's processes tell each other so in memory that they share."""

    @staticmethod
    def failures() -> type[Exception]:
        return sqlite3.Error

    def __init__(self, url: URL) -> None:
        if not url.database or url.database == ":memory:":
            raise sqlite3.OperationalError("Nobody else can read a database in memory.")
        address = f"file:{quote(url.database)}?mode=ro"
        # Threads end in their own time, and whoever collects them closes what they had.
        super().__init__(sqlite3.connect(address, uri=True, timeout=1, isolation_level=None, check_same_thread=False))
        self._header, self._version = b"", super().version()  # from here on, SQLite keeps its index for us
        self._index = _wal_index(url.database) if self._ask("PRAGMA journal_mode").fetchone() == ("wal",) else None

    def version(self) -> int | None:
        if self._index is None:
            return super().version()
        header = self._index[:_WAL_HEADER]  # before the version, which is then at least as new
        if header != self._header:
            self._version = super().version()
            self._header = header
        return self._version


def _wal_index(database: str) -> mmap | None:
    """The start of the memory in which SQLite says what was committed; None where it cannot be had.

    It stays open for as long as the process lives: to close any descriptor of the file would end all locks that SQLite
    holds on it in this process (sqlite.org/howtocorrupt.html, 2.2).
    """
    path = Path(f"{database}-shm")
    with _looking_for_wal_index:
        try:
            known = _wal_indexes.get(_identity(path.stat()))
            if known is not None:
                return known
            descriptor = os.open(path, os.O_RDONLY)
            index = mmap(descriptor, _WAL_HEADER, access=ACCESS_READ)
        except (OSError, ValueError):
            return None
        _wal_indexes[_identity(os.fstat(descriptor))] = index
        return index


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


class _PostgresLine(_Line):
    """Loads its driver, which is there wherever there is an address of such a database (see `config`)."""

    @staticmethod
    def failures() -> type[Exception]:
        import psycopg

        return psycopg.Error

    def __init__(self, url: URL) -> None:
        import psycopg

        address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        super().__init__(psycopg.connect(address, autocommit=True, connect_timeout=3, prepare_threshold=0))
