"""Reading the content version without SQLAlchemy: whoever asks knows of every commit, whoever made it."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from crescendo.foundation.version_probe import VersionProbe

SET = "UPDATE content_version SET version = ?"


@pytest.fixture(params=["wal", "delete"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A database of each journal mode, whose version is 1."""
    with closing(sqlite3.connect(tmp_path / "site.sqlite3", isolation_level=None)) as connection:
        connection.execute(f"PRAGMA journal_mode = {request.param}")
        connection.executescript("CREATE TABLE content_version (version); INSERT INTO content_version VALUES (1);")
        yield connection


@pytest.fixture
def probe(tmp_path: Path, database: sqlite3.Connection) -> Iterator[VersionProbe]:
    database.execute("SELECT * FROM content_version").fetchall()
    probe = VersionProbe(f"sqlite:///{tmp_path / 'site.sqlite3'}")
    yield probe
    probe.hang_up()


def nothing(database: sqlite3.Connection) -> None:
    """Leave the journal alone."""


def checkpoint(database: sqlite3.Connection) -> None:
    """Begin the journal anew."""
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


@pytest.mark.parametrize("meanwhile", [nothing, checkpoint])
def test_every_commit_is_seen_at_once(
    database: sqlite3.Connection, probe: VersionProbe, meanwhile: Callable[[sqlite3.Connection], None]
) -> None:
    seen = []
    for version in range(200):
        database.execute(SET, [version])
        meanwhile(database)
        seen.append((probe(), probe()))
    assert seen == [(version, version) for version in range(200)]


def test_what_is_undone_or_not_committed_is_not_seen(database: sqlite3.Connection, probe: VersionProbe) -> None:
    database.execute("BEGIN")
    database.execute(SET, [2])
    during = probe()
    database.execute("ROLLBACK")
    assert (during, probe()) == (1, 1)


def test_commit_of_another_process_is_seen(tmp_path: Path, probe: VersionProbe) -> None:
    before = probe()
    change = (
        f"import sqlite3; c = sqlite3.connect({str(tmp_path / 'site.sqlite3')!r}); c.execute({SET!r}, [7]); c.commit()"
    )
    subprocess.run([sys.executable, "-c", change], check=True)
    assert (before, probe()) == (1, 7)


@pytest.mark.parametrize("database", ["wal"], indirect=True)
def test_threads_that_end_leave_the_locks_of_others(
    tmp_path: Path, database: sqlite3.Connection, probe: VersionProbe
) -> None:
    database.execute("BEGIN")
    database.execute("SELECT * FROM content_version").fetchall()  # who reads holds what others may not clear away
    for _each in range(3):
        thread = Thread(target=probe)
        thread.start()
        thread.join()
    clear = (
        f"import sqlite3; c = sqlite3.connect({str(tmp_path / 'site.sqlite3')!r}, timeout=0, isolation_level=None);"
        f"c.execute({SET!r}, [2]); print(c.execute('PRAGMA wal_checkpoint(TRUNCATE)').fetchone()[0])"
    )
    found = subprocess.run([sys.executable, "-c", clear], check=True, capture_output=True, text=True)
    assert found.stdout.strip() == "1"  # it was kept from clearing
