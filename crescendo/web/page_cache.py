"""The page cache: answers for readers who are not signed in, kept in this process while they are exactly what would be

made anew. It stands before Flask, and asks the database for one number.
"""

import math
import os
import threading
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from cachetools import LRUCache
from flask import Flask
from werkzeug.http import parse_etags, unquote_etag

from ..foundation import clock
from ..foundation.freshness import Freshness, watching
from .addresses import without_tracking
from .encodings import IDENTITY, PACK, SMALLEST, best_encoding, is_text
from .headers import PRIVATE

Headers = list[tuple[str, str]]
Key = tuple[str, str, str, str]  # host, path, query, encoding
Probe = Callable[[], int | None]

KEPT_UNTIL = "crescendo.kept_until"  # where in the environment of a request its answer says how long it may be kept
FOREVER = datetime.max.replace(tzinfo=UTC)
COUNTED = "/go/"  # never kept, since it counts who asks
# Never kept: files, which browsers keep, and what tells how this process is.
PASSED_ON = (*PRIVATE, "/media/", "/static/", "/healthz", "/metrics", "/readyz")
OVERHEAD = 4096  # bytes of an answer beside its body, generously
_NOT_FOR_APP = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_ACCEPT_ENCODING")
_POLICY = "Content-Security-Policy"
_PATIENCE = 30  # seconds to wait for somebody who makes the same answer


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered with. It may be given again to whoever finds `version`, from `began` until `until`.

    Both are seconds since 1970.
    """

    status: str
    headers: Headers
    headers_of_304: Headers
    etag: str
    body: bytes
    version: int | None = None
    began: float = math.inf
    until: float = math.inf

    def holds(self, version: int, now: float) -> bool:
        return self.version == version and self.began <= now < self.until

    @property
    def is_page(self) -> bool:
        """Whether it is no redirect, which could pass on what stood in the query."""
        return not self.status.startswith("3")

    @property
    def size(self) -> int:
        return len(self.body) + OVERHEAD


class Flight:
    """An answer that somebody is making, and others wait for."""

    def __init__(self) -> None:
        self.landed = threading.Event()
        self.answer: Answer | None = None


class PageCache:
    """Stands before `app` and answers what it keeps, up to `size` bytes; without any, it still packs answers."""

    def __init__(self, app: Any, probe: Probe, *, size: int, cookie: str, cdn_seconds: int = 0) -> None:
        self.app = app
        self._probe = probe
        self._cookie = f"{cookie}="
        self._cdn_seconds = cdn_seconds
        # Addresses with a query are without number, so they cannot push out those without one.
        self._plain: LRUCache[Key, Answer] = LRUCache(size * 3 // 4, getsizeof=lambda answer: answer.size)
        self._queried: LRUCache[Key, Answer] = LRUCache(size // 4, getsizeof=lambda answer: answer.size)
        self._lock = threading.Lock()
        self._flights: dict[tuple[Key, int], Flight] = {}
        self.given = self.made = 0  # how many answers were given again, and how many made

    @property
    def size(self) -> int:
        """How many bytes the kept answers take."""
        return int(self._plain.currsize + self._queried.currsize)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if (
            environ["REQUEST_METHOD"] not in {"GET", "HEAD"}
            or path.startswith(PASSED_ON)
            or self._cookie in environ.get("HTTP_COOKIE", "")
            or "HTTP_RANGE" in environ
        ):
            return self.app(environ, start_response)
        if path.startswith(COUNTED):
            return self._watched(environ, start_response)
        asked = environ.get("QUERY_STRING", "")
        query = without_tracking(asked) if asked else ""
        is_whole = query == asked
        key = environ.get("HTTP_HOST", ""), path, query, best_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        version = self._probe()  # before anything else is read: what follows is at least as new
        answer = self._found(key, version) if version is not None else None
        if answer is None or not (is_whole or answer.is_page):
            if environ["REQUEST_METHOD"] == "HEAD":
                return self.app(environ, start_response)
            answer = self._made(environ, key, version) if is_whole else self._asked_of_app(environ, key, version)
        return self._send(answer, environ, start_response)

    def _watched(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """An answer that is made each time, of what others have read."""
        version = self._probe()
        with watching(Freshness(version, began=clock.now())) if version is not None else nullcontext():
            return self.app(environ, start_response)

    def _found(self, key: Key, version: int) -> Answer | None:
        with self._lock:
            answer = self._shelf(key).get(key)
        if answer is None or not answer.holds(version, clock.seconds()):
            return None
        self.given += 1
        return answer

    def _made(self, environ: dict[str, Any], key: Key, version: int | None) -> Answer:
        """The answer made by this thread, or by another that is making the very same."""
        if version is None:
            return self._asked_of_app(environ, key, version)
        mine = Flight()
        with self._lock:
            flight = self._flights.setdefault((key, version), mine)
        if flight is not mine:
            flight.landed.wait(_PATIENCE)
            if flight.answer is not None and flight.answer.holds(version, clock.seconds()):
                return flight.answer
            return self._asked_of_app(environ, key, version)
        try:
            os.sched_yield()  # whoever asks at this moment comes along; once Python is at work, it lets few others in
            mine.answer = self._asked_of_app(environ, key, version)
            return mine.answer
        finally:
            with self._lock:
                del self._flights[key, version]
            mine.landed.set()

    def _asked_of_app(self, environ: dict[str, Any], key: Key, version: int | None) -> Answer:
        """What the application answers, whole and packed; kept where it says until when it may be."""
        asked = {name: value for name, value in environ.items() if name not in _NOT_FOR_APP}
        freshness = Freshness(version, began=clock.now()) if version is not None else None
        with watching(freshness) if freshness else nullcontext():
            status, headers, body = _run(self.app, asked)
        self.made += 1
        answer = packed(status, headers, body, key[3])
        until = asked.get(KEPT_UNTIL)
        if freshness is not None and until is not None and until > freshness.began and not _is_personal(headers):
            answer = replace(answer, version=version, began=freshness.began.timestamp(), until=until.timestamp())
            self._keep(key, answer, is_whole=environ.get("QUERY_STRING", "") == key[2])
        return answer

    def _keep(self, key: Key, answer: Answer, *, is_whole: bool) -> None:
        """Keep `answer` unless it is larger than is good for the others, or passes on parameters that `key` lacks."""
        shelf = self._shelf(key)
        if answer.size <= shelf.maxsize // 4 and (is_whole or answer.is_page):
            with self._lock:
                shelf[key] = answer

    def _shelf(self, key: Key) -> LRUCache[Key, Answer]:
        return self._queried if key[2] else self._plain

    def _send(self, answer: Answer, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        asked = environ.get("HTTP_IF_NONE_MATCH")
        is_known = bool(asked) and bool(answer.etag) and parse_etags(asked).contains_weak(answer.etag)
        status, headers = ("304 NOT MODIFIED", answer.headers_of_304) if is_known else (answer.status, answer.headers)
        if self._cdn_seconds and answer.version is not None:
            others = [header for header in headers if header[0] != "Cache-Control"]
            headers = [*others, ("Cache-Control", for_networks(answer, self._cdn_seconds))]
        start_response(status, headers)
        return [answer.body] if environ["REQUEST_METHOD"] == "GET" and not is_known else []


def for_networks(answer: Answer, seconds: int) -> str:
    """How long others may give `answer`: `seconds`, and as long again while they ask anew, but never past its end."""
    left = max(0, min(2 * seconds, int(answer.until - clock.seconds())))
    given = min(seconds, left)
    return f"public, max-age=0, s-maxage={given}, stale-while-revalidate={left - given}"


def packed(status: str, headers: Headers, body: bytes, encoding: str) -> Answer:
    """The answer in its `encoding`, if that makes it smaller."""
    fields = {name.lower(): value for name, value in headers}
    if encoding != IDENTITY and len(body) >= SMALLEST and is_text(fields.get("content-type", "")):
        body = PACK[encoding](body)
        headers = [header for header in headers if header[0].lower() != "content-length"]
        headers += [("Content-Length", str(len(body))), ("Content-Encoding", encoding)]
    etag = unquote_etag(fields.get("etag"))[0] if status.startswith("200") else None
    headers = [_shared(header) for header in headers]
    unchanged = [header for header in headers if not header[0].lower().startswith("content-") or header[0] == _POLICY]
    return Answer(status, headers, unchanged, etag or "", body)


@lru_cache(maxsize=256)
def _shared(header: tuple[str, str]) -> tuple[str, str]:
    """`header`, as one object for all the answers that have it: most headers are the same on every page."""
    return header


def install_page_cache(app: Flask, probe: Probe, *, megabytes: int, cdn_seconds: int) -> None:
    """Let a cache of so many megabytes stand before `app`. While somebody works on its code, nothing is kept."""
    cache = PageCache(
        app.wsgi_app,
        probe,
        size=0 if app.debug else megabytes * 1024 * 1024,
        cookie=app.config["SESSION_COOKIE_NAME"],
        cdn_seconds=cdn_seconds,
    )
    app.extensions["page_cache"] = app.wsgi_app = cache  # type: ignore[method-assign]


def _is_personal(headers: Headers) -> bool:
    """Whether an answer gives its reader a cookie, or depends on one."""
    return any(name == "Set-Cookie" or (name == "Vary" and "cookie" in value.lower()) for name, value in headers)


def _run(app: Any, environ: dict[str, Any]) -> tuple[str, Headers, bytes]:
    """What the WSGI application `app` answers, read to its end."""
    head: list[Any] = []

    def start_response(status: str, headers: Headers, _problem: Any = None) -> None:
        head[:] = [status, headers]

    parts = app(environ, start_response)
    try:
        body = b"".join(parts)
    finally:
        if close := getattr(parts, "close", None):
            close()
    status, headers = head
    return status, headers, body
