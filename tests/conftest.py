"""What every test stands on: an application on a database of its own, SQLite always and PostgreSQL where one answers.

A worker makes each database once, by the migrations themselves, and empties it after every test that used it.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from crescendo import create_app
from crescendo.commands.migrating import migrate_database
from crescendo.config import Settings
from crescendo.foundation.database import Base, db
from crescendo.outbound.repeats import Repeats
from crescendo.presentation.counting import tally_of
from crescendo.web.application import Crescendo
from tests.pages import Pages
from tests.small_disk import small_disk

REQUIRED = frozenset(os.environ.get("CRESCENDO_TEST_REQUIRE", "").split(","))
POSTGRES = os.environ.get("CRESCENDO_TEST_POSTGRES_URL") or "postgresql://postgres@127.0.0.1:5432/postgres"


def skip_without(what: str, reason: str) -> None:
    """Skip the test because this machine lacks `what`; fail where CRESCENDO_TEST_REQUIRE demands it."""
    if what in REQUIRED:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    """The name of this test process, so that processes do not share a database."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "main"))


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of this run."""
    return tmp_path_factory.mktemp("data")


def settings_for(data: Path, database_url: str) -> Settings:
    return Settings.from_environment(
        {
            "CRESCENDO_DATA": str(data),
            "CRESCENDO_SECRET_KEY": "only for tests, never elsewhere",
            "CRESCENDO_SITE_URL": "http://localhost",
            "CRESCENDO_DATABASE_URL": database_url,
        }
    )


@contextmanager
def migrated(settings: Settings) -> Iterator[Crescendo]:
    """An application whose database has every migration."""
    app = create_app(settings)
    app.config["TESTING"] = True
    tally_of(app).pause = None  # a test says itself when counts are written
    with app.app_context():
        migrate_database()
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_app(data: Path) -> Iterator[Crescendo]:
    with migrated(settings_for(data, f"sqlite:///{data / 'test.sqlite3'}")) as app:
        yield app


@pytest.fixture(scope="session")
def postgres_url(worker: str) -> Iterator[str]:
    """The address of an empty database on the PostgreSQL server that answers, dropped at the end."""
    server = make_url(POSTGRES).set(drivername="postgresql+psycopg")
    engine = create_engine(server, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    name = f"crescendo_test_{os.getpid()}_{worker}"
    try:
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError:
        skip_without("postgres", "No PostgreSQL answers; CRESCENDO_TEST_POSTGRES_URL can name one.")
    yield server.set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_app(data: Path, postgres_url: str) -> Iterator[Crescendo]:
    with migrated(settings_for(data, postgres_url)) as app:
        yield app


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def app(request: pytest.FixtureRequest) -> Iterator[Crescendo]:
    """The application on each database in turn, with empty tables before and after."""
    application: Crescendo = request.getfixturevalue(f"{request.param}_app")
    application.extensions["repeats"] = Repeats()  # another test's visitors are strangers here
    with application.app_context():
        yield application
        db.session.remove()
        tally_of(application).settle()  # into tables that are emptied at once
        empty_tables()


def empty_tables() -> None:
    """Remove every row of every table."""
    with db.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            kept = connection.exec_driver_sql(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_events'"
            ).all()
            for name, _sql in kept:  # what is there to stay would stay
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
            for table in Base.metadata.tables.values():
                connection.execute(table.delete())
            for _name, sql in kept:
                connection.exec_driver_sql(sql)
        else:
            names = ", ".join(Base.metadata.tables)
            connection.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY CASCADE")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system that is soon full."""
    with small_disk(tmp_path / "disk") as place:
        yield place


@pytest.fixture
def pages(app: Crescendo) -> Pages:
    """A reader's browser without JavaScript, which finds fault with every page that it sees."""
    return Pages(app)


@pytest.fixture
def sign_in(app: Crescendo) -> Callable[..., Pages]:
    """Another browser, in which somebody with the given role is signed in."""
    from tests.factories.accounts import make_user

    def browser(role: str = "owner", *, email: str = "", name: str = "") -> Pages:
        made = make_user(role=role, email=email, name=name)
        opened = Pages(app)
        opened.open("/login").form().fill(email=made.email, password="correct horse").submit("Sign in")
        return opened

    return browser
