"""How fast pages are, kept and made anew, beside servers that do nothing else than to send the same bytes.

The server has one core and wrk another; without wrk, a client in Python asks, which says less. Ratios within one run
are what counts, since no two machines are alike.
"""

import argparse
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread
from time import monotonic, perf_counter

from flask_migrate import upgrade

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench.content import fill  # noqa: E402 (found from here on)
from crescendo import create_app  # noqa: E402
from crescendo.config import Settings  # noqa: E402

PAGES = {
    "guide": "/guides/guide-7",
    "home": "/",
    "category": "/category/shelf-2",
    "listing": "/products/",
    "product": "/products/product-7",
    "search": "/search?q=winter+walk",  # two texts of a hundred have both words
    "common": "/search?q=wool+trail",  # one of four
}
CONNECTIONS = 16
MOMENTS = 21  # how often each page is made anew
CONSTANT = """
def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(BODY)))])
    return [BODY]

with open({file!r}, "rb") as file:
    BODY = file.read()
"""
NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder}; default_type text/html; keepalive_requests 10000000;
  open_file_cache max=100;
  server {{ listen 127.0.0.1:{port}; root {folder}; }}
}}
"""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--guides", type=int, nargs="*", default=[1000])
    asked.add_argument("--seconds", type=int, default=5)
    wanted = asked.parse_args()
    medians = {}
    with tempfile.TemporaryDirectory() as name:
        for number, guides in enumerate(wanted.guides):
            folder = Path(name) / str(guides)
            folder.mkdir()
            for place in (Path(name), folder):
                place.chmod(0o755)  # nginx reads it as another user
            settle(folder, guides)
            print(f"\n{guides:,} guides, {guides * 3 // 10:,} products")
            medians[guides] = made_anew(folder)
            if number == 0:
                compare(folder, wanted.seconds)
    first, *larger = medians
    for guides in larger:
        print(f"\nMade anew, {guides:,} guides against {first:,}:")
        for page in PAGES:
            print(f"  {page:<10}{medians[guides][page] / medians[first][page]:>8.2f} x")


def settle(folder: Path, guides: int) -> None:
    """A site with so many guides in `folder`."""
    app = create_app(Settings.from_environment({"CRESCENDO_DATA": str(folder), "CRESCENDO_SECRET_KEY": "x" * 32}))
    with app.app_context():
        upgrade()
        fill(guides=guides)


def made_anew(folder: Path) -> dict[str, float]:
    """How long each page takes, in seconds, where nothing is kept: the median of many."""
    found = {}
    with served(site(folder, megabytes=0)) as port:
        connection = HTTPConnection("127.0.0.1", port)
        for page, path in PAGES.items():
            times = [timed(connection, path) for _moment in range(MOMENTS + 2)][2:]
            found[page] = statistics.median(times)
            print(f"  {page:<10}made anew in {found[page] * 1000:>8.1f} ms")
    return found


def compare(folder: Path, seconds: int) -> None:
    """Print how many kept pages are given a second, and how many a server that does nothing else sends."""
    body = folder / "guide.html"
    with served(site(folder, megabytes=32)) as port:
        for page, path in PAGES.items():
            rate, slowest = load(port, path, seconds)
            print(f"  {page:<10}kept: {rate:>9,.0f} a second, p99 {slowest}")
            if page == "guide":
                body.write_bytes(packed(port, path))
                guide = rate
    (folder / "constant.py").write_text(CONSTANT.format(file=str(body)))
    with served((granian("constant:app"), {"PYTHONPATH": str(folder)})) as port:
        report("bare granian", load(port, "/", seconds), guide)
    if nginx := shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin"):
        with served(([nginx, "-c", str(folder / "nginx.conf")], {}), nginx=folder) as port:
            report("nginx", load(port, "/guide.html", seconds), guide)


def report(name: str, found: tuple[float, str], guide: float) -> None:
    rate, slowest = found
    print(f"  {name}, the same bytes: {rate:>9,.0f} a second, p99 {slowest}")
    print(f"  a kept guide reaches {guide / rate:.2f} of {name}")


Command = tuple[list[str], dict[str, str]]


def site(folder: Path, *, megabytes: int) -> Command:
    """The server of production, with its settings."""
    environment = {
        "CRESCENDO_DATA": str(folder),
        "CRESCENDO_SECRET_KEY": "x" * 32,
        "CRESCENDO_PAGE_CACHE_MB": str(megabytes),
        "CRESCENDO_DATABASE_URL": "",
    }
    return granian("app:app"), environment


def granian(app: str) -> list[str]:
    command = [sys.executable, "-m", "granian", app, "--interface", "wsgi", "--log-level", "warning"]
    return [*command, "--workers", "1", "--blocking-threads", "4"]


@contextmanager
def served(what: Command, *, nginx: Path | None = None) -> Iterator[int]:
    """A server on the first core, and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command, environment = what
    if nginx is None:
        command = [*command, "--port", str(port)]
    else:
        (nginx / "nginx.conf").write_text(NGINX.format(folder=nginx, port=port))
    with subprocess.Popen([*on_core(0), *command], cwd=ROOT, env={**os.environ, **environment}) as server:
        try:
            while not answers(port):
                Event().wait(0.1)
            yield port
        finally:
            server.terminate()


def on_core(number: int) -> list[str]:
    pin = shutil.which("taskset")
    return [pin, "-c", str(number)] if pin and (os.cpu_count() or 1) > 1 else []


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def timed(connection: HTTPConnection, path: str) -> float:
    start = perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        sys.exit(f"{path} answered {answer.status}")
    return perf_counter() - start


def packed(port: int, path: str) -> bytes:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={"Accept-Encoding": "br"})
    return connection.getresponse().read()


def load(port: int, path: str, seconds: int) -> tuple[float, str]:
    """How many answers a second many connections get from the second core, and how long the slowest hundredth took."""
    wrk = shutil.which("wrk")
    if wrk is None:
        return load_from_python(port, path, seconds)
    address = f"http://127.0.0.1:{port}{path}"
    command = [*on_core(1), wrk, "-t1", f"-c{CONNECTIONS}", "--latency", "-H", "Accept-Encoding: br"]
    subprocess.run([*command, "-d1s", address], capture_output=True, check=True)  # until all threads have begun
    said = subprocess.run([*command, f"-d{seconds}s", address], capture_output=True, text=True, check=True).stdout
    rate, slowest = re.search(r"Requests/sec:\s+([0-9.]+)", said), re.search(r"99%\s+(\S+)", said)
    if rate is None or slowest is None or "Non-2xx" in said:
        sys.exit(said)
    return float(rate[1]), slowest[1]


def load_from_python(port: int, path: str, seconds: int) -> tuple[float, str]:
    times: list[float] = []
    end = monotonic() + seconds

    def ask() -> None:
        connection = HTTPConnection("127.0.0.1", port)
        while monotonic() < end:
            times.append(timed(connection, path))

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(times) / seconds, f"{sorted(times)[len(times) * 99 // 100] * 1000:.2f}ms"


if __name__ == "__main__":
    main()
