"""`flask start` refuses to start in one clear line, and otherwise says where everything is."""

import os
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.guards.sources import ROOT


def start(data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """What `flask start` says until it stops by itself."""
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", "start"],
        cwd=ROOT,
        env={**os.environ, "CRESCENDO_DATA": str(data), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_busy_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = start(tmp_path, PORT=str(port))
    assert result.returncode != 0
    assert f"127.0.0.1:{port} cannot be used" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PORT", "many", "PORT is “many”"),
        ("CRESCENDO_TIMEZONE", "Mars", "CRESCENDO_TIMEZONE is “Mars”"),
        ("CRESCENDO_CURRENCY", "gold", "CRESCENDO_CURRENCY is “gold”"),
        ("CRESCENDO_SITE_URL", "example", "CRESCENDO_SITE_URL is “example”"),
        ("CRESCENDO_DATABASE_URL", "mysql://x", "CRESCENDO_DATABASE_URL must begin with"),
        ("CRESCENDO_ENV", "production", "CRESCENDO_SECRET_KEY must be set in production."),
    ],
)
def test_wrong_setting_is_one_clear_line(tmp_path: Path, name: str, value: str, words: str) -> None:
    result = start(tmp_path, **{name: value})
    assert result.returncode != 0
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    result = start(tmp_path / "file")
    assert result.returncode != 0
    assert f"The data folder {tmp_path / 'file'} cannot be used" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "crescendo.sqlite3")) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")
        connection.commit()
    result = start(tmp_path)
    assert result.returncode != 0
    assert "was used with a newer version of Crescendo (migration 9999)" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_database_that_cannot_be_migrated_is_one_clear_line(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "crescendo.sqlite3")) as connection:
        connection.execute("CREATE TABLE articles (of_somebody_else)")
    result = start(tmp_path)
    assert result.returncode != 0
    assert "The database cannot be used: table articles already exists" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
