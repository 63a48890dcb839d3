"""Whether anything that was said to be saved is ever lost when the server is killed in the middle of it.

People save drafts without pause while all processes of the server are killed at random moments. After each kill the
server starts again, every save that was answered must be there, and `flask doctor` must find nothing. `--postgres`
names a server on which this may make a database; otherwise it uses SQLite.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from random import Random
from secrets import randbits
from threading import Event, Thread

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.desk import NO_ANSWER, Person, Site, database_on, form_of

LONGEST = 1.5  # seconds until a kill


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=100)
    asked.add_argument("--writers", type=int, default=4)
    asked.add_argument("--seed", type=int, default=randbits(32), help="the same moments again")
    asked.add_argument("--postgres", default="", metavar="URL")
    wanted = asked.parse_args()
    print(f"seed {wanted.seed}")
    random, saves, faults = Random(wanted.seed), 0, 0  # noqa: S311 (nothing secret)
    with tempfile.TemporaryDirectory() as folder, database_on(wanted.postgres) as database_url:
        site = Site(Path(folder), database_url)
        drafts = site.settle(wanted.writers)
        site.start()
        people = [Person(site) for _draft in drafts]
        for person in people:
            person.sign_in()
        for kill in range(1, wanted.kills + 1):
            saved = dict.fromkeys(drafts, 0)
            writers = [
                Thread(target=write, args=(person, draft, kill, saved))
                for person, draft in zip(people, drafts, strict=True)
            ]
            for writer in writers:
                writer.start()
            Event().wait(random.random() * LONGEST)
            site.kill()
            for writer in writers:
                writer.join()
            doctor = site.doctor().strip().splitlines()[-1]
            site.start()
            lost = [draft for person, draft in zip(people, drafts, strict=True) if is_lost(person, draft, kill, saved)]
            saves += sum(saved.values())
            if lost or doctor != "All is well.":
                faults += 1
                print(f"kill {kill}: lost in {lost}; flask doctor: {doctor}")
            if kill % 10 == 0 or kill == wanted.kills:
                print(f"{kill:>5} kills, {saves:>7,} saves that were answered, {faults} faults", flush=True)
        site.kill()
    sys.exit(bool(faults))


def write(person: Person, draft: int, kill: int, saved: dict[int, int]) -> None:
    """Save the draft until there is no answer; `saved` holds the number of the last save that was answered."""
    path = f"/studio/articles/{draft}"
    try:
        while True:
            fields = form_of(person.open(path)[1], "summary")
            status, _text = person.send(
                path, {**fields, "summary": f"{kill}: {saved[draft] + 1}", "body": "Words. " * 99}
            )
            if status == 303:
                saved[draft] += 1
    except NO_ANSWER:
        return


def is_lost(person: Person, draft: int, kill: int, saved: dict[int, int]) -> bool:
    """Whether the draft says less than was answered; it may say one more, whose answer did not come through."""
    number = saved[draft]
    summary = form_of(person.open(f"/studio/articles/{draft}")[1], "summary")["summary"]
    return number > 0 and summary not in {f"{kill}: {number}", f"{kill}: {number + 1}"}


if __name__ == "__main__":
    main()
