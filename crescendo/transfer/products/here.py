"""What the catalog has already, as rows of a file ask for it: read once, and kept for all rows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from ...catalog.attributes import Attribute
from ...catalog.merchants import Merchant, MerchantHost
from ...catalog.models import Availability, Offer, Product
from ...catalog.queries import attributes_of, categories
from ...foundation.database import db
from ...foundation.slugs import numbered, slug_from
from ...foundation.urls import address_key, host_of
from ..product_slugs import taken_product_slugs
from ..table_file import plain_name


@dataclass(frozen=True)
class KnownOffer:
    """An offer as it is now."""

    id: int
    product_id: int
    said: tuple[str, int | None, str, Availability]  # address, price, currency, stock
    is_archived: bool


class Here:
    """The catalog before the import, and the names that it has given away since."""

    def __init__(self) -> None:
        self._slugs = taken_product_slugs()
        self._attributes: dict[int, dict[str, Attribute]] = {}
        self._offers: dict[int, tuple[dict[str, KnownOffer], dict[str, KnownOffer]]] = {}
        self._categories = {slug_from(name): each.id for each in categories() for name in (each.name, each.slug)}
        self._meant: dict[str, int | None] = {}  # categories, by what rows call them
        gtins = select(Product.gtin, Product.id).where(Product.gtin != "")
        self.gtins: dict[str, int] = dict(db.session.execute(gtins).all())
        self._merchants = {
            name: merchant_id
            for merchant_id, slug, full in db.session.execute(select(Merchant.id, Merchant.slug, Merchant.name))
            for name in (slug, slug_from(full))
        }
        hosts = select(MerchantHost.host, MerchantHost.merchant_id)
        self._hosts: dict[str, int] = dict(db.session.execute(hosts).all())

    def category(self, text: str) -> int | None:
        """The category with this name or address. Of a path such as `Shoes > Boots` the last part that is one."""
        if text not in self._meant:
            found = (self._categories.get(slug_from(name)) for name in _names_in(text))
            self._meant[text] = next((category_id for category_id in found if category_id is not None), None)
        return self._meant[text]

    def attributes(self, category_id: int) -> dict[str, Attribute]:
        """The attributes of a category, by their labels and keys as `plain_name` gives them."""
        if category_id not in self._attributes:
            self._attributes[category_id] = {
                plain_name(name): each for each in attributes_of(category_id) for name in (each.label, each.key)
            }
        return self._attributes[category_id]

    def merchant_called(self, name: str) -> int | None:
        """The merchant with this name or address, however its letters are written."""
        return self._merchants.get(slug_from(name)) if name else None

    def merchant_at(self, url: str) -> int | None:
        """The merchant whose host, or a domain above it, `url` has."""
        host = host_of(url)
        parents = (host.split(".", cut)[-1] for cut in range(host.count(".")))
        return next((self._hosts[each] for each in parents if each in self._hosts), None)

    def offer(self, merchant_id: int | None, number: str, url: str) -> KnownOffer | None:
        """The offer of a merchant with this number of theirs, or at this address."""
        if merchant_id is None:
            return None
        if merchant_id not in self._offers:
            self._offers[merchant_id] = _offers_of(merchant_id)
        by_number, by_address = self._offers[merchant_id]
        return by_number.get(number) or by_address.get(address_key(url))

    def free_slug(self, name: str) -> tuple[str, bool]:
        """A slug for a product of this name, which is taken from now on, and whether it is the plain one."""
        stem = slug_from(name)
        slug, count = stem, 2
        while slug in self._slugs:
            slug, count = numbered(stem, count), count + 1
        self._slugs.add(slug)
        return slug, slug == stem


def _names_in(text: str) -> Iterable[str]:
    """All names that `text` may mean: as it is, then the parts of paths, the deepest first."""
    yield text
    for path in text.replace("|", ",").split(","):
        yield from (part.strip() for part in reversed(path.replace("/", ">").split(">")))


def _offers_of(merchant_id: int) -> tuple[dict[str, KnownOffer], dict[str, KnownOffer]]:
    """The merchant's offers by number, and by the key of their addresses where only one has it."""
    statement = select(
        *(Offer.id, Offer.product_id, Offer.external_id, Offer.address_key, Offer.url, Offer.price_minor),
        *(Offer.currency, Offer.availability, Offer.archived_at),
    ).where(Offer.merchant_id == merchant_id)
    by_number: dict[str, KnownOffer] = {}
    by_address: dict[str, list[KnownOffer]] = defaultdict(list)
    for row in db.session.execute(statement):
        said = (row.url, row.price_minor, row.currency, row.availability)
        offer = KnownOffer(row.id, row.product_id, said, row.archived_at is not None)
        by_number[row.external_id] = offer
        by_address[row.address_key].append(offer)
    return by_number, {key: offers[0] for key, offers in by_address.items() if len(offers) == 1}
