"""A site of its own, served as in production, and people who work at it: sign in, fill in a form, send it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import urlencode, urlsplit

from lxml.html import document_fromstring
from sqlalchemy import create_engine, make_url, text

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench.content import fill  # noqa: E402 (found from here on)
from crescendo import create_app  # noqa: E402
from crescendo.accounts.actions import add_user  # noqa: E402
from crescendo.accounts.models import Role, User  # noqa: E402
from crescendo.catalog.shelves import CategoryInput, create_category  # noqa: E402
from crescendo.catalog.taxonomy import FieldColour  # noqa: E402
from crescendo.commands.migrating import migrate_database  # noqa: E402
from crescendo.config import Settings  # noqa: E402
from crescendo.foundation.database import unit_of_work  # noqa: E402
from crescendo.journal.actions import ArticleInput, create_article  # noqa: E402
from crescendo.journal.bylines import AuthorInput, create_author  # noqa: E402

PASSWORD = "glad horses trot along the river"  # noqa: S105 (of a site that lives for minutes)
EMAIL = "ed@example.org"
TRIES = 400
NO_ANSWER = (OSError, HTTPException)


class Site:
    """A site in `folder`, or in the empty database at `database_url`, with other settings by their names."""

    def __init__(self, folder: Path, database_url: str = "", **settings: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._settings = {
            "CRESCENDO_DATA": str(folder),
            "CRESCENDO_SECRET_KEY": "x" * 32,
            "CRESCENDO_DATABASE_URL": database_url,
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            **settings,
        }
        self._server: subprocess.Popen[bytes] | None = None

    def settle(self, drafts: int) -> list[int]:
        """Make its tables, an account and so many drafts; their ids."""
        with self._tables_made() as ed:
            shelf = create_category(CategoryInput("Footwear", "", FieldColour.CLAY), by=None)
            author = create_author(AuthorInput(name="Mara"), by=None)
            entries = [ArticleInput(f"Draft {n}", shelf.id, author.id, slug=f"draft-{n}") for n in range(drafts)]
            return [create_article(entry, by=ed).id for entry in entries]

    def settle_with_guides(self, guides: int) -> None:
        """Make its tables, an account and so many published guides, with products for a third as many."""
        with self._tables_made():
            fill(guides=guides)

    @contextmanager
    def _tables_made(self) -> Iterator[User]:
        app = create_app(Settings.from_environment(self._settings))
        with app.app_context():
            migrate_database()
            with unit_of_work():
                yield add_user(email=EMAIL, name="Ed", password=PASSWORD, role=Role.OWNER)

    def start(self) -> None:
        """Serve it, and return once it answers."""
        command = [sys.executable, "-m", "flask", "--app", "app", "start"]
        self._server = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for _try in range(TRIES):
            if self.answers():
                return
            Event().wait(0.05)
        raise SystemExit("The server does not answer.")

    @property
    def environment(self) -> dict[str, str]:
        """What its server and commands find in their environment. Python keeps what it compiled, as it usually does."""
        return {**os.environ, **self._settings, "PYTHONDONTWRITEBYTECODE": ""}

    @property
    def worker(self) -> int:
        """The process that answers requests. Beside it, the server has one that does jobs."""
        server = self._server.pid if self._server else 0
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        [worker] = [int(child) for child in children if b"jobs" not in Path(f"/proc/{child}/cmdline").read_bytes()]
        return worker

    def kill(self) -> None:
        """End all of its processes at once, as a power cut would."""
        if self._server is not None:
            os.killpg(self._server.pid, signal.SIGKILL)
            self._server.wait()
            for _try in range(TRIES):
                if not self.answers():
                    break
                Event().wait(0.05)

    def answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def doctor(self) -> str:
        """What `flask doctor` says."""
        command = [sys.executable, "-m", "flask", "--app", "app", "doctor"]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        ).stdout


@contextmanager
def database_on(server_url: str) -> Iterator[str]:
    """The address of a database, made on that PostgreSQL for the block; without a server none, which means SQLite."""
    if not server_url:
        yield ""
        return
    server, name = make_url(server_url).set(drivername="postgresql+psycopg"), f"crescendo_bench_{os.getpid()}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        try:
            yield server.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@contextmanager
def running(site: Site) -> Iterator[Site]:
    """`site`, served within the block."""
    site.start()
    try:
        yield site
    finally:
        site.kill()


class Person:
    """Somebody with a browser without scripts. Whatever gets no answer raises one of `NO_ANSWER`."""

    def __init__(self, site: Site) -> None:
        self._site, self._cookies = site, dict[str, str]()
        self._connection = HTTPConnection("127.0.0.1", site.port, timeout=60)

    def sign_in(self) -> None:
        """Open a session."""
        page = self.open("/login")[1]
        status, _page = self.send("/login", {**form_of(page, "password"), "email": EMAIL, "password": PASSWORD})
        if status not in {302, 303}:
            raise SystemExit(f"Signing in was answered with {status}.")
        self._connection.close()  # while others sign in, the server would give it up

    def open(self, path: str) -> tuple[int, str]:
        """The status and the page at `path`."""
        return self._asked("GET", path, None, {})

    def send(self, path: str, fields: dict[str, Any]) -> tuple[int, str]:
        """What a form is answered with: the status, and where it leads or what it says."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._asked("POST", path, urlencode(fields).encode(), kind)

    def _asked(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        try:
            self._connection.request(method, path, body, {**headers, "Cookie": cookies})
            answer = self._connection.getresponse()
            page = answer.read().decode()
        except NO_ANSWER:
            self._connection.close()
            raise
        self._keep_cookies(answer)
        if location := answer.getheader("Location"):
            return answer.status, urlsplit(location).path
        return answer.status, page

    def _keep_cookies(self, answer: HTTPResponse) -> None:
        for line in answer.msg.get_all("Set-Cookie") or []:
            name, _, rest = line.partition("=")
            self._cookies[name] = rest.partition(";")[0]


def form_of(page: str, field: str) -> dict[str, str]:
    """What the form with this field would send, as it stands on the page."""
    forms = [form for form in document_fromstring(page).forms if field in form.fields]
    return {name: value.removeprefix("\n") for name, value in forms[-1].form_values()}
