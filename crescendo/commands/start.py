"""`flask start`: make the installation ready, say where it is, and serve it."""

import gc
import os
import socket
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from ..accounts.queries import has_users
from ..catalog.queries import has_content
from ..config import Settings
from ..foundation.database import db, reading
from ..foundation.migrations import known_migrations, migration_of, newest_migration
from ..signin import setup_url
from .migrating import migrate_database
from .search import index_if_empty
from .servers import SERVERS

_FLASK = (sys.executable, "-m", "flask", "--app", "app")


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
    _serve(settings.server, host, port)


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
        _migrate()
        if demo and _is_empty():
            _load_demo()
        index_if_empty()
    except DBAPIError as error:
        reason = str(error.orig).strip().splitlines()[0]
        raise click.ClickException(f"The database cannot be used: {reason}") from error


def _migrate() -> None:
    """In a process of its own: the memory that migrating takes would remain with the server and all that it forks."""
    with db.engine.connect() as connection:
        migration = migration_of(connection)
    if migration == newest_migration():
        return
    if migration not in (None, *known_migrations()):
        advice = "Install that version again, or a newer one."
        raise click.ClickException(
            f"This database was used with a newer version of Crescendo (migration {migration}). {advice}"
        )
    db.engine.dispose()
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as aside:
        aside.submit(migrate_database).result()


def _is_empty() -> bool:
    with reading():
        return not has_content()


def _load_demo() -> None:
    """In a process of its own: it opens the store of pictures, which no process may have open that will be forked."""
    loading = subprocess.run([*_FLASK, "demo"], check=False)  # noqa: S603 (nothing in it comes from outside)
    if loading.returncode:
        raise click.ClickException("The demo could not be loaded.")


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
    command = [*_FLASK, "jobs", "--parent", str(os.getpid())]
    subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 (nothing in it comes from outside)


def _serve(server: str, host: str, port: int) -> None:
    """Serve until told to stop, by processes that share no connection, thread or open store with this one."""
    db.session.remove()
    db.engine.dispose()
    sys.stdout.flush()
    _share_memory()
    SERVERS[server](host, port)


def _share_memory() -> None:
    """Let the processes to come share what is loaded: to look for garbage in it would give each a copy of its own."""
    gc.collect()
    gc.freeze()
