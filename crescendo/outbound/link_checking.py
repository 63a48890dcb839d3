"""A run of link checks: several hosts at once, one address of a host at a time, nobody twice.

The database hands out leases on hosts; the network is touched by threads that do not touch the database, while the
caller's thread writes what they find, each finding in a transaction of its own.
"""

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import SimpleQueue
from secrets import token_hex

from ..foundation import clock
from ..foundation.database import db, unit_of_work
from ..foundation.fetching import Fetcher, FetchError
from .link_actions import collect_links, lease_hosts, record_finding, release, renew_lease
from .link_queries import leased_links, progress
from .link_rules import Finding, finding_of, finding_of_error
from .links import CheckedLink, LinkState

HOSTS_AT_ONCE = 8
PAUSE = 3.0  # seconds between two questions to one host
OFFLINE = 3  # hosts of which none answers: then it is more likely us who are offline


@dataclass
class Report:
    """What a run came to: how many links were found in each state, and whether we seem to be offline ourselves."""

    found: Counter[LinkState] = field(default_factory=Counter)
    is_offline: bool = False

    @property
    def checked(self) -> int:
        return self.found.total()


@dataclass(frozen=True)
class _Look:
    link_id: int
    host: str
    finding: Finding


def check_due_links(
    fetcher: Fetcher,
    *,
    pause: float = PAUSE,
    tell: Callable[[int], None] = lambda _done: None,
) -> Report:
    """Check every link that is due and that nobody else is checking; `tell` hears of each as it is done."""
    with unit_of_work():
        collect_links()
    run = _Run(token_hex(8), tell)
    try:
        while not run.report.is_offline and (batch := _leased(run.holder)):
            for look in _looks(batch, fetcher, pause):
                run.take(look)
            run.settle()
    finally:
        with unit_of_work():
            release(run.holder)
    return run.report


def due_count() -> int:
    """How many links a run would check now."""
    with unit_of_work():
        collect_links()
        return progress(clock.now()).due


def _leased(holder: str) -> Mapping[str, Sequence[tuple[int, str]]]:
    """The next addresses to check, with their ids, by host."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    with unit_of_work():
        release(holder)
        while not found and lease_hosts(holder, limit=HOSTS_AT_ONCE):
            for link in leased_links(holder, clock.now()):
                found[link.host].append((link.id, link.address))
    return found


def _looks(batch: Mapping[str, Sequence[tuple[int, str]]], fetcher: Fetcher, pause: float) -> Iterator[_Look]:
    """What is found at these addresses, as it is found."""
    looks: SimpleQueue[_Look | None] = SimpleQueue()
    ended = threading.Event()

    def look_at_host(host: str) -> None:
        try:
            for place, (link_id, address) in enumerate(batch[host]):
                if ended.wait(pause if place else 0):
                    return
                looks.put(_Look(link_id, host, _finding(fetcher, address)))
        finally:
            looks.put(None)

    with ThreadPoolExecutor(max_workers=len(batch)) as threads:
        try:
            for host in batch:
                threads.submit(look_at_host, host)
            left = len(batch)
            while left:
                if (look := looks.get()) is None:
                    left -= 1
                else:
                    yield look
        finally:
            ended.set()


def _finding(fetcher: Fetcher, address: str) -> Finding:
    try:
        return finding_of(fetcher.look(address), now=clock.now())
    except FetchError as error:
        return finding_of_error(error)


class _Run:
    """Takes what is found, and writes it once it counts: failures do not before anybody has answered."""

    def __init__(self, holder: str, tell: Callable[[int], None]) -> None:
        self.holder = holder
        self.report = Report()
        self._tell = tell
        self._held: list[_Look] = []

    def take(self, look: _Look) -> None:
        self._held.append(look)
        if look.finding.answered or self.report.checked:
            self._write()

    def settle(self) -> None:
        """Write what is still held, unless so many hosts are silent that it must be us who are offline."""
        if len({look.host for look in self._held}) >= OFFLINE:
            self.report.is_offline = True
        else:
            self._write()

    def _write(self) -> None:
        held, self._held = self._held, []
        for look in held:
            with unit_of_work():
                link = db.session.get(CheckedLink, look.link_id)
                if link is not None and link.lease_holder == self.holder:
                    record_finding(link, look.finding)
                    renew_lease(self.holder)
                    self.report.found[look.finding.state] += 1
            self._tell(1)
