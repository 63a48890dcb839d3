"""Errors are answered with the right status and a page that says what to do, never with a stack trace."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crescendo.foundation.database import db
from crescendo.web.application import Crescendo
from tests.conftest import migrated, settings_for
from tests.pages import Pages


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[Crescendo]:
    """A site whose database lost its tables."""
    with migrated(settings_for(tmp_path, f"sqlite:///{tmp_path / 'broken.sqlite3'}")) as app:
        app.config["TESTING"] = False
        with app.app_context():
            with db.engine.begin() as connection:
                connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
                connection.exec_driver_sql("DROP TABLE categories")
            yield app


def test_database_that_fails_is_a_503_without_a_trace(broken: Crescendo) -> None:
    page = Pages(broken).open("/")
    assert page.status == 503
    assert page.response.headers["Retry-After"] == "30"
    assert "Something broke on our side" in page.text
    assert "sqlite" not in page.html.lower()


def test_address_that_takes_no_form_says_so(pages: Pages) -> None:
    page = pages.send("/guides/", {})
    assert page.status == 405
    assert set(page.response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_upload_beyond_the_limit_is_a_413(
    app: Crescendo, sign_in: Callable[..., Pages], monkeypatch: pytest.MonkeyPatch
) -> None:
    form = sign_in().open("/studio/media/").form("pictures")
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 100_000)
    page = form.attach("pictures", (b"x" * 200_000, "large.png")).submit("Add")
    assert page.status == 413
    assert "up to 30 MB" in page.main


def test_moved_address_keeps_its_query(pages: Pages) -> None:
    from crescendo.redirects.actions import move
    from crescendo.redirects.models import RedirectReason

    move(path="/old", target="/guides/", reason=RedirectReason.MANUAL)
    db.session.commit()
    assert pages.open("/old?page=1").location == "/guides/?page=1"
