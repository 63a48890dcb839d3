"""How much memory a server takes once its page cache is full, and how long it takes to start.

Fills the cache with as many different pages as it holds, then lets somebody sign in and save, since authors' pages load
what readers' do not. Starts are those of `make serve` and `make run` on a site that is there already, until the first
byte of the home page.
"""

import argparse
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path
from time import perf_counter, sleep

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.desk import ROOT, TRIES, Person, Site, form_of, running

TOKEN = "only for this measurement"  # noqa: S105 (of a site that lives for minutes)
ENCODINGS = ("br", "gzip", "zstd", "identity")
READERS, BATCH = 4, 200
STARTS = 5
_of_thread = threading.local()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--guides", type=int, default=1000)
    asked.add_argument("--megabytes", type=int, default=32)
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        size = {"CRESCENDO_PAGE_CACHE_MB": str(wanted.megabytes), "MALLOC_ARENA_MAX": "1"}  # as `make serve` does
        site = Site(Path(folder), CRESCENDO_METRICS_TOKEN=TOKEN, **size)
        site.settle_with_guides(wanted.guides)
        with running(site):
            print(f"a worker after its start   {memory(site)}")
            kept = fill_cache(site, wanted.guides)
            print(f"with {kept / 2**20:.1f} MB of pages     {memory(site)}")
            save(site)
            print(f"after an author's save     {memory(site)}")
    for target in ("serve", "run"):
        with tempfile.TemporaryDirectory() as folder:
            _first, *times = (seconds_to_first_byte(target, Site(Path(folder))) for _start in range(1 + STARTS))
        print(f"make {target:<6} to first byte {statistics.median(times):>6.2f} s, {max(times):.2f} s at worst")


def memory(site: Site) -> str:
    """What the process that answers requests takes. Much of it is shared with the one that it was forked from."""
    told = Path(f"/proc/{site.worker}/smaps_rollup").read_text()
    resident, share = (int(size) // 1024 for size in re.findall(r"^(?:Rss|Pss):\s+(\d+) kB", told, re.MULTILINE))
    return f"{resident:>4} MB resident, {share} MB when shared memory is divided among those who share it"


def fill_cache(site: Site, guides: int) -> int:
    """Ask for different pages until no more fit, from several connections; how many bytes are kept then."""

    def ask(page: tuple[str, str]) -> None:
        connection = vars(_of_thread).setdefault("connection", HTTPConnection("127.0.0.1", site.port))
        connection.request("GET", page[0], headers={"Accept-Encoding": page[1]})
        connection.getresponse().read()

    kept, pages = [0], different_pages(guides)
    with ThreadPoolExecutor(READERS) as readers:
        while batch := list(islice(pages, BATCH)):
            list(readers.map(ask, batch))
            kept.append(bytes_kept(site))
            if kept[-1] < kept[-2] + BATCH * 50:  # new pages push out others
                break
    return kept[-1]


def different_pages(guides: int) -> Iterator[tuple[str, str]]:
    """Guides, products and searches, in each encoding. Addresses with a query have a share of their own."""
    for encoding in ENCODINGS:
        for number in range(1, guides + 1):
            yield f"/guides/guide-{number}", encoding
            yield f"/search?q=trail+{number}", encoding
            if number <= guides * 3 // 10:
                yield f"/products/product-{number}", encoding


def bytes_kept(site: Site) -> int:
    connection = HTTPConnection("127.0.0.1", site.port)
    connection.request("GET", "/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    found = re.search(rb"^crescendo_kept_pages_bytes (\d+)", connection.getresponse().read(), re.MULTILINE)
    return int(found[1]) if found else 0


def save(site: Site) -> None:
    """Sign in, open a guide and save it."""
    author = Person(site)
    author.sign_in()
    path = "/studio/articles/7"
    status, _page = author.send(path, {**form_of(author.open(path)[1], "summary"), "summary": "New words."})
    if status != 303:
        raise SystemExit(f"Saving was answered with {status}.")


def seconds_to_first_byte(target: str, site: Site) -> float:
    """How long `make` takes until the home page begins to come."""
    command = ["make", "--silent", f"VENV={sys.prefix}", target]
    start = perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, env=site.environment, stdout=subprocess.DEVNULL, start_new_session=True
    ) as server:
        try:
            for _try in range(TRIES * 100):
                if site.answers():
                    break
                sleep(0.01)
            connection = HTTPConnection("127.0.0.1", site.port)
            connection.request("GET", "/")
            connection.getresponse()
            return perf_counter() - start
        finally:
            os.killpg(server.pid, signal.SIGTERM)


if __name__ == "__main__":
    main()
