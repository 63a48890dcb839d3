"""How fast pages are, kept and made anew, beside servers that do nothing else and beside the blog of a textbook.

The server has one core and wrk another; without wrk, a client in Python asks, which says less. Ratios within one run
are what counts, since no two machines are alike: each line has the one that is wanted behind it.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench.content import SPOKEN, fill  # noqa: E402 (found from here on)
from bench.servers import ask, bare_granian, load, nginx, our_site, textbook  # noqa: E402
from crescendo import create_app  # noqa: E402
from crescendo.commands.migrating import migrate_database  # noqa: E402
from crescendo.config import Settings  # noqa: E402
from crescendo.foundation.database import db  # noqa: E402

# Of each kind many pages, so that none is asked for twice in a row and what they share is all that they share.
PAGES = {
    "guide": [f"/guides/guide-{number}" for number in range(1, 201)],
    "home": ["/"],
    "category": [f"/category/shelf-{number}" for number in range(1, 11)],
    "listing": [f"/products/?page={number}" for number in range(2, 13)],
    "product": [f"/products/product-{number}" for number in range(1, 201)],
    "search": [f"/search?q={one}+{other}" for one in SPOKEN[5:12] for other in SPOKEN[12:20]],
    "search for common words": [f"/search?q={one}+{other}" for one in SPOKEN[:2] for other in SPOKEN[2:6]],
}
OTHERS = {
    "by price": [f"/products/?sort=price&page={number}" for number in range(2, 13)],
    "guides": [f"/guides/?page={number}" for number in range(2, 40)],
    "late guides": [f"/guides/?page={number}" for number in range(41, 84)],
    "tag": [f"/tags/tag-{number}" for number in range(1, 101)],
    "author": [f"/authors/author-{number}" for number in range(1, 11)],
}
WANTED = {
    "guide": 10,
    "home": 8,
    "category": 8,
    "listing": 8,
    "product": 8,
    "search": 25,
    "search for common words": 25,
}
GROWTH = 1.3
TURNS, MOMENTS = 6, 40  # how often a site is asked for pages of a kind, and for how many at a time


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--guides", type=int, nargs="*", default=[1000])
    asked.add_argument("--seconds", type=int, default=5)
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folders = {guides: Path(name) / str(guides) for guides in wanted.guides}
        for guides, folder in folders.items():
            folder.mkdir()
            for place in (Path(name), folder):
                place.chmod(0o755)  # nginx reads it as another user
            settle(folder, guides)
        os.sync()  # or the system writes for a while, and slows whatever is measured first
        compare_sizes(folders)
        first = folders[wanted.guides[0]]
        against_textbook(first, wanted.seconds)
        kept(first, wanted.seconds)


def settle(folder: Path, guides: int) -> None:
    """A site with so many guides in `folder`."""
    app = create_app(Settings.from_environment({"CRESCENDO_DATA": str(folder), "CRESCENDO_SECRET_KEY": "x" * 32}))
    with app.app_context():
        migrate_database()
        fill(guides=guides)
        db.engine.dispose()  # what was written goes into the database now, not while pages are measured


def compare_sizes(folders: dict[int, Path]) -> None:
    """Say how long each page takes where nothing is kept, and how much longer in a larger site.

    Sites take turns, so that what else the machine does at a time slows all of them.
    """
    print("\nMilliseconds to make a page, with so many guides and three products for ten of them\n")
    print(" " * 26 + "".join(f"{guides:>10,}" for guides in folders))
    medians = {}
    with ExitStack() as sites:
        ports = [sites.enter_context(our_site(folder, megabytes=0)) for folder in folders.values()]
        for page, paths in {**PAGES, **OTHERS}.items():
            paths_of = [cycle(paths) for _port in ports]
            times = [list[float]() for _port in ports]
            for _turn in range(TURNS):
                for port, asked, taken in zip(ports, paths_of, times, strict=True):
                    taken += [seconds_of(port, path) for path in islice(asked, MOMENTS)]
            medians[page] = [statistics.median(taken) for taken in times]
            print(f"  {page:<24}" + "".join(f"{median * 1000:>10.1f}" for median in medians[page]))
    first, *larger = folders
    for number, guides in enumerate(larger, 1):
        print(f"\nMade anew, {guides:,} guides against {first:,}\n")
        for page, median in medians.items():
            report(page, median[number] / median[0], at_most=GROWTH)


def seconds_of(port: int, path: str) -> float:
    """How long a page takes to come."""
    start = perf_counter()
    ask(port, path)
    return perf_counter() - start


def against_textbook(folder: Path, seconds: int) -> None:
    """Compare pages that are made anew with those of the blog of a textbook."""
    database = folder / "textbook.sqlite3"
    command = [sys.executable, "-m", "bench.textbook", str(folder / "crescendo.sqlite3")]
    subprocess.run(command, env={**os.environ, "TEXTBOOK_DATABASE": str(database)}, cwd=ROOT, check=True)
    for which, several in (("the same page again", False), ("another page each time", True)):
        asked = {page: paths if several else paths[:1] for page, paths in PAGES.items()}
        with our_site(folder, megabytes=0) as port:
            ours = {page: load(port, paths, seconds)[0] for page, paths in asked.items()}
        with textbook(database) as port:
            theirs = {page: load(port, paths, seconds)[0] for page, paths in asked.items()}
        print(f"\nMade anew a second, {which}, against the blog of a textbook\n")
        for page in PAGES:
            seen = f"{page} ({ours[page]:,.0f} : {theirs[page]:,.0f})"
            report(seen, ours[page] / theirs[page], at_least=WANTED[page])


def kept(folder: Path, seconds: int) -> None:
    """Compare pages that are kept with servers that do nothing else than to send the same bytes."""
    body = folder / "guide.html"
    print("\nKept pages a second, and the milliseconds of the slowest hundredth\n")
    with our_site(folder, megabytes=32) as port:
        found = {page: load(port, paths[:1], seconds) for page, paths in PAGES.items()}
        body.write_bytes(ask(port, PAGES["guide"][0]))
    with bare_granian(body) as port:
        found["bare Granian"] = load(port, ["/"], seconds)
    with nginx(folder) as at:
        if at is not None:
            found["nginx"] = load(at, ["/guide.html"], seconds)
    for name, (rate, slowest) in found.items():
        print(f"  {name:<24}{rate:>9,.0f}{slowest * 1000:>8.2f}")
    rate, slowest = found["guide"]
    print()
    report("guide : bare Granian", rate / found["bare Granian"][0], at_least=0.65)
    if "nginx" in found:
        report("guide : nginx", rate / found["nginx"][0], at_least=0.4)
        report("slowest hundredth : nginx", slowest / found["nginx"][1], at_most=3)


def report(what: str, seen: float, *, at_least: float | None = None, at_most: float | None = None) -> None:
    """Print a ratio, and whether it is as wanted."""
    is_reached = (at_least is None or seen >= at_least) and (at_most is None or seen <= at_most)
    wanted = f"at least {at_least}" if at_least is not None else f"at most {at_most}"
    print(f"  {what:<44}{seen:>7.2f} x   {wanted:<14}{'reached' if is_reached else 'missed'}")


if __name__ == "__main__":
    main()
