"""Leases that nobody gave back: a process that held one was killed, and none has taken its work over."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, select

from ...catalog.price_sources import PriceSource
from ...foundation import clock
from ...foundation.database import db
from ...outbound.links import CheckedLink
from .faults import Fault

PATIENCE = timedelta(hours=2)  # jobs come round several times within it
JOBS = "Nothing is lost. See whether `flask jobs` runs: it takes the work over."


def faults_of_leases(_thorough: bool) -> Iterator[Fault]:
    """Leases that ended hours ago and are still written down."""
    before = clock.now() - PATIENCE
    stuck = select(PriceSource.name).where(PriceSource.leased_until < before).order_by(PriceSource.name)
    for name in db.session.scalars(stuck).all():
        yield Fault(f"price source {name}", "A process that read its file was killed, and none has gone on.", JOBS)
    links = select(func.count()).select_from(CheckedLink).where(CheckedLink.lease_until < before)
    if count := db.session.scalar(links):
        yield Fault("links", f"A process that checked {count} links was killed, and none has gone on.", JOBS)
