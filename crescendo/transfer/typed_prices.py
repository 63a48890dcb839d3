"""Prices that somebody types, offer by offer: read as a file of the merchant would be, all of them or none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..accounts.models import User
from ..catalog.models import Availability, Offer, OfferSource
from ..catalog.price_sources import RowOutcome
from ..foundation import clock
from ..foundation.errors import Rejected
from .price_import import PriceImport
from .price_rows import RawRow

USEFUL = {RowOutcome.UPDATED, RowOutcome.UNCHANGED}


@dataclass(frozen=True)
class TypedPrice:
    """What somebody typed of an offer that they saw at `version`."""

    offer: Offer
    version: int
    price: str
    availability: Availability


class TypedPrices:
    """The rows of what was typed; a `PriceReader`. Each has the number of its offer."""

    def __init__(self, typed: Sequence[TypedPrice]) -> None:
        self._typed = typed

    def rows(self) -> Iterator[RawRow]:
        for each in self._typed:
            fields = {
                "external_id": each.offer.external_id,
                "price": each.price,
                "currency": each.offer.currency,
                "availability": each.availability.value,
            }
            is_stale = each.version != each.offer.version
            fault = "Somebody saved this offer meanwhile. Look at it again, then save." if is_stale else ""
            yield RawRow(each.offer.id, fields, fault)


def apply_typed_prices(typed: Sequence[TypedPrice], *, merchant_id: int, by: User) -> None:
    """What was typed counts as seen now. `Rejected` says what is wrong, by the numbers of offers."""
    importing = PriceImport(merchant_id=merchant_id, now=clock.now(), source=OfferSource.MANUAL, by=by)
    reports = [importing.apply(row) for row in TypedPrices(typed).rows()]
    if errors := {str(report.number): report.reason for report in reports if report.outcome not in USEFUL}:
        raise Rejected(errors)
