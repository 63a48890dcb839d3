"""Rows of prices become offers: each is read, matched and applied alone, with an outcome and a reason."""

from dataclasses import dataclass, field
from datetime import datetime

from ..accounts.models import User
from ..catalog.actions import OfferInput, create_offer
from ..catalog.models import Availability, Offer, OfferSource, Product
from ..catalog.price_sources import RowOutcome
from ..catalog.sightings import Sighting, record_sighting
from ..foundation.database import attempt
from ..foundation.errors import Rejected
from .price_matching import Unmatched, match
from .price_rows import PriceRow, RawRow, understood


@dataclass(frozen=True)
class RowReport:
    """What became of a row, and why it was of no use. `offer_id` is the offer that it was about, if any."""

    number: int
    name: str
    outcome: RowOutcome
    reason: str = ""
    offer_id: int | None = None


@dataclass
class PriceImport:
    """One reading of a merchant's file. `currency` is that of prices that name none; `now` is when it was read."""

    merchant_id: int
    now: datetime
    source: OfferSource
    currency: str = ""
    adds_offers: bool = False
    by: User | None = None
    _seen: dict[int, int] = field(default_factory=dict)  # the row that spoke of each offer

    def apply(self, raw: RawRow) -> RowReport:
        """Apply one row, whole or not at all."""
        try:
            row = understood(raw, currency=self.currency, now=self.now)
        except ValueError as error:
            return RowReport(raw.number, raw.name, RowOutcome.FAILED, str(error))
        try:
            with attempt():
                outcome, offer = self._applied(row)
        except Unmatched as reason:
            return RowReport(raw.number, raw.name, RowOutcome.SKIPPED, str(reason))
        except Rejected as rejection:
            return RowReport(raw.number, raw.name, RowOutcome.FAILED, " ".join(rejection.errors.values()))
        self._seen[offer.id] = row.number
        return RowReport(raw.number, raw.name, outcome, offer_id=offer.id)

    def _applied(self, row: PriceRow) -> tuple[RowOutcome, Offer]:
        found = match(row, merchant_id=self.merchant_id)
        if found.offer is not None:
            return self._updated(found.offer, row), found.offer
        if found.product is None:
            raise ValueError("A match of nothing.")
        return RowOutcome.CREATED, self._created(found.product, row)

    def _updated(self, offer: Offer, row: PriceRow) -> RowOutcome:
        if offer.id in self._seen:
            raise Unmatched(f"Row {self._seen[offer.id]} was about the same offer.")
        if row.observed_at < offer.observed_at:
            raise Unmatched("We saw this offer later than the row says.")
        seen = Sighting(
            observed_at=row.observed_at,
            price_minor=row.price.minor if row.price else None,
            currency=row.price.currency if row.price else offer.currency,
            availability=row.availability,
            source=self.source,
            url=row.url,
            external_id=row.external_id,
        )
        is_changed = record_sighting(offer, seen, by=self.by)
        return RowOutcome.UPDATED if is_changed else RowOutcome.UNCHANGED

    def _created(self, product: Product, row: PriceRow) -> Offer:
        if not self.adds_offers:
            raise Unmatched(f"There is no offer of “{product.name}” here yet, and this source adds none.")
        currency = row.price.currency if row.price else self.currency
        if not row.url or not currency:
            raise Unmatched(f"An offer of “{product.name}” could be added if the row had an address and a currency.")
        entry = OfferInput(
            product_id=product.id,
            merchant_id=self.merchant_id,
            url=row.url,
            currency=currency,
            availability=row.availability or Availability.UNKNOWN,
            external_id=row.external_id,
            price_minor=row.price.minor if row.price else None,
            observed_at=row.observed_at,
            source=self.source,
        )
        return create_offer(entry, by=self.by)
