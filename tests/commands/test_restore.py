"""`flask restore`: nothing is touched without need, and what was there is never lost."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import create_engine, select

from crescendo.catalog.taxonomy import Category
from crescendo.foundation.database import db
from crescendo.transfer.package import MANIFEST
from crescendo.web.application import Crescendo
from tests.commands.packages import backed_up, changed, elsewhere, pages_of, replace_manifest, run
from tests.conftest import empty_tables
from tests.factories.catalog import make_category
from tests.factories.journal import make_guide


def grow(content: dict[str, bytes]) -> None:
    content["tables/tags.jsonl"] += b" " * 100_000_000


def twist(content: dict[str, bytes]) -> None:
    content["tables/tags.jsonl"] = content["tables/tags.jsonl"].replace(b"Socks", b"Shoes")


@pytest.mark.parametrize(
    ("change", "vouch", "message"),
    [
        (lambda content: content.update({"../../etc/passwd": b"x"}), False, "which its manifest does not know"),
        (lambda content: content.update({"../../etc/passwd": b"x"}), True, "belongs into no backup"),
        (lambda content: content.update({"media/../../x.webp": b"x"}), True, "x.webp', which belongs into no backup"),
        (lambda content: content.pop("tables/tags.jsonl"), False, "The file lacks 'tables/tags.jsonl'"),
        (lambda content: content.pop(MANIFEST), False, "has no manifest"),
        (grow, False, "is not as large as the manifest says"),
        (twist, False, "is not what the manifest says"),
        (lambda content: replace_manifest(content, schema="9999"), False, "made by a newer version"),
        (lambda content: replace_manifest(content, version=2), False, "written by a newer version"),
        (lambda content: replace_manifest(content, format="photographs"), False, "is no crescendo-backup"),
        (lambda content: replace_manifest(content, files=[]), False, "manifest of the file cannot be read"),
        (lambda content: content.update({"tables/pg_class.jsonl": b"{}\n"}), True, "which is no table of ours"),
        (lambda content: content.update({"tables/tags.jsonl": b'{"id":1,"sql":1}\n'}), True, "cannot be read"),
        (lambda content: content.update({"tables/tags.jsonl": b'{"id":1}\n'}), True, "does not fit"),
        (lambda content: content.update({"tables/tags.jsonl": b"[]\n"}), True, "is no row"),
        (lambda content: content.update({"tables/articles.jsonl": b""}), True, "FOREIGN KEY"),
    ],
)
def test_hostile_or_damaged_backup_changes_nothing(
    tmp_path: Path, change: Callable[[dict[str, bytes]], None], vouch: bool, message: str, sqlite_app: Crescendo
) -> None:
    with sqlite_app.app_context():
        make_guide("A guide", tags=["Socks"])
        file = changed(backed_up(sqlite_app, tmp_path / "backup.zip"), change, vouch=vouch)
        empty_tables()
    with elsewhere(tmp_path / "other") as other:
        assert run(other, "restore", tmp_path / "backup.zip").exit_code == 0
        db.engine.dispose()
        before = pages_of(tmp_path / "other" / "site.sqlite3")
        result = run(other, "restore", file)
        assert result.exit_code == 1
        assert message in result.output
        assert "Nothing was changed." in result.output or "No row was changed." in result.output
        assert pages_of(tmp_path / "other" / "site.sqlite3") == before
        assert not list((tmp_path / "other").glob("before-restore-*"))
        assert not list((tmp_path / "other").glob("*.restoring*"))


@pytest.mark.parametrize("kept", [0, 10, 1000, -1])
def test_backup_that_was_cut_off_is_refused(tmp_path: Path, sqlite_app: Crescendo, kept: int) -> None:
    with sqlite_app.app_context():
        file = backed_up(sqlite_app, tmp_path / "backup.zip")
    file.write_bytes(file.read_bytes()[:kept])
    with elsewhere(tmp_path / "other") as other:
        result = run(other, "restore", file)
    assert result.exit_code == 1
    assert "was cut off" in result.output


def test_sqlite_that_somebody_uses_is_not_replaced(tmp_path: Path, sqlite_app: Crescendo) -> None:
    with sqlite_app.app_context():
        file = backed_up(sqlite_app, tmp_path / "backup.zip")
    with elsewhere(tmp_path / "other") as other:
        run(other, "restore", file)
        db.session.remove()
        with closing(sqlite3.connect(tmp_path / "other" / "site.sqlite3")) as server:
            server.execute("PRAGMA journal_mode = WAL")
            server.execute("SELECT count(*) FROM users").fetchone()
            result = run(other, "restore", file)
        assert result.exit_code == 1
        assert "Somebody uses the database" in result.output
        assert run(other, "restore", file).exit_code == 0


def test_postgres_that_somebody_uses_is_not_replaced(
    tmp_path: Path, sqlite_app: Crescendo, postgres_app: Crescendo
) -> None:
    with sqlite_app.app_context():
        file = backed_up(sqlite_app, tmp_path / "backup.zip")
    with postgres_app.app_context():
        server = create_engine(db.engine.url)
        with server.connect():
            result = run(postgres_app, "restore", file)
        server.dispose()
        assert result.exit_code == 1
        assert "Somebody uses the database" in result.output


def test_postgres_is_as_it_was_when_restoring_fails(
    tmp_path: Path, sqlite_app: Crescendo, postgres_app: Crescendo
) -> None:
    with sqlite_app.app_context():
        make_guide("A guide", tags=["Socks"])
        whole = backed_up(sqlite_app, tmp_path / "backup.zip")
        file = changed(whole, lambda content: content.update({"tables/articles.jsonl": b""}), vouch=True)
        empty_tables()
    with postgres_app.app_context():
        make_category("Mine")
        result = run(postgres_app, "restore", file)
        assert result.exit_code == 1
        assert "No row was changed." in result.output
        assert db.session.scalars(select(Category.name)).all() == ["Mine"]
        assert run(postgres_app, "doctor").exit_code == 0
        for each in Path(postgres_app.config["SETTINGS"].data).glob("before-restore-*.zip"):
            each.unlink()
        db.session.remove()
        empty_tables()


def test_damaged_database_is_kept_aside_and_replaced(tmp_path: Path, sqlite_app: Crescendo) -> None:
    with sqlite_app.app_context():
        file = backed_up(sqlite_app, tmp_path / "backup.zip")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "site.sqlite3").write_bytes(b"no database at all " * 1000)
    with elsewhere(tmp_path / "other") as other:
        result = run(other, "restore", file)
        assert result.exit_code == 0, result.output
    (kept,) = (tmp_path / "other").glob("before-restore-*/site.sqlite3")
    assert kept.read_bytes().startswith(b"no database")


@time_machine.travel("2026-11-24 12:00Z", tick=False)
def test_each_restore_keeps_aside_what_it_replaces(tmp_path: Path, app: Crescendo) -> None:
    file = backed_up(app, tmp_path / "backup.zip")
    db.engine.dispose()
    url = db.engine.url.render_as_string(hide_password=False) if db.engine.dialect.name == "postgresql" else ""
    with elsewhere(tmp_path / "other", url) as other:
        assert run(other, "restore", file).exit_code == 0
        before = len(list((tmp_path / "other").glob("before-restore-*")))
        for more in (1, 2, 3):
            result = run(other, "restore", file)
            assert result.exit_code == 0, result.output
            assert len(list((tmp_path / "other").glob("before-restore-*"))) == before + more
