"""Servers on one core and their load on another: ours, a bare Granian, nginx, a blog of a textbook."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from threading import Event, Thread
from time import monotonic, perf_counter

sys.path.insert(0, str(Path(__file__).parent.parent))

from crescendo.commands.servers import THREADS

ROOT = Path(__file__).parent.parent
CONNECTIONS = 16
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
IN_TURN = """
local paths, number = { %s }, 0
request = function() number = number %% #paths + 1; return wrk.format("GET", paths[number]) end
"""
UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0}


@contextmanager
def our_site(folder: Path, *, megabytes: int) -> Iterator[int]:
    """The site in `folder` with the server of production, keeping so many megabytes of pages."""
    settings = {
        "CRESCENDO_DATA": str(folder),
        "CRESCENDO_SECRET_KEY": "x" * 32,
        "CRESCENDO_PAGE_CACHE_MB": str(megabytes),
        "CRESCENDO_DATABASE_URL": "",
    }
    with _granian("app:app", settings) as port:
        yield port


@contextmanager
def textbook(database: Path) -> Iterator[int]:
    """The blog of a textbook on its own database, with the same server."""
    with _granian("bench.textbook:app", {"TEXTBOOK_DATABASE": str(database)}) as port:
        yield port


@contextmanager
def bare_granian(body: Path) -> Iterator[int]:
    """The same server, which answers the same bytes to everything."""
    (body.parent / "constant.py").write_text(CONSTANT.format(file=str(body)))
    with _granian("constant:app", {"PYTHONPATH": str(body.parent)}) as port:
        yield port


@contextmanager
def nginx(folder: Path) -> Iterator[int | None]:
    """The port of nginx with the files in `folder`; None where it is not installed."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        yield None
        return
    port = _free_port()
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
    with _running([program, "-c", str(folder / "nginx.conf")], {}, port):
        yield port


@contextmanager
def _granian(app: str, environment: Mapping[str, str]) -> Iterator[int]:
    port = _free_port()
    command = [sys.executable, "-m", "granian", app, "--interface", "wsgi", "--log-level", "error"]
    with _running(
        [*command, "--workers", "1", "--blocking-threads", str(THREADS), "--port", str(port)], environment, port
    ):
        yield port


@contextmanager
def _running(command: list[str], environment: Mapping[str, str], port: int) -> Iterator[None]:
    with subprocess.Popen([*_on_core(0), *command], cwd=ROOT, env={**os.environ, **environment}) as server:
        try:
            while not _answers(port):
                Event().wait(0.1)
            yield
        finally:
            server.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _on_core(number: int) -> list[str]:
    pin = shutil.which("taskset")
    return [pin, "-c", str(number)] if pin and (os.cpu_count() or 1) > 1 else []


def ask(port: int, path: str) -> bytes:
    """The body of an answer, packed by Brotli."""
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={"Accept-Encoding": "br"})
    answer = connection.getresponse()
    if answer.status != 200:
        sys.exit(f"{path} answered {answer.status}")
    return answer.read()


def load(port: int, paths: Sequence[str], seconds: int) -> tuple[float, float]:
    """How many answers a second many connections get from the second core, and the seconds of the slowest hundredth.

    They ask for one of `paths` after the other.
    """
    wrk = shutil.which("wrk")
    if wrk is None:
        return _load_from_python(port, paths, seconds)
    address = f"http://127.0.0.1:{port}{paths[0]}"
    command = [*_on_core(1), wrk, "-t1", f"-c{CONNECTIONS}", "--latency", "-H", "Accept-Encoding: br"]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        if len(paths) > 1:  # else wrk need not think for each request
            script.write(IN_TURN % ", ".join(f'"{path}"' for path in paths))
            script.flush()
            command += ["-s", script.name]
        subprocess.run([*command, "-d1s", address], capture_output=True, check=True)  # until all threads have begun
        said = subprocess.run([*command, f"-d{seconds}s", address], capture_output=True, text=True, check=True).stdout
    rate, slowest = re.search(r"Requests/sec:\s+([0-9.]+)", said), re.search(r"99%\s+([0-9.]+)(us|ms|s)", said)
    if rate is None or slowest is None or "Non-2xx" in said:
        sys.exit(said)
    return float(rate[1]), float(slowest[1]) * UNITS[slowest[2]]


def _load_from_python(port: int, paths: Sequence[str], seconds: int) -> tuple[float, float]:
    times, in_turn = list[float](), cycle(paths)
    end = monotonic() + seconds

    def ask_on() -> None:
        while monotonic() < end:
            start = perf_counter()
            ask(port, next(in_turn))
            times.append(perf_counter() - start)

    threads = [Thread(target=ask_on) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(times) / seconds, sorted(times)[len(times) * 99 // 100]
