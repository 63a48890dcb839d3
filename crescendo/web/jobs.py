"""Jobs: work that takes longer than a request may, done by a process of its own.

A job has a name and no arguments: what there is to do follows from the database, and leases there keep two processes
from doing it twice. So a job that is lost is only late, and one that is asked for twice does no harm.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, current_app

from ..foundation.database import after_commit, db

if TYPE_CHECKING:  # it loads the drivers of all its queues, and most servers are never asked for a job
    from huey import Huey
    from huey.api import TaskWrapper

log = logging.getLogger(__name__)
Work = Callable[[], object]
_SIGN = "sign-of-life"
_SILENCE = 150  # seconds without a sign of life, which comes every minute, after which nobody does jobs


@dataclass
class Jobs:
    """The jobs of an application and their queue: a file in the data folder, or Redis."""

    app: Flask
    data: Path
    redis_url: str
    _known: dict[str, tuple[Work, str]] = field(default_factory=dict)

    def add(self, name: str, work: Work, *, minutes: str) -> None:
        """Let `work` be done at these minutes of each hour, as cron writes them, and when `name` is asked for."""
        self._known[name] = work, minutes

    def ask_for(self, name: str) -> None:
        """Let the job be done soon, once the current transaction is committed. Asking again changes nothing."""
        after_commit(lambda: self._enqueue(name))

    def are_running(self) -> bool:
        """Whether some process does jobs."""
        sign = self._queue.get(_SIGN, peek=True)
        return sign is not None and time.time() - sign < _SILENCE

    def run(self, *, parent: int | None = None) -> None:
        """Do jobs as they are asked for and as their time comes, until SIGINT or SIGTERM.

        It ends with `parent`, the process that started this one, too, however and whenever that ends. The work at hand
        is finished first; a second signal does not wait.
        """
        from huey.consumer import Consumer, ConsumerStopped

        names = ", ".join(self._tasks)
        # Two workers, so that signs of life go on while a long job runs.
        consumer = Consumer(self._queue, workers=2, graceful_signal="TERM", max_delay=1)
        consumer.start()
        if parent:
            threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
        self._give_sign()
        log.info("Doing jobs: %s", names)
        with suppress(ConsumerStopped):
            while True:
                consumer.loop()
        self._queue.notify_interrupted_tasks()

    @cached_property
    def _queue(self) -> "Huey":
        """Opened on first use: no process must share its connection with the one that forked it."""
        from huey import RedisHuey, SqliteHuey

        if self.redis_url:
            return RedisHuey("crescendo", url=self.redis_url, results=False)
        self.data.mkdir(parents=True, exist_ok=True)
        return SqliteHuey("crescendo", filename=str(self.data / "jobs.sqlite3"), results=False)

    @cached_property
    def _tasks(self) -> "dict[str, TaskWrapper]":
        """What the queue knows of: each job, and the sign of life of every minute."""
        from huey import crontab

        self._queue.periodic_task(crontab(), name=_SIGN)(self._give_sign)
        return {
            name: self._queue.periodic_task(crontab(minute=minutes), name=name)(partial(self._do, name))
            for name, (_work, minutes) in self._known.items()
        }

    def _enqueue(self, name: str) -> None:
        task = self._tasks[name]
        if not any(type(waiting) is task.task_class for waiting in self._queue.pending()):
            task()

    def _do(self, name: str) -> None:
        with self.app.app_context():
            try:
                self._known[name][0]()
            finally:
                db.session.remove()

    def _give_sign(self) -> None:
        self._queue.put(_SIGN, time.time())


def install_jobs(app: Flask, data: Path, redis_url: str) -> Jobs:
    """The jobs of `app`, none yet."""
    app.extensions["jobs"] = jobs = Jobs(app, data, redis_url)
    return jobs


def the_jobs() -> Jobs:
    """The jobs of the application at hand."""
    jobs: Jobs = current_app.extensions["jobs"]
    return jobs


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
