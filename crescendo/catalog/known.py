"""The little of the catalog that any page may need: read once for each content version, as plain facts."""

from dataclasses import dataclass

from sqlalchemy import select

from ..foundation.database import db
from ..foundation.freshness import remembered
from ..foundation.urls import host_of
from .merchants import Merchant, MerchantHost, Relationship
from .taxonomy import Brand, Category, FieldColour


@dataclass(frozen=True)
class KnownCategory:
    """A category, apart from the session that read it."""

    id: int
    slug: str
    name: str
    description: str
    colour: FieldColour


@dataclass(frozen=True)
class KnownMerchant:
    """What links to a merchant need to know of it."""

    relationship_: Relationship
    programme: str
    written_sentence: str | None


@remembered
def known_categories() -> tuple[KnownCategory, ...]:
    """All categories in the author's order."""
    columns = (Category.id, Category.slug, Category.name, Category.description, Category.colour)
    rows = db.session.execute(select(*columns).order_by(Category.position, Category.name))
    return tuple(KnownCategory(*row) for row in rows)


@remembered
def known_brands() -> tuple[tuple[str, str], ...]:
    """The slugs and names of all brands, by name."""
    return tuple((slug, name) for slug, name in db.session.execute(select(Brand.slug, Brand.name).order_by(Brand.name)))


def merchant_of_address(url: str) -> KnownMerchant | None:
    """The merchant that `url` leads to. A merchant's host covers its subdomains."""
    host, known = host_of(url), _merchants_by_host()
    names = (host.split(".", cut)[-1] for cut in range(host.count(".")))
    return next((known[name] for name in names if name in known), None)


@remembered
def _merchants_by_host() -> dict[str, KnownMerchant]:
    columns = (MerchantHost.host, Merchant.relationship_, Merchant.programme, Merchant.written_sentence)
    rows = db.session.execute(select(*columns).join(Merchant, MerchantHost.merchant_id == Merchant.id))
    return {host: KnownMerchant(kind, programme, sentence) for host, kind, programme, sentence in rows}
