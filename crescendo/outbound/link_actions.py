"""Changes to links: what is checked, by whom, what was found, and what is accepted as it is."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import delete, insert, select, update

from ..accounts.actions import record
from ..accounts.models import User
from ..catalog.actions import mark_broken
from ..foundation import clock
from ..foundation.database import db, lock_name
from ..foundation.errors import Rejected
from ..foundation.urls import host_of
from .link_queries import addresses_in_use, due_hosts, is_free, offers_at
from .link_rules import Finding, Standing, next_check, standing_after
from .links import CheckedLink, LinkState, key_of

LEASE = timedelta(minutes=10)  # renewed with every finding, so it only ends once its holder is gone
LONGEST_ACCEPTANCE = timedelta(days=366)


def collect_links() -> None:
    """Let there be a row for every address in use, and none for others."""
    lock_name(db.session(), "links")  # two runs that begin at once would both add what is new
    now, wanted = clock.now(), {key_of(address): address for address in addresses_in_use()}
    known = {key: link_id for link_id, key in db.session.execute(select(CheckedLink.id, CheckedLink.key))}
    gone = [link_id for key, link_id in known.items() if key not in wanted]
    for start in range(0, len(gone), 500):
        db.session.execute(delete(CheckedLink).where(CheckedLink.id.in_(gone[start : start + 500])))
    new = [
        {"key": key, "address": address, "host": host_of(address), "next_check_at": now}
        for key, address in wanted.items()
        if key not in known
    ]
    if new:
        defaults = {"state": LinkState.UNCHECKED, "final_address": "", "detail": "", "failures": 0}
        more = {"lease_holder": "", "accepted_reason": ""}
        db.session.execute(insert(CheckedLink), [{**defaults, **more, **row} for row in new])
    db.session.flush()


def lease_hosts(holder: str, *, limit: int) -> bool:
    """Let `holder` check up to `limit` hosts; nobody else checks any address of theirs until the lease ends.

    The answer is whether there was any: another may have been quicker, and then there may be others left.
    """
    now = clock.now()
    hosts = due_hosts(now, limit=limit)
    for host in hosts:
        db.session.execute(
            update(CheckedLink)
            .where(CheckedLink.host == host, is_free(now))
            .values(lease_holder=holder, lease_until=now + LEASE)
        )
    return bool(hosts)


def renew_lease(holder: str) -> None:
    """Keep what `holder` has."""
    db.session.execute(
        update(CheckedLink).where(CheckedLink.lease_holder == holder).values(lease_until=clock.now() + LEASE)
    )


def release(holder: str) -> None:
    """Give back what `holder` has."""
    db.session.execute(
        update(CheckedLink).where(CheckedLink.lease_holder == holder).values(lease_holder="", lease_until=None)
    )


def record_finding(link: CheckedLink, finding: Finding) -> None:
    """Keep what was found of `link`. Offers at a link that is confirmed broken are, until it works again."""
    now = clock.now()
    before = Standing(link.state, link.failures, link.failing_since)
    standing = standing_after(before, finding, now=now)
    link.state, link.failures, link.failing_since = standing.state, standing.failures, standing.failing_since
    link.status, link.final_address, link.detail = finding.status, finding.final_address, finding.detail
    link.checked_at, link.next_check_at = now, next_check(standing, finding, now=now)
    for offer in offers_at(link.address):
        mark_broken(offer, since=standing.failing_since if standing.state is LinkState.BROKEN else None)
    db.session.flush()


def ask_for_check(ids: Collection[int] | None = None) -> None:
    """Let these links, or all, be checked with the next run."""
    statement = update(CheckedLink).values(next_check_at=clock.now())
    db.session.execute(statement if ids is None else statement.where(CheckedLink.id.in_(ids)))


def accept_link(link: CheckedLink, *, until: date, today: date, reason: str, by: User) -> None:
    """Leave `link` as it is until a day: no task, no place among the dead. `Rejected` for a day that will not do."""
    if until < today:
        raise Rejected({"until": "Choose a day that has not passed."})
    if until > today + LONGEST_ACCEPTANCE:
        raise Rejected({"until": "Choose a day within a year: links change, and this one will want another look."})
    link.accepted_until, link.accepted_reason, link.accepted_by_id = until, reason.strip(), by.id
    db.session.flush()
    record(by=by, verb="accepted", subject="link", subject_id=link.id, detail={"until": until.isoformat()})


def take_back_acceptance(link: CheckedLink, *, by: User) -> None:
    """Treat `link` as any other again."""
    link.accepted_until, link.accepted_reason, link.accepted_by_id = None, "", None
    db.session.flush()
    record(by=by, verb="reopened", subject="link", subject_id=link.id)
