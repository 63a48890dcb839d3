"""Jobs: asked for once, done by a process of its own, which ends when it is told to."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event

import pytest
from huey.consumer import Consumer
from sqlalchemy import select

from crescendo.foundation.database import db
from crescendo.web.application import Crescendo
from crescendo.web.jobs import Jobs
from tests.conftest import skip_without
from tests.guards.sources import ROOT

REDIS = os.environ.get("CRESCENDO_TEST_REDIS_URL") or "redis://127.0.0.1:6379"
LONG = 30.0  # seconds: more than any of this takes


def redis_url(worker: str) -> str:
    """The address of an emptied database for this test process alone: one queue is not for two."""
    import redis

    address = f"{REDIS}/{15 - int('0' + ''.join(filter(str.isdigit, worker))) % 8}"
    try:
        client = redis.Redis.from_url(address, socket_connect_timeout=1)
        for key in client.keys("huey.*crescendo*"):
            client.delete(key)
    except redis.ConnectionError:
        skip_without("redis", "No Redis answers; CRESCENDO_TEST_REDIS_URL can name one.")
    return address


@pytest.fixture(params=["file", "redis"])
def jobs(request: pytest.FixtureRequest, sqlite_app: Crescendo, tmp_path: Path, worker: str) -> Iterator[Jobs]:
    """Jobs with an empty queue."""
    with sqlite_app.app_context():
        yield Jobs(sqlite_app, tmp_path, redis_url(worker) if request.param == "redis" else "")
        db.session.remove()


def done(jobs: Jobs, is_enough: Callable[[], bool]) -> None:
    """Do jobs until it is enough."""
    consumer = Consumer(jobs._queue, workers=1, periodic=False, initial_delay=0.01, max_delay=0.05)
    consumer._set_signal_handlers = lambda: None
    consumer.start()
    ended = Event()
    for _look in range(int(LONG / 0.02)):
        if is_enough() or ended.wait(0.02):
            break
    consumer.stop(graceful=True)


def ask(jobs: Jobs, *names: str) -> None:
    for name in names:
        jobs.ask_for(name)
    db.session.commit()


def test_job_is_done_once_the_transaction_that_asked_for_it_is_committed(jobs: Jobs) -> None:
    seen: list[str] = []
    jobs.add("one", lambda: seen.append("one"), minutes="0")
    jobs.add("two", lambda: seen.append("two"), minutes="0")
    db.session.execute(select(1))
    jobs.ask_for("two")
    db.session.rollback()
    ask(jobs, "one", "one")
    done(jobs, lambda: bool(seen))
    assert seen == ["one"]


def test_job_that_fails_does_not_keep_others_from_being_done(jobs: Jobs, caplog: pytest.LogCaptureFixture) -> None:
    seen: list[str] = []

    def fail() -> None:
        raise ValueError("on purpose")

    jobs.add("failing", fail, minutes="0")
    jobs.add("other", lambda: seen.append("other"), minutes="0")
    ask(jobs, "failing", "other")
    done(jobs, lambda: bool(seen))
    assert seen == ["other"]
    assert "on purpose" in caplog.text


def test_it_is_known_whether_anybody_does_jobs(jobs: Jobs) -> None:
    assert not jobs.are_running()
    jobs._give_sign()
    assert jobs.are_running()


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Starts `flask jobs` on data of its own, and sees that it ends."""
    started: list[subprocess.Popen[str]] = []

    def start(*words: str) -> "subprocess.Popen[str]":
        environment = {**os.environ, "CRESCENDO_DATA": str(tmp_path), "CRESCENDO_SECRET_KEY": "only for this test"}
        started.append(
            subprocess.Popen(
                words, cwd=ROOT, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        )
        return started[-1]

    yield start
    for one in started:
        with suppress(ProcessLookupError):
            one.kill()
        one.communicate()


COMMAND = (sys.executable, "-m", "flask", "--app", "app", "jobs")


def test_process_says_what_it_does_and_ends_when_it_is_told_to(process: Callable[..., "subprocess.Popen[str]"]) -> None:
    jobs = process(*COMMAND)
    assert jobs.stderr is not None
    assert "check-links" in next(line for line in jobs.stderr if "Doing jobs" in line)
    jobs.send_signal(signal.SIGTERM)
    assert jobs.wait(LONG) == 0


def test_process_ends_with_the_one_that_started_it(process: Callable[..., "subprocess.Popen[str]"]) -> None:
    start_and_wait = (
        "import os, subprocess, sys; child = subprocess.Popen([*sys.argv[1:], str(os.getpid())], stderr=2);"
        " print(child.pid, flush=True); child.wait()"
    )
    parent = process(sys.executable, "-c", start_and_wait, *COMMAND, "--parent")
    assert parent.stdout is not None
    assert parent.stderr is not None
    child = int(parent.stdout.readline())
    assert any("Doing jobs" in line for line in parent.stderr)
    parent.kill()
    assert ends(child)


def test_process_ends_when_the_one_that_started_it_is_gone_already(
    process: Callable[..., "subprocess.Popen[str]"],
) -> None:
    gone = process("true")
    gone.wait(LONG)
    assert process(*COMMAND, "--parent", str(gone.pid)).wait(LONG) == 0


def ends(pid: int) -> bool:
    """Whether the process is gone within a while. It is not our child, so nobody tells us."""
    ended = Event()
    for _look in range(int(LONG / 0.05)):
        if not Path(f"/proc/{pid}/cmdline").exists() or not Path(f"/proc/{pid}/cmdline").read_bytes():
            return True
        ended.wait(0.05)
    return False
