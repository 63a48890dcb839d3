"""What the database promises: whole transactions, UTC, and settings that lose nothing."""

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import create_engine, delete, func, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from crescendo.accounts.models import AuditEvent
from crescendo.catalog.taxonomy import Category
from crescendo.foundation.database import JOURNAL_SIZE, attempt, claim, db, unit_of_work
from crescendo.foundation.errors import Conflict
from crescendo.web.application import Crescendo
from tests.conftest import empty_tables
from tests.factories.catalog import make_category, make_product


def event(at: datetime) -> AuditEvent:
    return AuditEvent(at=at, verb="tested", subject="test", detail={})


def add_and_fail() -> None:
    db.session.add(event(datetime.now(UTC)))
    db.session.flush()
    raise RuntimeError


def count() -> int:
    return db.session.scalar(select(func.count(AuditEvent.id))) or 0


def test_work_that_fails_is_undone_whole(app: Crescendo) -> None:
    with pytest.raises(RuntimeError), unit_of_work():
        add_and_fail()
    assert count() == 0


def test_attempt_that_fails_is_undone_alone(app: Crescendo) -> None:
    with unit_of_work():
        db.session.add(event(datetime.now(UTC)))
        with pytest.raises(RuntimeError), attempt():
            add_and_fail()
    assert count() == 1


def test_times_come_back_in_utc_to_the_second(app: Crescendo) -> None:
    with unit_of_work():
        db.session.add(event(datetime(2026, 6, 1, 14, 0, 0, 999, tzinfo=timezone(timedelta(hours=2)))))
    assert db.session.scalar(select(AuditEvent.at)) == datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_time_without_a_zone_is_refused(app: Crescendo) -> None:
    db.session.add(event(datetime(2026, 6, 1)))  # noqa: DTZ001 (the point)
    with pytest.raises(StatementError):
        db.session.flush()
    db.session.rollback()


def test_row_saved_meanwhile_is_a_conflict(app: Crescendo) -> None:
    category = make_category()
    with pytest.raises(Conflict):
        claim(category, category.version - 1)


def test_words_that_are_no_choice_are_refused_by_the_database(app: Crescendo) -> None:
    insert = text(
        "INSERT INTO categories (slug, name, description, colour, position, version) VALUES ('a','A','','pink',0,1)"
    )
    with pytest.raises(IntegrityError):
        db.session.execute(insert)
    db.session.rollback()


def test_sqlite_keeps_every_acknowledged_write_and_every_reference(sqlite_app: Crescendo) -> None:
    with sqlite_app.app_context():
        settings = {
            name: db.session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")
        }
        db.session.remove()
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_log_of_sqlite_shrinks_after_a_large_import(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'site.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE texts (words)"))
        connection.execute(text(f"INSERT INTO texts VALUES (zeroblob({2 * JOURNAL_SIZE}))"))
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO texts VALUES ('few')"))
    size = (tmp_path / "site.sqlite3-wal").stat().st_size
    engine.dispose()
    assert size <= JOURNAL_SIZE


def test_two_writers_on_sqlite_wait_for_each_other(sqlite_app: Crescendo) -> None:
    """Each reads first and writes then: without BEGIN IMMEDIATE the second would fail at once."""
    faults: list[Exception] = []

    def add_ten() -> None:
        with sqlite_app.app_context():
            try:
                for _ in range(10):
                    with unit_of_work():
                        count()
                        db.session.add(event(datetime.now(UTC)))
            except Exception as error:  # noqa: BLE001 (whatever it is, the test must tell)
                faults.append(error)
            db.session.remove()

    writers = [threading.Thread(target=add_ten) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with sqlite_app.app_context():
        written = count()
        db.session.remove()
        empty_tables()
    assert (faults, written) == ([], 30)


def test_category_of_a_product_cannot_vanish(app: Crescendo) -> None:
    product = make_product()
    with pytest.raises(IntegrityError):
        db.session.execute(delete(Category).where(Category.id == product.category_id))
    db.session.rollback()
