"""The servers that `flask start` becomes: what they finish before they end, and what they refuse."""

import re
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from threading import Event
from urllib.parse import urlencode

import pytest

from crescendo.commands.servers import HEAD_WITHIN, THREADS
from crescendo.foundation.database import db
from tests.conftest import migrated, settings_for
from tests.factories.catalog import make_offer, make_product
from tests.real_server import RealServer

TOO_MUCH, MEGABYTE = 100, 1_048_576
ASKED = 1000
HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"


@contextmanager
def served(kind: str, data: Path, database: Path) -> Iterator[RealServer]:
    """A server of that kind with that database, running within the block."""
    server = RealServer(data, f"sqlite:///{database}", CRESCENDO_SERVER=kind, CRESCENDO_SITE_URL="http://localhost")
    server.start()
    try:
        yield server
    finally:
        server.kill()


@pytest.fixture(scope="module", params=["granian", "gunicorn"])
def kind(request: pytest.FixtureRequest) -> str:
    """The name of a server."""
    return str(request.param)


@pytest.fixture(scope="module")
def database(kind: str, data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a database with an offer, whose number is 1."""
    file = tmp_path_factory.mktemp(kind) / "crescendo.sqlite3"
    with migrated(settings_for(data, f"sqlite:///{file}")) as app, app.app_context():
        make_offer(make_product())
        db.session.commit()
        db.session.remove()
    return file


@pytest.fixture
def server(kind: str, data: Path, database: Path) -> Iterator[RealServer]:
    """A server to be ended."""
    with served(kind, data, database) as started:
        yield started


@pytest.fixture(scope="module")
def running(kind: str, data: Path, database: Path) -> Iterator[RealServer]:
    """A server that several tests ask."""
    with served(kind, data, database) as started:
        yield started


@contextmanager
def nobody_can_write(database: Path) -> Iterator[None]:
    """Whoever writes waits for the end of the block."""
    with closing(sqlite3.connect(database, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        yield


def wrong_password(server: RealServer) -> int:
    """The status by which somebody is told that they gave one. That they tried is written before that."""
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=60)) as line:
        line.request("GET", "/login", headers={"Host": "localhost"})
        page = line.getresponse()
        [token] = re.findall(r'name="csrf_token"[^>]* value="([^"]*)"', page.read().decode())[-1:]
        cookie = page.headers["Set-Cookie"].partition(";")[0]
        fields = urlencode({"email": "ed@example.org", "password": "wrong", "csrf_token": token})
        kind = "application/x-www-form-urlencoded"
        line.request("POST", "/login", fields, {"Host": "localhost", "Cookie": cookie, "Content-Type": kind})
        return line.getresponse().status


def status_said(server: RealServer, *parts: bytes) -> int:
    """The status that answers some bytes, of which the last may find nobody who reads them."""
    with server.line() as line:
        with suppress(BrokenPipeError, ConnectionResetError):
            for part in parts:
                line.sendall(part)
        return int(line.recv(100).split()[1])


def test_request_at_hand_is_answered_before_the_server_ends(server: RealServer, database: Path) -> None:
    with ThreadPoolExecutor() as others:
        with nobody_can_write(database):
            told = others.submit(wrong_password, server)
            Event().wait(2)
            server.ask_to_end()
            assert server.status(within=1) is None
        assert told.result() == 422
    assert server.status(within=10) == 0


def test_jobs_end_with_the_server(server: RealServer) -> None:
    assert status_said(server, HEAD + b"\r\n") == 200  # gunicorn listens before it has a process to answer
    assert len(server.processes()) == 3
    server.ask_to_end()
    assert server.status(within=10) == 0
    assert all_ended(server, within=5)


def test_server_ends_however_often_it_is_asked(server: RealServer) -> None:
    for _time in range(ASKED):
        server.ask_to_end()
    assert server.status(within=10) == 0


def test_clicks_are_written_before_the_server_ends(server: RealServer, database: Path) -> None:
    assert status_said(server, b"GET /go/1 HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Mozilla/5.0\r\n\r\n") == 302
    server.ask_to_end()
    assert server.status(within=10) == 0
    with closing(sqlite3.connect(database)) as reader:
        assert reader.execute("SELECT sum(human) FROM daily_clicks").fetchone() == (1,)


@pytest.mark.parametrize(
    "request_head",
    [
        HEAD + b"X-Long: " + b"x" * 100_000 + b"\r\n\r\n",
        HEAD + b"Cookie: crescendo=" + b"x" * 100_000 + b"\r\n\r\n",
        HEAD + b"".join(b"X-%d: x\r\n" % number for number in range(1000)) + b"\r\n",
        b"GET /search?q=" + b"x" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
    ids=["field", "cookie", "fields", "line"],
)
def test_head_beyond_its_bound_is_refused(running: RealServer, request_head: bytes) -> None:
    assert status_said(running, request_head) in {414, 431}
    assert status_said(running, HEAD + b"\r\n") == 200


@pytest.mark.parametrize("kind_of_body", [b"application/x-www-form-urlencoded", b"multipart/form-data; boundary=x"])
def test_body_without_end_is_neither_read_nor_kept(running: RealServer, kind_of_body: bytes) -> None:
    head = b"POST /login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Type: " + kind_of_body
    before = running.memory()
    assert status_said(running, head + b"\r\n\r\n", *[b"100000\r\n" + b"x" * MEGABYTE + b"\r\n"] * TOO_MUCH) == 413
    assert running.memory() - before < TOO_MUCH // 5
    assert status_said(running, HEAD + b"\r\n") == 200


@pytest.mark.parametrize("kind", ["granian"], scope="module")  # gunicorn reads heads in the threads that answer
def test_heads_without_end_keep_nobody_waiting_and_are_given_up(running: RealServer) -> None:
    with ExitStack() as lines:
        slow = [lines.enter_context(running.line(patience=HEAD_WITHIN + 10)) for _number in range(20 * THREADS)]
        for line in slow:
            line.sendall(HEAD)
        assert status_said(running, HEAD + b"\r\n") == 200
        assert {line.recv(1) for line in slow} == {b""}


def all_ended(server: RealServer, *, within: int) -> bool:
    """Whether none of its processes is left after so many seconds: jobs look once a second whether their parent is."""
    return any(not server.processes() or Event().wait(0.1) for _look in range(within * 10))
