"""Whether many who write at once ever get an error, or lose what they saved.

Sixteen people save two hundred times each: in turn a draft of their own, and one that all of them write. Two tabs that
meet in it are told so (409), and try again with what is saved now. Readers go on meanwhile. `--postgres` names a server
on which this may make a database; otherwise it uses SQLite.
"""

import argparse
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from threading import Event, Thread
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.desk import Person, Site, database_on, form_of, running

SHARED_EVERY = 10  # saves of which one is of the draft that all write
BODY = "Words that are saved. " * 50


@dataclass
class Told:
    """What the server answered: statuses of all answers, seconds of all saves, and how many saves each draft took."""

    statuses: Counter[int] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)
    taken: Counter[str] = field(default_factory=Counter)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--writers", type=int, default=16)
    asked.add_argument("--saves", type=int, default=200)
    asked.add_argument("--postgres", default="", metavar="URL")
    wanted = asked.parse_args()
    told = Told()
    with tempfile.TemporaryDirectory() as folder, database_on(wanted.postgres) as database_url:
        site = Site(Path(folder), database_url)
        shared, *drafts = site.settle(wanted.writers + 1)
        with running(site):
            people = [Person(site) for _draft in drafts]
            for person in people:
                person.sign_in()
            ended, began = Event(), perf_counter()
            readers = [Thread(target=read, args=(site, told, ended)) for _reader in range(2)]
            writers = [
                Thread(target=write, args=(person, shared, own, wanted.saves, told))
                for person, own in zip(people, drafts, strict=True)
            ]
            for thread in (*readers, *writers):
                thread.start()
            for writer in writers:
                writer.join()
            seconds = perf_counter() - began
            ended.set()
            for reader in readers:
                reader.join()
            missing = lost(site, told)
        doctor = site.doctor().strip().splitlines()[-1]
    answers = ", ".join(f"{status}: {number:,}" for status, number in sorted(told.statuses.items()))
    hundredths = quantiles(told.times, n=100)
    print(
        f"{wanted.writers} writers, {sum(told.taken.values()):,} saves in {seconds:.0f} s; answers by status: {answers}"
    )
    print(f"a save takes {hundredths[49] * 1000:.0f} ms at the median, {hundredths[98] * 1000:.0f} ms p99")
    print(f"saves that were taken and are not there: {missing}; flask doctor: {doctor}")
    expected = sum(told.taken.values()) == wanted.writers * wanted.saves
    sys.exit(missing or not expected or max(told.statuses) >= 500 or doctor != "All is well.")


def write(person: Person, shared: int, own: int, saves: int, told: Told) -> None:
    """Save so many times, each until it is taken: one in ten in the draft that all write, the others in one's own."""
    for number in range(saves):
        path = f"/studio/articles/{own if number % SHARED_EVERY else shared}"
        status = 409
        while status == 409:
            fields = form_of(person.open(path)[1], "summary")
            began = perf_counter()
            status, _text = person.send(path, {**fields, "summary": f"Save {number} of {own}", "body": BODY})
            told.times.append(perf_counter() - began)
            told.statuses[status] += 1
            told.taken[path] += status == 303


def read(site: Site, told: Told, ended: Event) -> None:
    """Read the front page again and again."""
    person = Person(site)
    while not ended.is_set():
        told.statuses[person.open("/")[0]] += 1


def lost(site: Site, told: Told) -> int:
    """How many saves that were taken are not in the version of their draft."""
    person = Person(site)
    person.sign_in()
    return sum(
        abs(int(form_of(person.open(path)[1], "summary")["version"]) - 1 - told.taken[path]) for path in told.taken
    )


if __name__ == "__main__":
    main()
