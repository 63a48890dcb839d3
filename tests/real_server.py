"""A server in processes of its own, as an operator starts it: it can be killed, and started again where it was."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Event

from tests.guards.sources import ROOT

PATIENCE = 400  # looks, each a twentieth of a second after the one before


class RealServer:
    """`flask start` on a free port, with settings of its own."""

    def __init__(self, data: Path, database_url: str, **settings: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._environment = {
            **os.environ,
            "CRESCENDO_DATA": str(data),
            "CRESCENDO_DATABASE_URL": database_url,
            "CRESCENDO_SECRET_KEY": "the same after each start",
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            **settings,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and return once it answers."""
        command = [sys.executable, "-m", "flask", "--app", "app", "start"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=self._environment, stdout=subprocess.DEVNULL, start_new_session=True
        )
        for _look in range(PATIENCE):
            if self._answers():
                return
            with suppress(subprocess.TimeoutExpired):
                raise AssertionError(f"The server ended with {self._process.wait(0.05)}.")
        raise AssertionError("The server does not answer.")

    def line(self, *, patience: float = 30) -> socket.socket:
        """A connection to it, which waits for so many seconds at most."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=patience)

    def ask_to_end(self) -> None:
        """Send SIGTERM, as service managers do."""
        self._running.terminate()

    def status(self, *, within: float) -> int | None:
        """The exit status of the server; None when it has not ended within so many seconds."""
        with suppress(subprocess.TimeoutExpired):
            return self._running.wait(within)
        return None

    def processes(self) -> list[int]:
        """All of its processes that run, whoever started them."""
        return [int(place.name) for place in Path("/proc").glob("[0-9]*") if self._is_ours(place)]

    def memory(self) -> float:
        """The resident memory of all of them, in megabytes."""
        pages = (int(Path(f"/proc/{process}/statm").read_text().split()[1]) for process in self.processes())
        return sum(pages) * os.sysconf("SC_PAGE_SIZE") / 1_048_576

    def kill(self) -> None:
        """End all of it at once, as a power cut would: nothing gets to finish."""
        if self._process is None:
            return
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None
        assert any(self._is_silent() for _look in range(PATIENCE)), "The server goes on answering."

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        assert self._process is not None, "The server was not started."
        return self._process

    def _is_ours(self, place: Path) -> bool:
        """Whether a process of /proc belongs to the session that the server leads, and has not ended."""
        try:
            state, _parent, _group, session = (place / "stat").read_text().rpartition(")")[2].split()[:4]
        except OSError:
            return False
        return int(session) == self._running.pid and state != "Z"

    def _is_silent(self) -> bool:
        """Whether nobody answers; a moment later when somebody still does, as workers end after their parent."""
        return not self._answers() or Event().wait(0.05)

    def _answers(self) -> bool:
        try:
            with self.line(patience=1):
                return True
        except OSError:
            return False
