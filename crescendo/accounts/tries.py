"""How fast something may be tried: freely at first, then after waits that grow, up to a quarter of an hour."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete

from ..foundation import clock
from ..foundation.database import db, lock_name, unit_of_work
from ..foundation.errors import TooSoon
from .proofs import Tries

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)


@dataclass(frozen=True)
class Allowance:
    """How often something may be tried under one key before waits begin."""

    key: str
    free: int


def wait_after(count: int, free: int) -> timedelta:
    """How long to wait after the try number `count`."""
    if count < free:
        return timedelta(0)
    doublings: int = 2 ** min(count - free, 10)
    return min(FIRST_WAIT * doublings, LONGEST_WAIT)


def count_try(allowances: Collection[Allowance]) -> None:
    """Count a try under every key; `TooSoon` under any of them counts nothing.

    Commits at once: a try counts whatever the answer will be, and before what is slow begins, so that many tries at the
    same moment are counted, too.
    """
    with unit_of_work():
        moment = clock.now()
        found = [(allowance, _tries(allowance.key, moment)) for allowance in sorted(allowances, key=lambda a: a.key)]
        waits = [tries.last_at + wait_after(tries.count, a.free) - moment for a, tries in found if tries is not None]
        longest = max(waits, default=timedelta(0))
        if longest > timedelta(0):
            raise TooSoon(int(longest.total_seconds()))
        for allowance, tries in found:
            _count(allowance.key, tries, moment)


def forget_tries(allowances: Collection[Allowance]) -> None:
    """Forget what was tried under these keys, and whatever is old enough: somebody got in."""
    keys = [allowance.key for allowance in allowances]
    old = clock.now() - FORGOTTEN_AFTER
    db.session.execute(delete(Tries).where(Tries.key.in_(keys) | (Tries.last_at <= old)))


def take_back_try(allowances: Collection[Allowance]) -> None:
    """Let the last try not have been one: it was right, though other ones under the same key may not have been."""
    for allowance in allowances:
        tries = _tries(allowance.key, clock.now())
        if tries is not None and tries.count > 1:
            tries.count -= 1
        elif tries is not None:
            db.session.delete(tries)
    db.session.flush()


def _tries(key: str, moment: datetime) -> Tries | None:
    lock_name(db.session(), f"tries {key}")
    tries = db.session.get(Tries, key, populate_existing=True)
    if tries is not None and tries.last_at <= moment - FORGOTTEN_AFTER:
        db.session.delete(tries)
        db.session.flush()
        return None
    return tries


def _count(key: str, tries: Tries | None, moment: datetime) -> None:
    if tries is None:
        db.session.add(Tries(key=key, count=1, last_at=moment))
    else:
        tries.count += 1
        tries.last_at = moment
