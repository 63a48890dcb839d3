"""What a product has cost: lines for a picture, and the same in rows for whoever cannot see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ..catalog.models import Offer, PriceObservation, Product
from ..catalog.offers import ranked, shown_price
from ..catalog.queries import price_history as observations_of
from ..foundation.clock import start_of_day
from ..foundation.freshness import holds_until
from ..foundation.money import Money
from .reading import Reading

WIDTH, HEIGHT, MARGIN = 600, 160, 6  # of the picture, which is stretched to its place
PERIOD = timedelta(days=365)
MOST_LINES = 3


@dataclass(frozen=True)
class PriceChange:
    """What an offer cost from a day on."""

    day: datetime
    merchant: str
    price: str


@dataclass(frozen=True)
class PriceLine:
    """One merchant's prices: `path` is the data of an SVG path in a picture of 600 by 160."""

    merchant: str
    path: str
    price: str


@dataclass(frozen=True)
class PriceHistory:
    """Up to three lines, the best offer first; `changes` are the points that they join, latest first."""

    lines: Sequence[PriceLine]
    changes: Sequence[PriceChange]
    lowest: str
    highest: str
    since: datetime
    today: date


def price_history(product: Product, reading: Reading) -> PriceHistory | None:
    """A year of prices of the offers whose price may be shown now; None while none of them has changed.

    The picture ends with the day, so that it is the same all day.
    """
    until = start_of_day(reading.now) + timedelta(days=1)
    holds_until(until)
    seen = _changes(observations_of(product.id), since=until - PERIOD)
    offers = ranked(product.offers, currency=reading.currency, now=reading.now)
    drawn = [offer for offer in offers if _is_shown(offer, reading) and len(seen.get(offer.id, ())) > 1][:MOST_LINES]
    if not drawn:
        return None
    points = [point for offer in drawn for point in seen[offer.id]]
    lowest, highest = min(point.minor for point in points), max(point.minor for point in points)
    since = min(point.day for point in points)
    scale = _Scale(since, until, lowest, highest)

    def written(minor: int) -> str:
        return Money(reading.currency, minor).format(reading.locale)

    changes = [
        PriceChange(point.day, offer.merchant.name, written(point.minor)) for offer in drawn for point in seen[offer.id]
    ]
    return PriceHistory(
        lines=[
            PriceLine(offer.merchant.name, scale.path(seen[offer.id]), written(seen[offer.id][-1].minor))
            for offer in drawn
        ],
        changes=sorted(changes, key=lambda change: change.day, reverse=True),
        lowest=written(lowest),
        highest=written(highest),
        since=since,
        today=reading.now.date(),
    )


@dataclass(frozen=True)
class _Point:
    """A price, in minor units, and when it was first seen."""

    day: datetime
    minor: int


@dataclass(frozen=True)
class _Scale:
    """From times and prices to places in the picture."""

    since: datetime
    until: datetime
    lowest: int
    highest: int

    def path(self, points: Sequence[_Point]) -> str:
        """Steps: a price holds until the next one is seen."""
        first, *others = points
        steps = [f"M{self._x(first.day)} {self._y(first)}"]
        steps += [f"H{self._x(point.day)}V{self._y(point)}" for point in others]
        return "".join(steps) + f"H{WIDTH}"

    def _x(self, moment: datetime) -> int:
        return round(WIDTH * ((moment - self.since) / (self.until - self.since)))

    def _y(self, point: _Point) -> int:
        share = (point.minor - self.lowest) / ((self.highest - self.lowest) or 1)
        return round(HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN))


def _is_shown(offer: Offer, reading: Reading) -> bool:
    return offer.currency == reading.currency and shown_price(offer, reading.now) is not None


def _changes(seen: Sequence[PriceObservation], *, since: datetime) -> dict[int, list[_Point]]:
    """Of each offer, by id, the days since then on which another price was seen, oldest first."""
    found: dict[int, list[_Point]] = {}
    for observation in seen:
        line, minor = found.setdefault(observation.offer_id, []), observation.price_minor
        if minor is not None and observation.observed_at >= since and (not line or line[-1].minor != minor):
            line.append(_Point(observation.observed_at, minor))
    return found
