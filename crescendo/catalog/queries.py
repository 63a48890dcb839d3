"""All reading of the catalog. What a page will touch is loaded here; nothing loads lazily."""

from collections.abc import Collection, Iterator
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from ..foundation.database import UTCDateTime, db
from ..foundation.errors import NotFound
from ..foundation.kept import kept
from ..foundation.pagination import Page, paginate, paginate_rows
from ..foundation.urls import host_of, product_path
from ..media.models import Asset
from ..redirects.queries import target_of
from .attributes import Attribute, AttributeChange, AttributeValue
from .merchants import Merchant, MerchantHost
from .models import (
    Availability,
    Offer,
    PriceObservation,
    Product,
    ProductAlternative,
    ProductPicture,
    ProductStatus,
)
from .product_queries import Alternatives, whole_products, whole_products_by_slug
from .taxonomy import Brand, Category

LISTED = (ProductStatus.ACTIVE, ProductStatus.DISCONTINUED, ProductStatus.RECALLED)


def card_options() -> tuple[ExecutableOption, ...]:
    """What a card shows of a product: brand, category, main picture, successor, offers with their merchants."""
    return (
        joinedload(Product.brand),
        joinedload(Product.category),
        joinedload(Product.superseded_by).joinedload(Product.brand),
        selectinload(Product.pictures).joinedload(ProductPicture.asset),
        selectinload(Product.offers).joinedload(Offer.merchant),
    )


def product_by_slug(slug: str) -> Product:
    """The product with all that its page shows; `NotFound` when it is merged or was never there."""
    found = whole_products_by_slug(slug)
    product = next((product for product in found.values() if product.slug == slug), None)
    if product is None:
        raise NotFound
    return product


def product_by_id(product_id: int) -> Product:
    """The product with all that its form shows; `NotFound` when there is none."""
    product = db.session.scalar(
        select(Product)
        .where(Product.id == product_id)
        .options(
            *card_options(),
            selectinload(Product.attribute_values).joinedload(AttributeValue.attribute),
            selectinload(Product.alternatives).joinedload(ProductAlternative.alternative),
        )
    )
    if product is None:
        raise NotFound
    return product


def products_for_cards(ids: Collection[int], *, with_attributes: bool = False) -> dict[int, Product]:
    """Products by id, ready for cards, in one query; with their attribute values when a table needs them."""
    return whole_products(ids, with_attributes=with_attributes) if ids else {}


def products_for_guide(ids: Collection[int], *, with_attributes: bool = False) -> dict[int, Product]:
    """Products by id, ready for cards, in one query; those that nobody sells with their alternatives on sale."""
    if not ids:
        return {}
    return whole_products(ids, with_attributes=with_attributes, alternatives=Alternatives.OF_UNSOLD)


def products_in_batches(size: int = 500) -> Iterator[Product]:
    """Products on sale with all that a feed says of them, `size` of them in memory at once."""
    last = 0
    while True:
        statement = select(Product.id).where(Product.id > last, Product.status == ProductStatus.ACTIVE)
        ids = db.session.scalars(statement.order_by(Product.id).limit(size)).all()
        if not ids:
            return
        products = products_for_cards(ids)
        yield from (products[product_id] for product_id in ids if product_id in products)
        last = ids[-1]
        db.session.expunge_all()


def product_ids_by_reference(slugs: Collection[str]) -> dict[str, int]:
    """Product ids by slug as written in a body, following renames and merges; unknown slugs are left out."""
    if not slugs:
        return {}
    found = _ids_by_slug(slugs)
    for slug in set(slugs) - set(found):
        current = (target_of(product_path(slug)) or "").removeprefix(product_path(""))
        if current and (product_id := _ids_by_slug([current]).get(current)):
            found[slug] = product_id
    return found


def _ids_by_slug(slugs: Collection[str]) -> dict[str, int]:
    is_merged = Product.status == ProductStatus.MERGED
    product_id = case((is_merged, Product.superseded_by_id), else_=Product.id).label("id")
    rows = db.session.execute(select(Product.slug, product_id).where(Product.slug.in_(slugs)))
    return {row.slug: row.id for row in rows}


def slugs_of(ids: Collection[int]) -> list[str]:
    """The slugs of these products."""
    return list(db.session.scalars(select(Product.slug).where(Product.id.in_(ids))))


def product_choices() -> list[tuple[int, str]]:
    """Every product's id and full name, for a form's list."""
    rows = db.session.execute(
        select(Product.id, Brand.name, Product.name).join(Product.brand).order_by(Brand.name, Product.name)
    )
    return [(product_id, f"{brand} {name}") for product_id, brand, name in rows]


def product_addresses(*, number: int, size: int) -> Page[tuple[str, datetime, Asset | None]]:
    """Slugs of listed products, with when they last changed and their main pictures, oldest first."""
    statement = (
        select(Product.slug, Product.updated_at, Asset)
        .outerjoin(ProductPicture, and_(ProductPicture.product_id == Product.id, ProductPicture.position == 0))
        .outerjoin(Asset, ProductPicture.asset_id == Asset.id)
        .where(Product.status.in_(LISTED))
        .order_by(Product.id)
    )
    return paginate_rows(statement, number=number, size=size)


def products_named(words: str, *, limit: int) -> list[Product]:
    """Products whose name, brand or address has each of `words`, for the editor: last changed first."""
    statement = select(Product).where(*name_contains(words), Product.status != ProductStatus.MERGED)
    statement = statement.order_by(Product.updated_at.desc(), Product.id.desc()).limit(limit)
    values = selectinload(Product.attribute_values).joinedload(AttributeValue.attribute)
    return list(db.session.scalars(statement.options(*card_options(), values)))


def name_contains(words: str) -> list[ColumnElement[bool]]:
    """The conditions under which a product's name, brand or address has each of `words`."""
    return [
        or_(
            Product.name.icontains(word, autoescape=True),
            Product.slug.icontains(word, autoescape=True),
            Product.brand.has(Brand.name.icontains(word, autoescape=True)),
        )
        for word in words.split()
    ]


def has_content() -> bool:
    """Whether an author, or the demo, has put anything into this database."""
    return bool(db.session.scalar(select(or_(exists(select(Category.id)), exists(select(Product.id))))))


def categories() -> list[Category]:
    """All categories in the author's order."""
    return list(db.session.scalars(select(Category).order_by(Category.position, Category.name)))


@kept(8)
def category_by_slug(slug: str) -> Category:
    """The category; `NotFound` when there is none."""
    category = db.session.scalar(select(Category).where(Category.slug == slug))
    if category is None:
        raise NotFound
    return category


def category_by_id(category_id: int) -> Category:
    """The category; `NotFound` when there is none."""
    category = db.session.get(Category, category_id)
    if category is None:
        raise NotFound
    return category


def category_uses(category: Category) -> int:
    """How many products are in `category`."""
    return db.session.scalar(select(func.count()).where(Product.category_id == category.id)) or 0


def brands() -> list[Brand]:
    """All brands by name."""
    return list(db.session.scalars(select(Brand).order_by(Brand.name)))


def brand_by_name(name: str) -> Brand | None:
    return db.session.scalar(select(Brand).where(func.lower(Brand.name) == name.strip().lower()))


def attributes_of(category_id: int) -> list[Attribute]:
    """The attributes that products of a category can have, in the author's order."""
    return list(
        db.session.scalars(
            select(Attribute).where(Attribute.category_id == category_id).order_by(Attribute.position, Attribute.id)
        )
    )


def every_attribute() -> list[Attribute]:
    """The attributes of all categories, by key; each key once, though several categories may have it."""
    found = db.session.scalars(select(Attribute).order_by(Attribute.key, Attribute.id))
    return list({attribute.key: attribute for attribute in found}.values())


def attributes_by_category(slug: str) -> list[Attribute]:
    """The attributes of the category at `slug`, in the author's order; none when there is no such category."""
    statement = select(Attribute).join(Attribute.category).where(Category.slug == slug)
    return list(db.session.scalars(statement.order_by(Attribute.position, Attribute.id)))


@kept(8)
def attribute_changes(product_ids: Collection[int], *, since: datetime) -> list[AttributeChange]:
    """What changed in the attributes of these products since then, oldest first."""
    return list(db.session.scalars(_changes(), {"products": list(product_ids), "since": since}))


@cache
def _changes() -> Select[AttributeChange]:
    statement = select(AttributeChange).options(joinedload(AttributeChange.attribute))
    mine = AttributeChange.product_id.in_(bindparam("products", expanding=True))
    since = AttributeChange.changed_at >= bindparam("since", type_=UTCDateTime())
    return statement.where(mine, since).order_by(AttributeChange.changed_at, AttributeChange.id)


def attribute_by_id(attribute_id: int) -> Attribute:
    """The attribute with its category; `NotFound` when there is none."""
    attribute = db.session.scalar(
        select(Attribute).where(Attribute.id == attribute_id).options(joinedload(Attribute.category))
    )
    if attribute is None:
        raise NotFound
    return attribute


def merchants() -> list[Merchant]:
    """All merchants with their hosts, in the author's order."""
    return list(
        db.session.scalars(
            select(Merchant).options(selectinload(Merchant.hosts)).order_by(Merchant.position, Merchant.name)
        )
    )


def merchant_by_id(merchant_id: int) -> Merchant:
    """The merchant with its hosts; `NotFound` when there is none."""
    merchant = db.session.scalar(
        select(Merchant).where(Merchant.id == merchant_id).options(selectinload(Merchant.hosts))
    )
    if merchant is None:
        raise NotFound
    return merchant


def merchants_by_host(urls: Collection[str]) -> dict[str, Merchant]:
    """The merchants whose addresses are among `urls`, by host as `host_of` gives it.

    A merchant's host covers its subdomains: `example.org` is the merchant of `shop.example.org` too.
    """
    wanted = {host_of(url) for url in urls} - {""}
    if not wanted:
        return {}
    parents = {host: [host.split(".", cut)[-1] for cut in range(host.count("."))] for host in wanted}
    rows = db.session.execute(
        select(MerchantHost.host, Merchant)
        .join(Merchant, MerchantHost.merchant_id == Merchant.id)
        .where(MerchantHost.host.in_({name for names in parents.values() for name in names}))
    )
    known = {row.host: row.Merchant for row in rows}
    return {
        host: known[name]
        for host, names in parents.items()
        for name in [next((name for name in names if name in known), "")]
        if name
    }


def hosts_taken(hosts: Collection[str], *, other_than: Merchant | None) -> list[str]:
    """Those of `hosts` that belong to a merchant other than this one."""
    statement = select(MerchantHost.host).where(MerchantHost.host.in_(hosts))
    if other_than is not None and other_than.id is not None:
        statement = statement.where(MerchantHost.merchant_id != other_than.id)
    return sorted(db.session.scalars(statement))


def offer_by_id(offer_id: int) -> Offer:
    """The offer with its product and merchant; `NotFound` when there is none."""
    offer = db.session.scalar(
        select(Offer)
        .where(Offer.id == offer_id)
        .options(joinedload(Offer.merchant), joinedload(Offer.product).joinedload(Product.brand))
    )
    if offer is None:
        raise NotFound
    return offer


def offer_by_external_id(*, merchant_id: int, external_id: str) -> Offer | None:
    return db.session.scalar(select(Offer).where(Offer.merchant_id == merchant_id, Offer.external_id == external_id))


def offers_page(*, number: int, merchant_id: int | None = None, broken: bool = False) -> Page[Offer]:
    """Offers for the studio's list, longest unseen first; `broken` keeps those that a reader cannot buy from."""
    statement = select(Offer).where(Offer.archived_at.is_(None)).order_by(Offer.observed_at, Offer.id)
    if merchant_id is not None:
        statement = statement.where(Offer.merchant_id == merchant_id)
    if broken:
        statement = statement.where(Offer.availability.in_([Availability.OUT_OF_STOCK, Availability.GONE]))
    return paginate(
        statement.options(joinedload(Offer.merchant), joinedload(Offer.product).joinedload(Product.brand)),
        number=number,
        size=50,
    )


def offers_of_merchant(merchant_id: int, ids: Collection[int]) -> dict[int, Offer]:
    """Those current offers of the merchant that are among `ids`, by their number, with their product."""
    statement = select(Offer).where(Offer.merchant_id == merchant_id, Offer.id.in_(ids), Offer.archived_at.is_(None))
    found = db.session.scalars(statement.options(joinedload(Offer.product).joinedload(Product.brand)))
    return {offer.id: offer for offer in found}


@kept(8)
def price_history(product_id: int) -> list[PriceObservation]:
    """What the offers of a product have cost, oldest first."""
    return list(db.session.scalars(_history(), {"product": product_id}))


@cache
def _history() -> Select[PriceObservation]:
    return (
        select(PriceObservation)
        .join(Offer, PriceObservation.offer_id == Offer.id)
        .where(Offer.product_id == bindparam("product"))
        .order_by(PriceObservation.observed_at, PriceObservation.id)
    )


def observation_around(offer: Offer, moment: datetime) -> PriceObservation | None:
    """What was last seen of `offer` before `moment`; failing that, what was first seen of it after."""
    seen = select(PriceObservation).where(PriceObservation.offer_id == offer.id).limit(1)
    when = PriceObservation.observed_at
    before = seen.where(when < moment).order_by(when.desc(), PriceObservation.id.desc())
    return db.session.scalar(before) or db.session.scalar(seen.order_by(when, PriceObservation.id))
