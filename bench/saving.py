"""How long one author who is alone waits for a save, and whether readers always find it with their next request.

One person saves a draft so many times, then changes a published guide so many times more. After each change a reader
asks for the guide, whose page was kept until then, and must find the new words.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.desk import Person, Site, database_on, form_of, running

GUIDE = 7


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--guides", type=int, default=1000)
    asked.add_argument("--saves", type=int, default=200)
    asked.add_argument("--postgres", default="", metavar="URL")
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, database_on(wanted.postgres) as database_url:
        site = Site(Path(folder), database_url)
        site.settle_with_guides(wanted.guides)
        with running(site):
            author, reader = Person(site), Person(site)
            author.sign_in()
            tell("a draft", [saved(author, f"Draft {number}.") for number in range(wanted.saves)])
            missed, times = 0, []
            for number in range(wanted.saves):
                reader.open(f"/guides/guide-{GUIDE}")
                times.append(saved(author, words := f"Change {number}.", to="/publication"))
                missed += words not in reader.open(f"/guides/guide-{GUIDE}")[1]
            tell("a live guide", times)
    print(f"readers who did not find the change with their next request: {missed} of {wanted.saves}")
    sys.exit(bool(missed))


def saved(author: Person, words: str, *, to: str = "") -> float:
    """How many seconds it takes until the guide is said to be saved with these words, or published with them."""
    path = f"/studio/articles/{GUIDE}"
    fields = form_of(author.open(path)[1], "summary")
    began = perf_counter()
    status, said = author.send(f"{path}{to}", {**fields, "summary": words})
    seconds = perf_counter() - began
    if status != 303:
        raise SystemExit(f"The save was answered with {status}: {said[:200]}")
    return seconds


def tell(what: str, times: list[float]) -> None:
    print(
        f"saving {what}: {median(times) * 1000:.0f} ms at the median, {quantiles(times, n=100)[98] * 1000:.0f} ms p99"
    )


if __name__ == "__main__":
    main()
