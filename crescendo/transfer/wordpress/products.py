"""WooCommerce products of an export become products; those that are sold elsewhere get an offer there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ...catalog.actions import OfferInput, ProductInput, create_offer, create_product, update_product
from ...catalog.gtin import is_gtin
from ...catalog.merchants import Relationship
from ...catalog.models import NAME_LENGTH, SHORT_LENGTH, SUMMARY_LENGTH, Availability
from ...catalog.price_sources import RowOutcome
from ...catalog.queries import merchants_by_host, product_by_id
from ...catalog.shelves import MerchantInput, create_merchant
from ...foundation.errors import NotFound
from ...foundation.money import parse_amount
from ...foundation.urls import address_key, host_of, is_web_address, product_path
from ...redirects.actions import move
from ...redirects.models import RedirectReason
from ..documents import Loss, Unreadable
from ..plain_words import plain, shortened
from ..product_slugs import taken_product_slugs
from ..rows import EDITED, Kept, PlannedRow, fingerprint_of
from .bodies import converted
from .index import site_path
from .moving import Move, free_slug
from .queries import product_slugs_by_id
from .shelves import category_id
from .wxr import WxrItem

DAY = 86_400  # seconds
_TAKEN = {"publish", "draft", "pending", "private"}
_STOCK = {
    "instock": Availability.IN_STOCK,
    "onbackorder": Availability.PREORDER,
    "outofstock": Availability.OUT_OF_STOCK,
}
_GTINS = ("_global_unique_id", "_wpm_gtin_code", "_alg_ean", "hwp_product_gtin", "_gtin", "_ean")


@dataclass(frozen=True)
class _Product:
    """Everything that a product is made of, before its shelf and pictures have numbers here."""

    name: str
    brand: str
    gtin: str
    sku: str
    summary: str
    description: str
    category: str
    pictures: tuple[str, ...]
    url: str
    price: int | None
    availability: Availability


def is_product(kind: str, status: str) -> bool:
    """Whether items of this type and state become products."""
    return kind == "product" and status in _TAKEN


def name_products(moving: Move) -> None:
    """Give every product its slug before the first guide is converted."""
    things = [(number, thing) for number, thing in moving.index.things.items() if is_product(*thing[:2])]
    known = {number: key.local_id for number, _thing in things if (key := moving.known("product", number))}
    here, taken = product_slugs_by_id(known.values()), taken_product_slugs()
    for number, thing in things:
        moving.products[number] = here.get(known.get(number, 0)) or free_slug(thing.name, f"product-{number}", taken)


def product_rows(moving: Move, items: Iterable[WxrItem]) -> Iterator[PlannedRow]:
    """A row for each product."""
    for item in items:
        if is_product(item.type, item.status):
            yield _row(moving, item)


def _row(moving: Move, item: WxrItem) -> PlannedRow:
    row = PlannedRow("product", item.number, item.id, plain(item.title) or item.id, RowOutcome.FAILED)
    try:
        product, losses = _product(moving, item)
    except Unreadable as error:
        return replace(row, reason=str(error))
    known = moving.known("product", item.id)
    row = replace(row, losses=losses, local_id=known.local_id if known else None, fingerprint=fingerprint_of(product))
    if known is None:
        return replace(row, outcome=RowOutcome.CREATED, apply=lambda: _created(moving, item, product))
    if known.fingerprint == row.fingerprint:
        return replace(row, outcome=RowOutcome.UNCHANGED)
    try:
        version = product_by_id(known.local_id).version
    except NotFound:
        return replace(row, outcome=RowOutcome.SKIPPED, reason="It was deleted here since it was imported.")
    if version != known.version:
        return replace(row, outcome=RowOutcome.SKIPPED, reason=EDITED)
    return replace(row, outcome=RowOutcome.UPDATED, apply=lambda: _updated(moving, item, product, known.local_id))


def _product(moving: Move, item: WxrItem) -> tuple[_Product, tuple[Loss, ...]]:
    losses: list[Loss] = []
    brand = _term(item, ("product_brand", "pwb-brand", "pa_brand", "yith_product_brand"))
    if not brand:
        brand = moving.index.site.title or "Unknown"
        losses.append(Loss("who makes it", "its brand", f"The file names no brand, so it is “{brand}”."))
    body = converted(moving, item.content)
    losses += [Loss(loss.what, loss.where, loss.why) for loss in body.losses]
    url, price = item.meta.get("_product_url", "").strip(), _price(moving, item)
    if not is_web_address(url) and item.meta.get("_price"):
        why = "It was sold by the old shop’s own checkout, which does not come along. Add an offer that leads to one."
        losses.append(Loss(f"its price of {item.meta['_price']}", "its offer", why))
    gtin = next((item.meta[name].strip() for name in _GTINS if item.meta.get(name, "").strip()), "")
    if gtin and not is_gtin(gtin):
        losses.append(Loss(f"the number {gtin}", "its GTIN", "It is no valid GTIN."))
    numbers = [item.meta.get("_thumbnail_id", ""), *item.meta.get("_product_image_gallery", "").split(",")]
    name, summary = plain(item.title) or f"Product {item.id}", plain(item.excerpt)
    for what, text, length in (("name", name, NAME_LENGTH), ("summary", summary, SUMMARY_LENGTH)):
        if len(text) > length:
            why = f"It may have {length} characters."
            losses.append(Loss(f"the end of its {what}", text[length - 20 :][:60], why))
    product = _Product(
        name=shortened(name, NAME_LENGTH),
        brand=shortened(brand, SHORT_LENGTH),
        gtin=gtin if is_gtin(gtin) else "",
        sku=item.meta.get("_sku", "")[:60],
        summary=shortened(summary, SUMMARY_LENGTH),
        description=body.body,
        category=_category(moving, item),
        pictures=tuple(dict.fromkeys(number for number in numbers if number in moving.pictures)),
        url=url if is_web_address(url) else "",
        price=price,
        availability=_STOCK.get(item.meta.get("_stock_status", ""), Availability.UNKNOWN),
    )
    return product, tuple(losses)


def _category(moving: Move, item: WxrItem) -> str:
    """The slug of a category that posts have too, if one of the product's has its name; else the one for the rest."""
    slugs = [slug for taxonomy, slug, _name in item.terms if taxonomy == "product_cat"]
    return next((slug for slug in slugs if slug in moving.categories), moving.options.category)


def _term(item: WxrItem, taxonomies: tuple[str, ...]) -> str:
    return next((name for taxonomy, _slug, name in item.terms if taxonomy in taxonomies), "")


def _price(moving: Move, item: WxrItem) -> int | None:
    try:
        return parse_amount(item.meta.get("_price", ""), moving.options.currency)
    except ValueError:
        return None


def _entry(moving: Move, item: WxrItem, product: _Product) -> ProductInput:
    return ProductInput(
        name=product.name,
        brand=product.brand,
        category_id=category_id(moving, product.category),
        slug=moving.products[item.id],
        gtin=product.gtin,
        mpn=product.sku,
        summary=product.summary,
        description=product.description,
        picture_ids=[moving.pictures[number][0] for number in product.pictures],
    )


def _created(moving: Move, item: WxrItem, product: _Product) -> Kept:
    created = create_product(_entry(moving, item, product), by=moving.by)
    path, target = site_path(item.link), product_path(created.slug)
    if path.startswith("/") and path != target and item.status == "publish" and len(path) <= 500:
        move(path=path, target=target, reason=RedirectReason.IMPORTED)
    if product.url:
        _offer(moving, item, product, created.id)
        moving.offers[address_key(product.url)] = created.slug
    return Kept(created.id, created.version)


def _updated(moving: Move, item: WxrItem, product: _Product, product_id: int) -> Kept:
    found = product_by_id(product_id)
    update_product(found, _entry(moving, item, product), version=found.version, by=moving.by)
    return Kept(found.id, found.version)


def _offer(moving: Move, item: WxrItem, product: _Product, product_id: int) -> None:
    entry = OfferInput(
        product_id=product_id,
        merchant_id=merchant_at(moving, product.url),
        url=product.url,
        currency=moving.options.currency,
        availability=product.availability,
        price_minor=product.price,
        observed_at=min(item.modified_at or moving.now, moving.now),
    )
    create_offer(entry, by=moving.by)


def merchant_at(moving: Move, url: str) -> int:
    """The merchant at `url`. A new one is taken to pay for links until an editor says otherwise."""
    host = host_of(url)
    if merchant := merchants_by_host([url]).get(host):
        return merchant.id
    entry = MerchantInput(name=host[:80], relationship=Relationship.AFFILIATE, hosts=[host], price_ttl=DAY)
    return create_merchant(entry, by=moving.by).id
