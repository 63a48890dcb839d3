"""Who runs a source: one process at a time, for as long as it shows that it is alive."""

import secrets
from datetime import timedelta

from sqlalchemy import or_, update

from ..catalog.price_sources import PriceSource
from ..foundation import clock
from ..foundation.database import db

LEASE = timedelta(minutes=15)  # renewed with every batch of rows


class LeaseLost(Exception):
    """Another process has taken the source over, because this one was silent for too long."""


def take(source_id: int) -> str | None:
    """A lease of the source; None when another process has it."""
    now, lease = clock.now(), secrets.token_hex(16)
    taken = db.session.execute(
        update(PriceSource)
        .where(
            PriceSource.id == source_id,
            or_(PriceSource.leased_until.is_(None), PriceSource.leased_until <= now),
        )
        .values(lease=lease, leased_until=now + LEASE)
    )
    return lease if taken.rowcount else None  # type: ignore[attr-defined]  # an UPDATE counts rows


def keep(source_id: int, lease: str, **values: object) -> None:
    """Hold on to the lease, and note `values` of the source; `LeaseLost` when it is no longer ours."""
    _change(source_id, lease, leased_until=clock.now() + LEASE, **values)


def give_back(source_id: int, lease: str, **values: object) -> None:
    """End the lease, and note `values` of the source; `LeaseLost` when it is no longer ours."""
    _change(source_id, lease, lease="", leased_until=None, **values)


def _change(source_id: int, held: str, /, **values: object) -> None:
    kept = db.session.execute(
        update(PriceSource).where(PriceSource.id == source_id, PriceSource.lease == held).values(**values)
    )
    if not kept.rowcount:  # type: ignore[attr-defined]
        raise LeaseLost
