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

    def __init__(self, data: Path, database_url: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self._port}"
        self._environment = {
            **os.environ,
            "CRESCENDO_DATA": str(data),
            "CRESCENDO_DATABASE_URL": database_url,
            "CRESCENDO_SECRET_KEY": "the same after each start",
            "HOST": "127.0.0.1",
            "PORT": str(self._port),
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

    def kill(self) -> None:
        """End all of it at once, as a power cut would: nothing gets to finish."""
        if self._process is None:
            return
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None
        assert any(self._is_silent() for _look in range(PATIENCE)), "The server goes on answering."

    def _is_silent(self) -> bool:
        """Whether nobody answers; a moment later when somebody still does, as workers end after their parent."""
        return not self._answers() or Event().wait(0.05)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self._port), timeout=1):
                return True
        except OSError:
            return False
