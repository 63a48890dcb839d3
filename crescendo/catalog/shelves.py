"""Changes to what products stand on: categories with their attributes, and merchants."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from ..accounts.actions import record
from ..accounts.models import User
from ..foundation.database import claim, db
from ..foundation.errors import Rejected
from ..foundation.slugs import is_slug, slug_from
from ..foundation.urls import category_path
from ..redirects.actions import move
from ..redirects.models import RedirectReason
from ..redirects.queries import target_of
from .attributes import Attribute, AttributeKind, Better
from .disclosing import keep_programme
from .merchants import Merchant, MerchantHost, Relationship
from .queries import hosts_taken
from .taxonomy import Brand, Category, FieldColour


@dataclass(frozen=True)
class CategoryInput:
    """What an author says of a category. An empty slug is made from the name."""

    name: str
    description: str
    colour: FieldColour
    slug: str = ""
    position: int = 0


@dataclass(frozen=True)
class AttributeInput:
    """What an author says of an attribute. `choices` counts for the kind of that name alone."""

    key: str
    label: str
    kind: AttributeKind
    unit: str = ""
    better: Better = Better.NONE
    choices: Sequence[str] = ()
    position: int = 0


@dataclass(frozen=True)
class MerchantInput:
    """What an author says of a merchant. `price_ttl` is in seconds; hosts are bare names such as `shop.example`."""

    name: str
    relationship: Relationship
    hosts: Sequence[str]
    price_ttl: int
    country: str = ""
    programme: str = ""
    shows_prices: bool = True
    position: int = 0


@dataclass(frozen=True)
class BrandInput:
    """What an author says of a brand. An empty slug is made from the name."""

    name: str
    slug: str = ""
    description: str = ""
    website: str = ""


def create_category(entry: CategoryInput, *, by: User | None) -> Category:
    """The new category; `Rejected` says what to change in `entry`."""
    category = Category()
    _fill_category(category, entry)
    db.session.add(category)
    db.session.flush()
    record(by=by, verb="created", subject="category", subject_id=category.id)
    return category


def update_category(category: Category, entry: CategoryInput, *, version: int, by: User | None) -> None:
    """Change `category` into `entry`; a new slug leaves a redirect."""
    claim(category, version)
    old = category.slug
    _fill_category(category, entry)
    if old != category.slug:
        move(path=category_path(old), target=category_path(category.slug), reason=RedirectReason.RENAMED)
    db.session.flush()
    record(by=by, verb="updated", subject="category", subject_id=category.id)


def create_attribute(category: Category, entry: AttributeInput, *, by: User | None) -> Attribute:
    """The new attribute of `category`; `Rejected` says what to change in `entry`."""
    attribute = Attribute(category_id=category.id)
    _fill_attribute(attribute, entry)
    db.session.add(attribute)
    db.session.flush()
    record(by=by, verb="created", subject="attribute", subject_id=attribute.id)
    return attribute


def update_attribute(attribute: Attribute, entry: AttributeInput, *, version: int, by: User | None) -> None:
    """Change `attribute` into `entry`; its kind stays, because products have answered it."""
    claim(attribute, version)
    _fill_attribute(attribute, replace(entry, kind=attribute.kind))
    db.session.flush()
    record(by=by, verb="updated", subject="attribute", subject_id=attribute.id)


def create_brand(entry: BrandInput, *, by: User | None) -> Brand:
    """The new brand; `Rejected` says what to change in `entry`."""
    brand = Brand()
    _fill_brand(brand, entry)
    db.session.add(brand)
    db.session.flush()
    record(by=by, verb="created", subject="brand", subject_id=brand.id)
    return brand


def create_merchant(entry: MerchantInput, *, by: User | None) -> Merchant:
    """The new merchant; `Rejected` says what to change in `entry`."""
    merchant = Merchant(slug=slug_from(entry.name), hosts=[])
    _fill_merchant(merchant, entry)
    db.session.add(merchant)
    db.session.flush()
    keep_programme(merchant, by=by)
    record(by=by, verb="created", subject="merchant", subject_id=merchant.id)
    return merchant


def update_merchant(merchant: Merchant, entry: MerchantInput, *, version: int, by: User | None) -> None:
    """Change `merchant` into `entry`. Its links everywhere follow the new relationship at once."""
    claim(merchant, version)
    _fill_merchant(merchant, entry)
    db.session.flush()
    keep_programme(merchant, by=by)
    record(by=by, verb="updated", subject="merchant", subject_id=merchant.id)


def _fill_category(category: Category, entry: CategoryInput) -> None:
    name, slug = entry.name.strip(), entry.slug or category.slug or slug_from(entry.name)
    errors = {}
    if not name:
        errors["name"] = "Give the category a name."
    elif _is_taken(Category, category, name=name):
        errors["name"] = "Another category has this name."
    if not is_slug(slug):
        errors["slug"] = "Use lower-case letters, digits and single hyphens, such as rain-boots."
    elif _is_taken(Category, category, slug=slug):
        errors["slug"] = "Another category has this address."
    elif slug != category.slug and target_of(category_path(slug)) not in {
        None,
        category_path(category.slug or ""),
    }:
        errors["slug"] = "This address still leads readers to another category. Choose a different one."
    if errors:
        raise Rejected(errors)
    category.name, category.slug, category.description = name, slug, entry.description.strip()
    category.colour, category.position = entry.colour, entry.position


def _fill_attribute(attribute: Attribute, entry: AttributeInput) -> None:
    errors = {}
    if not is_slug(entry.key) or len(entry.key) > 40:
        errors["key"] = "Use lower-case letters, digits and single hyphens, such as brim-width."
    elif _is_taken(Attribute, attribute, category_id=attribute.category_id, key=entry.key):
        errors["key"] = "This category has an attribute with this key."
    if not entry.label.strip():
        errors["label"] = "Give the attribute a label, such as Brim width."
    if entry.kind is AttributeKind.CHOICE and not entry.choices:
        errors["choices"] = "List the choices, one to a line."
    if errors:
        raise Rejected(errors)
    attribute.key, attribute.label, attribute.kind = entry.key, entry.label.strip(), entry.kind
    attribute.unit = entry.unit.strip() if entry.kind is AttributeKind.NUMBER else ""
    attribute.choices = list(entry.choices) if entry.kind is AttributeKind.CHOICE else []
    attribute.better, attribute.position = entry.better, entry.position


def _fill_brand(brand: Brand, entry: BrandInput) -> None:
    name, slug = entry.name.strip(), entry.slug or brand.slug or slug_from(entry.name)
    errors = {}
    if not name:
        errors["name"] = "Give the brand a name."
    elif _is_taken(Brand, brand, name=name):
        errors["name"] = "Another brand has this name."
    if not is_slug(slug) or _is_taken(Brand, brand, slug=slug):
        errors["slug"] = "Use an address of lower-case letters, digits and hyphens that no other brand has."
    if errors:
        raise Rejected(errors)
    brand.name, brand.slug = name, slug
    brand.description, brand.website = entry.description.strip(), entry.website.strip()


def _fill_merchant(merchant: Merchant, entry: MerchantInput) -> None:
    name, hosts = entry.name.strip(), _tidy_hosts(entry.hosts)
    errors = {}
    if not slug_from(name):
        errors["name"] = "Give the merchant a name."
    elif _is_taken(Merchant, merchant, name=name) or _is_taken(Merchant, merchant, slug=merchant.slug):
        errors["name"] = "Another merchant has this name."
    if not hosts:
        errors["hosts"] = "Enter at least one host name, such as shop.example.org."
    elif taken := hosts_taken(hosts, other_than=merchant):
        errors["hosts"] = f"Another merchant has {', '.join(taken)}."
    if entry.price_ttl <= 0:
        errors["price_ttl"] = "Prices must be shown for some time: enter a number above zero."
    if errors:
        raise Rejected(errors)
    merchant.name, merchant.relationship_, merchant.country = name, entry.relationship, entry.country.upper()
    merchant.programme, merchant.price_ttl = entry.programme.strip(), entry.price_ttl
    merchant.shows_prices, merchant.position = entry.shows_prices, entry.position
    kept = {row.host: row for row in merchant.hosts}
    merchant.hosts = [kept.get(host) or MerchantHost(host=host) for host in hosts]


def _tidy_hosts(hosts: Sequence[str]) -> list[str]:
    tidy = (host.strip().lower().removeprefix("https://").removeprefix("www.").strip("/") for host in hosts)
    return list(dict.fromkeys(host for host in tidy if "." in host and " " not in host and "/" not in host))


def _is_taken(model: type, row: object, **values: object) -> bool:
    with db.session.no_autoflush:
        holder = db.session.scalar(select(model.id).filter_by(**values))  # type: ignore[attr-defined]
    return holder is not None and holder != getattr(row, "id", None)
