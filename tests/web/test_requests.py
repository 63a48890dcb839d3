"""What the site takes of a request: its host, its size, where it leads next; and what a log line tells of it."""

import logging
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from crescendo import create_app
from crescendo.config import Settings
from crescendo.web.addresses import safe_next
from crescendo.web.application import Crescendo
from crescendo.web.hosts import answers_to
from crescendo.web.limits import FOR_STRANGERS
from tests.factories.accounts import PASSWORD, make_user
from tests.pages import HEADERS, Pages

ELSEWHERE = [
    "https://evil.example/",
    "http://evil.example",
    "HTTPS://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\x00//evil.example",
    "/\x00/evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "evil.example",
    "@evil.example",
    "//evil.example@localhost",
    "//localhost@evil.example",
    "http://localhost.evil.example/studio/",
    "http://localhost@evil.example/",
    "//[::1",
    "http://[evil",
    "?next=//evil.example",
    "#//evil.example",
    "",
    "/studio/\x7f",
    "/studio/\u2028",
    "\u2028//evil.example",
    "/%09/../\\evil.example\r\nLocation: //evil.example",
]


@pytest.mark.parametrize("target", ELSEWHERE, ids=ascii)
def test_nobody_is_sent_elsewhere(target: str) -> None:
    assert safe_next(target, default="/home") == "/home"


@pytest.mark.parametrize(
    "target", ["/studio/", "/studio/articles/?q=a&page=2", "/a//b", "/guides/x#y", "/%2f%2fevil.example"]
)
def test_paths_of_ours_are_kept(target: str) -> None:
    assert safe_next(target, default="/home") == target


@pytest.mark.parametrize("target", [t for t in ELSEWHERE if t])
def test_signing_in_never_leaves_the_site(pages: Pages, target: str) -> None:
    make_user(email="ed@example.org")
    form = pages.open("/login").form().fill(email="ed@example.org", password=PASSWORD, next=target)
    assert form.submit("Sign in").response.headers["Location"] == "/studio/"


def settings(data: Path, **environment: str) -> Settings:
    return Settings.from_environment({"CRESCENDO_DATA": str(data), **environment})


@pytest.mark.parametrize(
    ("host", "in_production", "while_developing"),
    [
        ("www.example.org", True, True),
        ("WWW.Example.org:443", True, True),
        ("www.example.org.", True, True),
        ("shop.example.org", True, True),
        ("localhost:5000", False, True),
        ("127.0.0.1:5000", False, True),
        ("[::1]:5000", False, True),
        ("192.168.1.7", False, True),
        ("evil.example", False, False),
        ("www.example.org.evil.example", False, False),
        ("evil-www.example.org", False, False),
        ("example.org", False, False),
        ("www.example.org@evil.example", False, False),
        ("localhost.evil.example", False, False),
        ("", False, False),
    ],
)
def test_site_answers_to_its_own_names(tmp_path: Path, host: str, in_production: bool, while_developing: bool) -> None:
    names = {
        "CRESCENDO_SITE_URL": "https://www.example.org",
        "CRESCENDO_HOSTS": "shop.example.org",
        "CRESCENDO_SECRET_KEY": "long enough for a test",
    }
    assert answers_to(host, settings(tmp_path, CRESCENDO_ENV="production", **names)) is in_production
    assert answers_to(host, settings(tmp_path, **names)) is while_developing


@pytest.mark.parametrize("address", ["/", "/login", "/studio/", "/nothing", "/feed.xml"])
def test_unknown_host_is_refused_before_anything_is_asked(app: Crescendo, address: str) -> None:
    answer = app.test_client().get(address, headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "evil.example" not in answer.text


def test_host_that_only_a_header_claims_is_not_believed(app: Crescendo) -> None:
    answer = app.test_client().get("/", headers={"X-Forwarded-Host": "evil.example"})
    assert answer.status_code == 200
    assert "evil.example" not in answer.text


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_whoever_watches_may_use_any_name(app: Crescendo, address: str) -> None:
    assert app.test_client().get(address, headers={"Host": "10.1.2.3"}).status_code == 200


@pytest.mark.parametrize("size", [FOR_STRANGERS + 1000, 5_000_000])
def test_strangers_cannot_send_much(app: Crescendo, size: int) -> None:
    answer = app.test_client().post("/login", data={"email": "x" * size})
    assert answer.status_code == 413
    assert "too large" in answer.text


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_body_that_does_not_say_its_size_is_bounded_too(app: Crescendo, kind: str) -> None:
    body = BytesIO(b"email=" + b"x" * (FOR_STRANGERS + 1000))
    environ = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    answer = app.test_client().post("/login", content_type=kind, input_stream=body, environ_overrides=environ)
    assert answer.status_code == 413


def test_field_beyond_its_bound_is_too_large(pages: Pages, app: Crescendo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    client = app.test_client()
    client.post("/login", data={"email": make_user().email, "password": PASSWORD})
    answer = client.post("/studio/articles/new", data={"body": "x" * 7_000_000})
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("address", "name"),
    [("/login", "email"), ("/login", "password"), ("/login/forgotten", "email"), ("/login/code", "code")],
)
def test_long_words_are_refused_and_break_nothing(pages: Pages, address: str, name: str) -> None:
    form = pages.open("/login").form()
    form.values[name] = "x" * 30_000
    assert pages.send(address, form.values).status in {302, 422}


@pytest.mark.parametrize(
    "email", ["a@b\0.org", "é@ü.example", "'; DROP TABLE users; --", "<script>", "a" * 254, "\ud7ff@x.org"]
)
def test_odd_addresses_sign_nobody_in(pages: Pages, email: str) -> None:
    form = pages.open("/login").form()
    form.values["email"], form.values["password"] = email, "x"
    assert pages._client.post("/login", data=form.values).status_code == 422


def test_log_tells_no_secret_of_an_address(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    app: Flask = create_app(settings(tmp_path))

    def broken(token: str) -> str:
        raise RuntimeError

    app.add_url_rule("/broken/<token>", view_func=broken)
    with caplog.at_level(logging.ERROR):
        answer = app.test_client().get("/broken/my-secret-token", headers={"Host": "localhost"})
    assert answer.status_code == 500
    assert set(answer.headers.keys()) >= HEADERS
    assert "/broken/<token>" in caplog.text
    assert "my-secret-token" not in caplog.text


def test_log_tells_no_values_of_a_statement(app: Crescendo) -> None:
    from crescendo.foundation.database import db

    assert db.engine.hide_parameters


def test_cookies_are_for_requests_alone_and_for_https_where_there_is(tmp_path: Path) -> None:
    app = create_app(settings(tmp_path, CRESCENDO_SITE_URL="https://www.example.org"))
    assert app.config["SESSION_COOKIE_SECURE"]
    assert app.config["SESSION_COOKIE_HTTPONLY"]
    assert app.config["SESSION_COOKIE_SAMESITE"] == "Lax"
    answer = app.test_client().get("/healthz")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_absolute_addresses_come_from_the_settings_alone(app: Crescendo, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = replace(app.config["SETTINGS"], hosts=frozenset({"other.example"}))
    assert answers_to("other.example", elsewhere)
    monkeypatch.setitem(app.config, "SETTINGS", elsewhere)
    for address in ("/feed.xml", "/sitemap.xml", "/robots.txt", "/guides/"):
        answer = app.test_client().get(address, headers={"Host": "127.0.0.1"})
        assert "http://127.0.0.1" not in answer.text, address


@pytest.mark.parametrize("address", ["/guides", "//guides", "/guides//", "/studio//"])
@pytest.mark.parametrize("query", ["", "?page=2"])
def test_address_that_is_put_right_keeps_to_the_host_it_was_asked_for(app: Crescendo, address: str, query: str) -> None:
    environ = EnvironBuilder(base_url="http://127.0.0.1:81", query_string=query[1:]).get_environ()
    body, status, headers = run_wsgi_app(app.wsgi_app, environ | {"PATH_INFO": address})
    assert status.startswith("308")
    assert headers["Location"] == f"/{address.strip('/')}/{query}"
    assert b"127.0.0.1" not in b"".join(body)
