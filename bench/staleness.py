"""Whether any reader ever gets a page that is not what it should be.

Lets edits, schedules, expiring prices and the clock loose on a site with two caches, and compares each kept answer with
one made anew: 10,000 steps unless told otherwise, on SQLite or on the database that CRESCENDO_DATABASE_URL names, which
must be empty.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path
from random import Random

import time_machine
from flask_migrate import upgrade

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from crescendo import create_app  # noqa: E402 (found from here on)
from crescendo.config import Settings  # noqa: E402
from crescendo.presentation.counting import tally_of  # noqa: E402
from tests.staleness import World  # noqa: E402


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--steps", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment(
            {"CRESCENDO_SITE_URL": "http://localhost", **os.environ, "CRESCENDO_DATA": folder}
        )
        apps = [create_app(settings), create_app(settings)]
        for app in apps:
            tally_of(app).pause = None
        with apps[0].app_context():
            upgrade()
            with time_machine.travel("2026-11-20T12:00:00Z", tick=False) as travel:
                random = Random(wanted.seed)  # noqa: S311 (nothing secret)
                sys.exit(roam(World(apps, random, travel), wanted.steps))


def roam(world: World, steps: int) -> int:
    """How many answers were wrong, each of them said."""
    faults = 0
    for number in range(steps):
        if fault := world.step():
            faults += 1
            print(f"step {number}, {fault}")
        if number % 1000 == 999:
            print(f"{number + 1:>7,} steps, {world.given:>7,} kept answers, {faults} wrong", flush=True)
    print(f"{steps:,} steps, {world.given:,} kept answers compared with answers made anew: {faults} wrong")
    return min(faults, 1)


if __name__ == "__main__":
    main()
