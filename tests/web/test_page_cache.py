"""The page cache gives what would be made anew, whatever happens."""

import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from threading import Barrier, Event, Thread
from typing import Any

import pytest
import time_machine
from flask import Flask
from werkzeug.test import Client

from crescendo import create_app
from crescendo.catalog.models import PriceObservation
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.journal.actions import autosave_article, publish_article
from crescendo.journal.revisions import texts_of
from crescendo.outbound.clicks import DailyClicks
from crescendo.web.application import Crescendo
from crescendo.web.page_cache import KEPT_UNTIL, PageCache
from tests.factories.catalog import make_merchant, make_offer, make_product
from tests.factories.journal import make_guide, revise
from tests.guards.sources import ROOT
from tests.pages import Pages
from tests.staleness import World, reader_of

Show = Callable[[dict[str, Any], Any], list[bytes]]


@pytest.mark.parametrize("seed", range(2))
def test_kept_page_is_the_page_that_would_be_made(app: Crescendo, seed: int) -> None:
    other = create_app(app.config["SETTINGS"])
    caches = [each.extensions["page_cache"] for each in (app, other)]
    before = sum(cache.given for cache in caches)
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False) as travel:
        world = World([reader_of(app), reader_of(other)], reader_of(caches[0].app), Random(seed), travel)
        for number in range(150):
            fault = world.step()
            assert not fault, f"step {number}, {fault}"
    assert sum(cache.given for cache in caches) - before > 60  # else nothing was kept, and nothing compared


def test_other_process_shows_every_edit_at_once(app: Crescendo) -> None:
    guide = make_guide("Title 0", slug="guide")
    with served(app) as ask:
        assert "Title 0" in ask("/guides/guide")
        for number in range(1, 25):
            publish_article(revise(guide, title=f"Title {number}."), by=None)
            db.session.commit()
            assert f"Title {number}." in ask("/guides/guide")
            assert f"Title {number}." in ask("/guides/guide")
            assert f"Title {number}." in ask("/")


def test_page_is_made_once_for_all_readers(pages: Pages) -> None:
    make_guide(slug="guide")
    assert pages.open("/guides/guide").statements
    again = pages.open("/guides/guide?utm_source=letter")
    assert again.statements == []
    assert again.status == 200


def test_who_is_signed_in_has_pages_made_anew(pages: Pages, sign_in: Callable[..., Pages]) -> None:
    make_guide(slug="guide")
    browser = sign_in()
    pages.open("/guides/guide")
    assert browser.open("/guides/guide").statements
    assert browser.open("/guides/guide").response.headers["Cache-Control"] == "private, no-store"


def test_pages_are_kept_while_somebody_writes_or_clicks(pages: Pages) -> None:
    article = make_guide(slug="guide")
    pages.open("/")
    autosave_article(article, texts_of(article.newest_revision), version=article.version, by=None)
    db.session.query(DailyClicks).delete()
    db.session.commit()
    assert pages.open("/").statements == []


def test_everybody_who_searches_in_vain_is_heard(pages: Pages) -> None:
    assert pages.open("/search?q=nothing").statements
    assert pages.open("/search?q=nothing").statements


def test_listing_notes_a_price_that_expires_unseen(pages: Pages) -> None:
    product = make_product("Sock")
    make_offer(product, merchant=make_merchant(price_ttl=60), price=500)
    make_offer(product, merchant=make_merchant(price_ttl=600), price=2000)
    assert "Sock" not in pages.open("/products/?price-from=10").main
    with time_machine.travel(clock.now() + timedelta(seconds=61), tick=False):
        assert "Sock" in pages.open("/products/?price-from=10").main


def test_price_history_ends_with_the_day(pages: Pages) -> None:
    with time_machine.travel("2026-11-20T23:00:00Z", tick=False) as travel:
        product = make_product("Sock", slug="sock")
        offer = make_offer(product, merchant=make_merchant(price_ttl=86_400), price=500)
        values = {"currency": "USD", "availability": offer.availability}
        moment = clock.now() - timedelta(days=9)
        db.session.add(PriceObservation(offer_id=offer.id, observed_at=moment, price_minor=900, **values))
        db.session.commit()
        before = pages.open("/products/sock").html
        assert '<time datetime="2026-11-20">Today</time>' in before
        travel.shift(timedelta(minutes=59))
        assert pages.open("/products/sock").html == before
        travel.shift(timedelta(minutes=1))
        assert '<time datetime="2026-11-21">Today</time>' in pages.open("/products/sock").html


def test_page_that_was_begun_before_a_change_is_not_taken_for_a_later_one() -> None:
    versions = [1]

    def change_meanwhile() -> str:
        versions.append(2)
        return "made while it changed"

    cache = PageCache(page(change_meanwhile), lambda: versions[-1], size=10**6, cookie="crescendo")
    reader = Client(cache)
    assert reader.get("/").text == "made while it changed"
    cache.app = page(lambda: "made after")
    assert reader.get("/").text == "made after"


def test_readers_who_come_at_once_wait_for_one_page() -> None:
    def slowly() -> str:
        Event().wait(0.1)
        return "made"

    cache = PageCache(page(slowly), lambda: 1, size=10**6, cookie="crescendo")
    start, texts = Barrier(6), []

    def read() -> None:
        start.wait()
        texts.append(Client(cache).get("/").text)

    threads = [Thread(target=read) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == ["made"] * 6
    assert cache.made == 1


def test_readers_of_a_page_that_fails_each_learn_of_it() -> None:
    def fail() -> str:
        raise OSError

    cache = PageCache(page(fail), lambda: 1, size=10**6, cookie="crescendo")
    for _number in range(2):
        with pytest.raises(OSError):  # noqa: PT011 (nothing more to say)
            Client(cache).get("/")


def test_cache_stays_within_its_size_and_keeps_pages_from_queries() -> None:
    cache = PageCache(page(lambda: "x" * 10_000), lambda: 1, size=400_000, cookie="crescendo")
    reader = Client(cache)
    reader.get("/guide")
    for number in range(100):
        reader.get(f"/guide?any={number}")
    made = cache.made
    reader.get("/guide")
    assert cache.made == made
    reader.get("/guide?any=0")
    assert cache.made == made + 1
    assert cache.size <= 400_000


@pytest.mark.parametrize(
    "headers", [[("Set-Cookie", "a=b")], [("Vary", "Cookie")]], ids=["gives a cookie", "depends on cookies"]
)
def test_personal_answers_are_not_kept(headers: list[tuple[str, str]]) -> None:
    cache = PageCache(page(lambda: "yours", headers), lambda: 1, size=10**6, cookie="crescendo")
    for _number in range(2):
        Client(cache).get("/")
    assert cache.made == 2


def test_network_may_keep_a_page_no_longer_than_it_holds() -> None:
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False) as travel:
        until = clock.now() + timedelta(seconds=100)
        shown = page(lambda: "page", [("Cache-Control", "no-cache")], until=until)
        reader = Client(PageCache(shown, lambda: 1, size=10**6, cookie="crescendo", cdn_seconds=60))
        assert directives(reader) == "public, max-age=0, s-maxage=60, stale-while-revalidate=40"
        travel.shift(timedelta(seconds=70))
        assert directives(reader) == "public, max-age=0, s-maxage=30, stale-while-revalidate=0"


def test_without_a_version_nothing_is_kept() -> None:
    cache = PageCache(page(lambda: "page"), lambda: None, size=10**6, cookie="crescendo")
    for _number in range(2):
        assert Client(cache).get("/").text == "page"
    assert cache.made == 2


def directives(reader: Client) -> str:
    [value] = reader.get("/").headers.getlist("Cache-Control")
    return value


def page(text: Callable[[], str], headers: list[tuple[str, str]] | None = None, *, until: Any = None) -> Show:
    """An application that shows `text`, and says that it may be kept."""

    def show(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        body = text().encode()
        environ[KEPT_UNTIL] = until or clock.now() + timedelta(days=1)
        start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body))), *(headers or [])])
        return [body]

    return show


@contextmanager
def served(app: Flask) -> Iterator[Callable[[str], str]]:
    """Asks a server in a process of its own, on the database of `app`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = app.config["SETTINGS"]
    environment = {
        **os.environ,
        "CRESCENDO_DATA": str(settings.data),
        "CRESCENDO_DATABASE_URL": settings.database_url.replace("+psycopg", ""),
        "CRESCENDO_SECRET_KEY": settings.secret_key,
    }
    command = [sys.executable, "-m", "flask", "--app", "app", "run", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def ask(path: str) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", path)
            return connection.getresponse().read().decode()
        finally:
            connection.close()

    try:
        for _look in range(400):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            Event().wait(0.05)
        yield ask
    finally:
        server.terminate()
        server.wait()
