"""How fast readers are led to sellers, and how long the reports of their clicks take, on SQLite.

Serves the demo from a folder of its own with the server of production, follows the links of its guides, first one after
the other, then from several connections at once, and compares what was asked with what the database counted. Then puts
100,000 clicks of 30 days into that database and reads each report, with the sums by day that stand above it.
"""

import os
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from random import Random
from statistics import median, quantiles
from threading import Event, Thread
from time import monotonic, perf_counter

from sqlalchemy import delete, insert, select

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from crescendo import create_app  # noqa: E402 (found from here on)
from crescendo.catalog.models import Offer  # noqa: E402
from crescendo.config import Settings  # noqa: E402
from crescendo.foundation import clock  # noqa: E402
from crescendo.foundation.database import db, unit_of_work  # noqa: E402
from crescendo.journal.models import Article  # noqa: E402
from crescendo.outbound.click_reports import ClickFilter, Period, ReportBy, clicks_by_day, report_page  # noqa: E402
from crescendo.outbound.clicks import BlockForm, DailyClicks, OfferState  # noqa: E402

IN_TURN = 5_000  # clicks, one after the other
AT_ONCE, SECONDS = 8, 5.0
DAYS, CLICKS = 30, 100_000  # of the reports
ROUNDS = 7
VISITORS = count()
LINK = re.compile(r'href="(/go/[0-9/-]+)"')


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as (server, port):
        links = links_of_guides(port)
        times = sorted(timed_clicks(port, links))
        percentiles = quantiles(times, n=100)
        print(f"links to sellers          {len(links):>9,}")
        print(f"one after the other       {median(times) * 1000:>9.2f} ms median, {percentiles[98] * 1000:.2f} ms p99")
        clicks, seconds = clicks_at_once(port, links)
        print(f"{AT_ONCE} connections at once     {clicks / seconds:>9,.0f} a second")
        print(f"asked and written         {len(times) + clicks:>9,} and {written(Path(folder), len(times) + clicks):,}")
        server.terminate()
        server.wait()
        time_reports(Path(folder))


@contextmanager
def served(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The server of a site with the demo, and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "CRESCENDO_DATA": str(folder), "HOST": "127.0.0.1", "PORT": str(port)}
    for name in ("CRESCENDO_DATABASE_URL", "CRESCENDO_ENV"):
        environment.pop(name, None)
    command = [sys.executable, "-m", "flask", "--app", "app", "start"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            while not answers(port):
                Event().wait(0.1)
            yield server, port
        finally:
            server.terminate()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def links_of_guides(port: int) -> list[str]:
    with closing(Connection(port)) as connection:
        guides = re.findall(r'href="(/guides/[a-z0-9-]+)"', connection.ask("/guides/"))
        return sorted({link for guide in guides for link in LINK.findall(connection.ask(guide))})


def timed_clicks(port: int, links: list[str]) -> Iterator[float]:
    """How long each click took, in seconds."""
    with closing(Connection(port)) as connection:
        for number in range(IN_TURN):
            start = perf_counter()
            connection.follow(links[number % len(links)])
            yield perf_counter() - start


def clicks_at_once(port: int, links: list[str]) -> tuple[int, float]:
    """How many clicks were answered, and within how many seconds."""
    done: list[int] = []

    def click() -> None:
        with closing(Connection(port)) as connection:
            number = 0
            while monotonic() < end:
                connection.follow(links[number % len(links)])
                number += 1
            done.append(number)

    start = monotonic()
    end = start + SECONDS
    threads = [Thread(target=click) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done), monotonic() - start


def written(folder: Path, expected: int) -> int:
    """How many clicks the database has, once it has all or ten seconds have passed."""
    with closing(sqlite3.connect(folder / "crescendo.sqlite3")) as database:
        for _look in range(100):
            (found,) = database.execute("SELECT coalesce(sum(human + other), 0) FROM daily_clicks").fetchone()
            if found >= expected:
                break
            Event().wait(0.1)
        return int(found)


def time_reports(folder: Path) -> None:
    """Print how long reports take with clicks as they come, many on few places, and with no two alike."""
    app = create_app(Settings.from_environment({"CRESCENDO_DATA": str(folder), "CRESCENDO_SECRET_KEY": "x" * 32}))
    with app.app_context():
        for words, is_alike in (("100,000 clicks as they come", True), ("100,000 rows of one click", False)):
            with unit_of_work():
                rows = put_in_clicks(is_alike=is_alike)
            print(f"{words:<30}{rows:>7,} rows")
            filters = ClickFilter(Period.up_to(clock.now().date(), days=DAYS))
            for by in ReportBy:
                print(f"  by {by.value:<24}{seconds_of(by, filters) * 1000:>8.0f} ms median")


def put_in_clicks(*, is_alike: bool) -> int:
    """Replace all clicks, and return how many rows that took."""
    db.session.execute(delete(DailyClicks))
    offers, guides = list(db.session.scalars(select(Offer.id))), list(db.session.scalars(select(Article.id)))
    places = [(guide, position, offer) for position in range(1, 10) for guide in guides for offer in offers]
    rate, today, random = 1 / 500, clock.now().date(), Random(1)  # noqa: S311 (nothing secret)
    counts: Counter[tuple[int, tuple[int, int, int]]] = Counter()
    for number in range(CLICKS):
        place = min(int(random.expovariate(rate)), len(places) - 1) if is_alike else number // DAYS
        counts[number % DAYS, places[place]] += 1
    rows = [
        {
            "day": today - timedelta(days=days_ago),
            "offer_id": offer,
            "place": f"{guide}-{position}",
            "form": BlockForm.CARD,
            "met": OfferState.OPEN if random.random() < 0.95 else OfferState.GONE,
            "article_id": guide,
            "position": position,
            "human": times,
            "other": times // 3,
        }
        for (days_ago, (guide, position, offer)), times in sorted(counts.items(), reverse=True)
    ]
    db.session.execute(insert(DailyClicks), rows)
    return len(rows)


def seconds_of(by: ReportBy, filters: ClickFilter) -> float:
    """How long a report and its sums by day take, in seconds."""
    times = []
    for _number in range(ROUNDS):
        start = perf_counter()
        report_page(by, filters)
        clicks_by_day(filters)
        times.append(perf_counter() - start)
        db.session.rollback()
    return median(times)


class Connection:
    """A kept-alive connection that asks for as little work as it can, so that the server is what is measured."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self) -> None:
        self._socket.close()

    def follow(self, link: str) -> None:
        """Click as somebody who has not been here before."""
        answer = self._exchange(
            f"GET {link} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Mozilla/5.0 (v{next(VISITORS)})\r\n\r\n"
        )
        if not answer.startswith(b"HTTP/1.1 302"):
            sys.exit(f"{link} did not lead anywhere: {answer[:60]!r}")

    def ask(self, path: str) -> str:
        return self._exchange(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Mozilla/5.0\r\n\r\n").decode()

    def _exchange(self, request: str) -> bytes:
        self._socket.sendall(request.encode())
        answer = self._socket.recv(65_536)
        head, _, body = answer.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head.lower())
        while length and len(body) < int(length[1]):
            more = self._socket.recv(65_536)
            answer, body = answer + more, body + more
        return answer


if __name__ == "__main__":
    main()
