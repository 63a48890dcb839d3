"""The way out to a seller: all that following an offer needs, in one row."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from ..foundation.database import db
from ..foundation.errors import NotFound
from ..foundation.kept import kept
from .models import Availability, Offer, Product, ProductStatus

LARGEST_ID = 2**31 - 1
# Built once: to build it for each click would take longer than to ask it.
_ASKED = (
    select(Offer.url, Offer.availability, Offer.archived_at.is_not(None), Product.status)
    .join(Product, Offer.product_id == Product.id)
    .where(Offer.id == bindparam("offer_id"))
)


@dataclass(frozen=True)
class WayOut:
    """Where an offer leads, and in which state it is."""

    url: str
    availability: Availability
    is_archived: bool
    is_recalled: bool

    @property
    def is_closed(self) -> bool:
        """Whether nobody is sent there any more."""
        return self.is_archived or self.is_recalled


@kept(2000)
def way_out(offer_id: int) -> WayOut:
    """The way out of an offer; `NotFound` when there is none."""
    row = db.session.execute(_ASKED, {"offer_id": offer_id}).one_or_none() if offer_id <= LARGEST_ID else None
    if row is None:
        raise NotFound
    url, availability, is_archived, status = row
    return WayOut(url, availability, bool(is_archived), status is ProductStatus.RECALLED)
