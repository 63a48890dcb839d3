"""Whether any reader ever gets a page that is not what it should be.

Lets edits, schedules, expiring prices and the clock loose on a site that several processes serve, each with its cache,
and compares each kept answer with one made anew: 10,000 steps unless told otherwise, on SQLite or on the database that
CRESCENDO_DATABASE_URL names, which must be empty.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import time_machine

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from crescendo import create_app  # noqa: E402 (found from here on)
from crescendo.commands.migrating import migrate_database  # noqa: E402
from crescendo.config import Settings  # noqa: E402
from crescendo.foundation import clock  # noqa: E402
from crescendo.presentation.counting import tally_of  # noqa: E402
from tests.staleness import Seen, World, reader_of  # noqa: E402

MOMENT = "2026-11-20T12:00:00Z"


class Process:
    """A process that serves the site, with how many kept answers it has given. Its clock is that of whoever asks."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        self.given = 0

    def __call__(self, address: str, may_be_packed: bool) -> Seen:
        self._line.send((clock.now(), address, may_be_packed))
        seen: Seen
        seen, self.given = self._line.recv()
        return seen


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--steps", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--processes", type=int, default=3)
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment(
            {"CRESCENDO_SITE_URL": "http://localhost", **os.environ, "CRESCENDO_DATA": folder}
        )
        app = create_app(settings)
        with app.app_context(), serving(settings, wanted.processes) as processes:
            migrate_database()
            with time_machine.travel(MOMENT, tick=False) as travel:
                maker = reader_of(app.extensions["page_cache"].app)
                world = World(processes, maker, Random(wanted.seed), travel)  # noqa: S311 (nothing secret)
                sys.exit(roam(world, processes, wanted.steps))


@contextmanager
def serving(settings: Settings, count: int) -> Iterator[list[Process]]:
    """So many processes that serve the site."""
    kind, lines = get_context("spawn"), list[Connection]()
    for _each in range(count):
        ours, theirs = kind.Pipe()
        kind.Process(target=serve, args=(settings, theirs), daemon=True).start()
        lines.append(ours)
    yield [Process(line) for line in lines]
    for line in lines:
        line.close()


def serve(settings: Settings, line: Connection) -> None:
    """Answer until nobody asks any more."""
    app = create_app(settings)
    tally_of(app).pause = None
    read, cache = reader_of(app), app.extensions["page_cache"]
    with time_machine.travel(MOMENT, tick=False) as travel:
        while True:
            try:
                moment, address, may_be_packed = line.recv()
            except EOFError:
                return
            travel.move_to(moment)
            line.send((read(address, may_be_packed), cache.given))


def roam(world: World, processes: list[Process], steps: int) -> int:
    """How many answers were wrong, each of them said."""
    faults = given = 0
    for number in range(steps):
        if fault := world.step():
            faults += 1
            print(f"step {number}, {fault}")
        given = sum(process.given for process in processes)
        if number % 1000 == 999:
            print(f"{number + 1:>7,} steps, {given:>7,} kept answers, {faults} wrong", flush=True)
    print(f"{steps:,} steps, {given:,} kept answers compared with answers made anew: {faults} wrong")
    return min(faults, 1)


if __name__ == "__main__":
    main()
