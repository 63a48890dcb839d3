"""Settings from the environment: sensible without any, and one clear line for each that cannot work."""

from pathlib import Path

import pytest
from flask import request

from crescendo import create_app
from crescendo.config import Settings, SettingsError


def settings(data: Path, **environment: str) -> Settings:
    return Settings.from_environment({"CRESCENDO_DATA": str(data), **environment})


def test_everything_lies_in_the_data_folder_unless_told_otherwise(tmp_path: Path) -> None:
    made = settings(tmp_path)
    assert made.database_url == f"sqlite:///{tmp_path / 'crescendo.sqlite3'}"
    assert made.media_url == str(tmp_path / "media")
    assert made.site_url == "http://127.0.0.1:5000"


def test_secret_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    first, second = settings(tmp_path), settings(tmp_path)
    assert first.secret_key == second.secret_key
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_production_needs_its_own_secret_key(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="CRESCENDO_SECRET_KEY"):
        settings(tmp_path, CRESCENDO_ENV="production")


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg"])
def test_postgresql_is_reached_through_psycopg(tmp_path: Path, scheme: str) -> None:
    made = settings(tmp_path, CRESCENDO_DATABASE_URL=f"{scheme}://me:secret@db/site")
    assert made.database_url == "postgresql+psycopg://me:secret@db/site"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CRESCENDO_ENV", "staging"),
        ("CRESCENDO_SECRET_KEY", "short"),
        ("CRESCENDO_SITE_URL", "https://example.org/path"),
        ("CRESCENDO_DATABASE_URL", "mysql://db"),
        ("CRESCENDO_TIMEZONE", "Mars/Olympus"),
        ("CRESCENDO_CURRENCY", "gold"),
        ("CRESCENDO_LOCALE", "klingon"),
        ("CRESCENDO_PROXIES", "many"),
        ("CRESCENDO_HOSTS", "https://www.example.org"),
        ("CRESCENDO_SMTP_URL", "mail.example.org"),
        ("CRESCENDO_SMTP_URL", "smtp://mail.example.org:port"),
        ("CRESCENDO_SMTP_URL", "smtp://ed:s%C3%BC%C3%9F@mail.example.org"),
        ("CRESCENDO_MAIL_FROM", "nobody"),
    ],
)
def test_setting_that_cannot_work_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        settings(tmp_path, **{name: value})


def test_letters_need_a_sender(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="CRESCENDO_MAIL_FROM"):
        settings(tmp_path, CRESCENDO_SMTP_URL="smtp://mail.example.org")


@pytest.mark.parametrize(("proxies", "address"), [("0", "127.0.0.1"), ("1", "203.0.113.9"), ("2", "198.51.100.7")])
def test_only_as_many_proxies_are_believed_as_there_are(tmp_path: Path, proxies: str, address: str) -> None:
    app = create_app(settings(tmp_path, CRESCENDO_PROXIES=proxies))
    app.add_url_rule("/who", view_func=lambda: request.remote_addr or "")
    headers = {"X-Forwarded-For": "192.0.2.1, 198.51.100.7, 203.0.113.9"}
    assert app.test_client().get("/who", headers=headers).text == address
