"""`flask start`: make the installation ready, say where it is, and become the server."""

import logging
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy.exc import OperationalError

from ..accounts.queries import has_users
from ..config import Settings
from ..foundation.database import db
from ..signin import setup_url
from .demo import load_demo_if_empty
from .search import index_if_empty

# Requests that one process works on at a time: they wait for the database more than for the processor.
THREADS = min(8, 2 * (os.cpu_count() or 1) + 1)


@click.command("start")
@with_appcontext
def start() -> None:
    """Migrate the database, load the demo where it is empty, and serve the site."""
    settings: Settings = current_app.config["SETTINGS"]
    host, port = _address()
    _require_writable(settings.data)
    _require_free(host, port)
    _prepare_database(demo=not settings.production)
    click.echo(_welcome(settings.site_url))
    _start_jobs()
    _serve(host, port)


def _address() -> tuple[str, int]:
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "5000"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise click.ClickException(f"PORT is “{port}”, but must be a number from 1 to 65535.")
    return host, int(port)


def _require_writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise click.ClickException(f"The data folder {folder} cannot be written to: {error.strerror}.") from error


def _require_free(host: str, port: int) -> None:
    """The server shares its port with other servers of its kind, so it would not notice that one is there."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        advice = "Stop what answers there, or choose another: make run PORT=5001"
        raise click.ClickException(f"{host}:{port} cannot be used: {error.strerror}. {advice}") from error


def _prepare_database(*, demo: bool) -> None:
    try:
        logging.disable(logging.INFO)  # what Alembic says of each step is for `flask db`
        upgrade()
        logging.disable(logging.NOTSET)
        if demo:
            load_demo_if_empty()
        index_if_empty()
    except OperationalError as error:
        reason = str(error.orig).strip().splitlines()[0]
        raise click.ClickException(f"The database cannot be used: {reason}") from error


def _welcome(site_url: str) -> str:
    sign_in = f"{site_url}/login" if has_users() else f"make the first account at {setup_url()}"
    return f"""
  Crescendo is ready. Ctrl-C stops it.

  Site     {site_url}/
  Studio   {site_url}/studio/
  Sign in  {sign_in}
"""


def _start_jobs() -> None:
    """Let jobs run beside the server, in a process that ends with it."""
    command = [sys.executable, "-m", "flask", "--app", "app", "jobs", "--parent", str(os.getpid())]
    subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 (nothing in it comes from outside)


def _serve(host: str, port: int) -> None:
    """Become the server, which shares no connection, thread or open store with what prepared it."""
    db.session.remove()
    db.engine.dispose()
    sys.stdout.flush()
    server = [sys.executable, "-m", "granian", "app:app", "--interface", "wsgi", "--log-level", "warning"]
    place = ["--host", host, "--port", str(port), "--workers", "1", "--blocking-threads", str(THREADS)]
    os.execv(sys.executable, [*server, *place])  # noqa: S606 (the point is to need no shell)
