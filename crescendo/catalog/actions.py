"""Changes to products and offers. They flush; the request or `unit_of_work()` commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import and_, delete, func, select, update

from ..accounts.actions import record
from ..accounts.models import User
from ..foundation import clock
from ..foundation.database import claim, db
from ..foundation.errors import Rejected
from ..foundation.signals import product_changed, product_merged
from ..foundation.slugs import is_slug, numbered, slug_from
from ..foundation.urls import is_web_address, product_path
from ..redirects.actions import move, release
from ..redirects.models import RedirectReason
from ..redirects.queries import target_of
from .attributes import AttributeChange
from .gtin import is_gtin
from .merging import hand_over
from .models import (
    Availability,
    Offer,
    OfferSource,
    PriceObservation,
    Product,
    ProductAlternative,
    ProductPicture,
    ProductStatus,
)
from .offers import HEALTHY
from .queries import attributes_of, brand_by_name, offer_by_external_id
from .taxonomy import Brand
from .values import read_value, written

MANUAL_PREFIX = "manual-"  # of the numbers that we give to offers ourselves


@dataclass(frozen=True)
class ProductInput:
    """What an author says of a product. `brand` is a name; a new one is created. An empty slug is made up."""

    name: str
    brand: str
    category_id: int
    slug: str = ""
    model: str = ""
    gtin: str = ""
    mpn: str = ""
    summary: str = ""
    description: str = ""
    status: ProductStatus = ProductStatus.ACTIVE
    recall_notice: str = ""
    superseded_by_id: int | None = None
    picture_ids: Sequence[int] = ()
    alternative_ids: Sequence[int] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OfferInput:
    """What is known of an offer. `price_minor` counts minor units of `currency`; None when no price is known."""

    product_id: int
    merchant_id: int
    url: str
    currency: str
    availability: Availability
    external_id: str = ""
    price_minor: int | None = None
    observed_at: datetime | None = None
    source: OfferSource = OfferSource.MANUAL


def create_product(entry: ProductInput, *, by: User | None) -> Product:
    """The new product; `Rejected` says what to change in `entry`."""
    moment = clock.now()
    product = Product(created_at=moment, updated_at=moment, pictures=[], alternatives=[], attribute_values=[])
    _fill(product, entry)
    product.slug = entry.slug or _free_slug(f"{entry.brand} {entry.name}")
    db.session.add(product)
    db.session.flush()
    _fill_lists(product, entry)
    product_changed.send(product)
    record(by=by, verb="created", subject="product", subject_id=product.id)
    return product


def update_product(product: Product, entry: ProductInput, *, version: int, by: User | None) -> None:
    """Change `product` into `entry`; a new slug leaves a redirect. `Conflict` when it was saved since `version`."""
    claim(product, version)
    former = _merged_into(product)
    before = {value.attribute_id: written(value) for value in product.attribute_values}
    _fill(product, entry)
    _fill_lists(product, entry)
    _note_changes(product, before)
    if entry.slug and entry.slug != product.slug:
        old, product.slug = product.slug, entry.slug
        move(path=product_path(old), target=product_path(entry.slug), reason=RedirectReason.RENAMED)
    _settle(product, former)
    record(by=by, verb="updated", subject="product", subject_id=product.id)


def show_picture(product: Product, asset_id: int, *, by: User | None) -> None:
    """Let `product` have one more picture, after those that it has."""
    if asset_id in {picture.asset_id for picture in product.pictures}:
        return
    claim(product, product.version)
    last = max((picture.position for picture in product.pictures), default=-1)
    product.pictures.append(ProductPicture(asset_id=asset_id, position=last + 1))
    product.updated_at = clock.now()
    db.session.flush()
    product_changed.send(product)
    record(by=by, verb="updated", subject="product", subject_id=product.id)


def merge_product(product: Product, *, into: Product, version: int, by: User | None) -> None:
    """Let `into` stand for `product` everywhere. `Rejected` when that cannot be, `Conflict` as for `update_product`."""
    claim(product, version)
    if product.id == into.id or into.status is ProductStatus.MERGED:
        raise Rejected({"into": "Choose another product that is not merged itself."})
    former = _merged_into(product)
    product.status, product.superseded_by_id = ProductStatus.MERGED, into.id
    _settle(product, former)
    record(by=by, verb="merged", subject="product", subject_id=product.id, detail={"into": into.slug})


def delete_product(product: Product, *, version: int, by: User | None) -> None:
    """Delete `product` with its offers, their history and clicks. The database refuses while a guide speaks of it.

    `Rejected` while its address stands for products that were merged into it.
    """
    claim(product, version)
    is_merged_into = and_(Product.superseded_by_id == product.id, Product.status == ProductStatus.MERGED)
    if merged := db.session.scalars(select(Product.slug).where(is_merged_into).order_by(Product.slug)).all():
        raise Rejected({"": f"{', '.join(merged)} was merged into it, and leads here. Delete that first."})
    db.session.execute(update(Product).where(Product.superseded_by_id == product.id).values(superseded_by_id=None))
    db.session.execute(delete(Offer).where(Offer.product_id == product.id))
    db.session.delete(product)
    db.session.flush()
    record(by=by, verb="deleted", subject="product", subject_id=product.id, detail={"slug": product.slug})


def create_offer(entry: OfferInput, *, by: User | None) -> Offer:
    """The new offer, with its first price observation; `Rejected` says what to change in `entry`."""
    offer = Offer(unavailable_since=None, broken_since=None)
    _fill_offer(offer, entry)
    db.session.add(offer)
    db.session.flush()
    _observe(offer)
    _tell(offer)
    record(by=by, verb="created", subject="offer", subject_id=offer.id)
    return offer


def update_offer(offer: Offer, entry: OfferInput, *, version: int, by: User | None) -> None:
    """Change `offer` into `entry`, adding what was seen to its history."""
    claim(offer, version)
    _fill_offer(offer, entry)
    db.session.flush()
    _observe(offer)
    _tell(offer)
    record(by=by, verb="updated", subject="offer", subject_id=offer.id)


def archive_offer(offer: Offer, *, version: int, by: User | None) -> None:
    """Take `offer` off every page; its history and clicks stay."""
    claim(offer, version)
    offer.archived_at = clock.now()
    db.session.flush()
    _tell(offer)
    record(by=by, verb="archived", subject="offer", subject_id=offer.id)


def mark_broken(offer: Offer, *, since: datetime | None) -> None:
    """Say that the address of `offer` has led nowhere since then, or (None) that it leads to the merchant again."""
    if offer.broken_since != since:
        offer.broken_since = since
        db.session.flush()
        _tell(offer)


def add_observation(
    offer: Offer, *, observed_at: datetime, price_minor: int | None, availability: Availability
) -> None:
    """Add to the history of `offer` what was seen of it at `observed_at`."""
    db.session.add(
        PriceObservation(
            offer_id=offer.id,
            observed_at=observed_at,
            price_minor=price_minor,
            currency=offer.currency,
            availability=availability,
        )
    )
    db.session.flush()


def check_product(entry: ProductInput) -> None:
    """Nothing, if a new product can be made of `entry`, whose slug is free; else `Rejected` says what to change."""
    if errors := _faults(Product(slug=entry.slug), entry):
        raise Rejected(errors)


def new_brand(name: str) -> Brand:
    """A brand that only a product names so far."""
    slug, number = slug_from(name), 2
    while db.session.scalar(select(Brand.id).where(Brand.slug == slug)):
        slug, number = numbered(slug_from(name), number), number + 1
    brand = Brand(name=name, slug=slug)
    db.session.add(brand)
    return brand


def _fill(product: Product, entry: ProductInput) -> None:
    if errors := _faults(product, entry):
        raise Rejected(errors)
    product.name = entry.name.strip()
    product.brand = brand_by_name(entry.brand) or new_brand(entry.brand.strip())
    product.category_id = entry.category_id
    product.model, product.gtin, product.mpn = entry.model.strip(), entry.gtin.strip(), entry.mpn.strip()
    product.summary, product.description = entry.summary.strip(), entry.description.strip()
    product.status, product.recall_notice = entry.status, entry.recall_notice.strip()
    product.superseded_by_id = entry.superseded_by_id


def _lead_on(product: Product) -> None:
    """A merged product's address leads to the one that took its place, and stands for itself again if unmerged."""
    here = product_path(product.slug)
    if product.status is ProductStatus.MERGED:
        successor = db.session.scalar(select(Product.slug).where(Product.id == product.superseded_by_id))
        move(path=here, target=product_path(successor or ""), reason=RedirectReason.MERGED)
    else:
        release(path=here)


def _settle(product: Product, former: int | None) -> None:
    """Let all follow a change of `product`, which was merged into the product `former`, if into any."""
    _lead_on(product)
    product.updated_at = clock.now()
    db.session.flush()
    successor = _merged_into(product)
    if successor is not None and successor != former:
        hand_over(product, successor)
    if successor != former:
        product_merged.send(product)
    product_changed.send(product)


def _merged_into(product: Product) -> int | None:
    return product.superseded_by_id if product.status is ProductStatus.MERGED else None


def _faults(product: Product, entry: ProductInput) -> dict[str, str]:
    errors = {}
    if not entry.name.strip():
        errors["name"] = "Give the product a name."
    if not slug_from(entry.brand):
        errors["brand"] = "Say who makes it."
    if entry.slug not in {"", product.slug} and (fault := _slug_fault(product, entry.slug)):
        errors["slug"] = fault
    if entry.gtin.strip() and not is_gtin(entry.gtin.strip()):
        errors["gtin"] = "This is not a valid GTIN: check its digits, or leave it empty."
    if entry.status is ProductStatus.MERGED and entry.superseded_by_id is None:
        errors["superseded_by_id"] = "Choose the product that this one was merged into."
    if entry.superseded_by_id is not None and entry.superseded_by_id == product.id:
        errors["superseded_by_id"] = "A product cannot replace itself."
    elif entry.superseded_by_id is not None and _is_merged(entry.superseded_by_id):
        errors["superseded_by_id"] = "That product was merged itself. Choose the one that took its place."
    return errors


def _is_merged(product_id: int) -> bool:
    return db.session.scalar(select(Product.status).where(Product.id == product_id)) is ProductStatus.MERGED


def _slug_fault(product: Product, slug: str) -> str | None:
    if not is_slug(slug):
        return "Use lower-case letters, digits and single hyphens, such as trail-shoe-4."
    holder = db.session.scalar(select(Product.id).where(Product.slug == slug))
    if holder is not None and holder != product.id:
        return "Another product has this address. Choose a different one."
    if target_of(product_path(slug)) not in {None, product_path(product.slug or "")}:
        return "This address still leads readers to another product. Choose a different one."
    return None


def _free_slug(text: str) -> str:
    stem = slug_from(text)
    slug, number = stem, 2
    while db.session.scalar(select(Product.id).where(Product.slug == slug)) or target_of(product_path(slug)):
        slug, number = numbered(stem, number), number + 1
    return slug


def _fill_lists(product: Product, entry: ProductInput) -> None:
    for rows in (product.pictures, product.alternatives, product.attribute_values):
        rows.clear()
    values, errors = [], {}
    for attribute in attributes_of(product.category_id):
        try:
            values.append(read_value(attribute, entry.attributes.get(attribute.key, "")))
        except ValueError as error:
            errors[f"attribute-{attribute.key}"] = str(error)
    if errors:
        raise Rejected(errors)
    db.session.flush()  # the old rows go before the new ones take their keys
    product.attribute_values.extend(value for value in values if value is not None)
    product.pictures.extend(
        ProductPicture(asset_id=asset_id, position=place)
        for place, asset_id in enumerate(dict.fromkeys(entry.picture_ids))
    )
    product.alternatives.extend(
        ProductAlternative(alternative_id=other, position=place)
        for place, other in enumerate(dict.fromkeys(entry.alternative_ids))
        if other != product.id
    )
    db.session.flush()


def _note_changes(product: Product, before: Mapping[int, str]) -> None:
    """Keep what the attributes of `product` were, by their ids, where they are something else now."""
    after = {value.attribute_id: written(value) for value in product.attribute_values}
    moment = clock.now()
    db.session.add_all(
        AttributeChange(
            product_id=product.id,
            attribute_id=attribute_id,
            changed_at=moment,
            before=before.get(attribute_id, ""),
            after=after.get(attribute_id, ""),
        )
        for attribute_id in {*before, *after}
        if before.get(attribute_id, "") != after.get(attribute_id, "")
    )


def _fill_offer(offer: Offer, entry: OfferInput) -> None:
    url = entry.url.strip()
    external_id = entry.external_id.strip() or _next_external_id()
    errors = {}
    if not is_web_address(url):
        errors["url"] = "Enter a full address that begins with https://."
    taken = offer_by_external_id(merchant_id=entry.merchant_id, external_id=external_id)
    if taken is not None and taken.id != offer.id:
        errors["external_id"] = "This merchant has another offer with this number."
    if errors:
        raise Rejected(errors)
    offer.product_id, offer.merchant_id, offer.external_id = entry.product_id, entry.merchant_id, external_id
    if url != offer.url:
        offer.broken_since = None
    offer.url, offer.price_minor, offer.currency = url, entry.price_minor, entry.currency
    # A price that claims to be of tomorrow, because some clock is wrong, would be shown for too long.
    offer.observed_at, offer.source = min(entry.observed_at or clock.now(), clock.now()), entry.source
    set_availability(offer, entry.availability)


def set_availability(offer: Offer, availability: Availability) -> None:
    """Note whether `offer` is in stock, as it was at `observed_at`, and since when it is not."""
    if availability in HEALTHY:
        offer.unavailable_since = None
    elif offer.unavailable_since is None:
        offer.unavailable_since = offer.observed_at
    offer.availability = availability


def _tell(offer: Offer) -> None:
    product_changed.send(db.session.get_one(Product, offer.product_id))


def _next_external_id() -> str:
    number = db.session.scalar(select(func.coalesce(func.max(Offer.id), 0))) or 0
    return f"{MANUAL_PREFIX}{number + 1}"


def _observe(offer: Offer) -> None:
    add_observation(
        offer, observed_at=offer.observed_at, price_minor=offer.price_minor, availability=offer.availability
    )
