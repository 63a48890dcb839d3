"""The plan for a row of a file of products: all that it takes to apply it."""

from collections.abc import Mapping
from dataclasses import dataclass

from ...catalog.actions import ProductInput
from ...catalog.models import Availability
from ...foundation.money import Money
from ..rows import PlannedRow
from .here import KnownOffer
from .reading import ProductRow

PRODUCT, OFFER = "product", "offer"


@dataclass(frozen=True)
class ProductOptions:
    """What was decided for a whole file. The category, merchant and brand are of rows that name none that we have."""

    mapping: Mapping[str, str]
    currency: str
    category_id: int | None = None
    merchant_id: int | None = None
    brand: str = ""
    is_all_or_nothing: bool = False


@dataclass(frozen=True)
class PlannedOffer:
    """An offer that a row speaks of. Its merchant is one of ours, or is made with this name and the offer's host."""

    merchant_id: int | None
    merchant_name: str
    url: str
    number: str
    price: Money | None
    availability: Availability | None
    known: KnownOffer | None

    @property
    def has_news(self) -> bool:
        """Whether it is new, or says something else than what we know. What it says nothing of stays as it is."""
        if self.known is None:
            return True
        _url, minor, currency, stock = self.known.said
        price = (self.price.minor, self.price.currency) if self.price else (minor, currency)
        return (self.url, *price, self.availability or stock) != self.known.said


@dataclass(frozen=True)
class ProductPlan(PlannedRow):
    """A row to be applied: `entry` is the product as it is to be, `offer` what is said of an offer of it.

    `product_key` names a product that is not here yet. `version` is what the row is remembered with, if not with the
    version that the product has then.
    """

    product_key: str = ""
    said: ProductRow | None = None
    entry: ProductInput | None = None
    offer: PlannedOffer | None = None
    version: int | None = None
