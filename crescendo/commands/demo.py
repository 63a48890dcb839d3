"""`flask demo`: the demo site, from the files in `demo/` into an empty database."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
import yaml
from flask.cli import with_appcontext

from ..catalog.actions import (
    OfferInput,
    ProductInput,
    add_observation,
    create_offer,
    create_product,
    update_product,
)
from ..catalog.attributes import AttributeKind, Better
from ..catalog.merchants import Merchant, Relationship
from ..catalog.models import Availability, Offer, OfferSource, Product, ProductStatus
from ..catalog.queries import has_content
from ..catalog.shelves import (
    AttributeInput,
    BrandInput,
    CategoryInput,
    MerchantInput,
    create_attribute,
    create_brand,
    create_category,
    create_merchant,
)
from ..catalog.taxonomy import Brand, Category, FieldColour
from ..catalog.values import NO, YES
from ..foundation import clock
from ..foundation.database import unit_of_work
from ..foundation.money import parse_amount
from ..journal.bylines import AuthorInput, create_author, create_tag
from ..journal.models import AuthorProfile
from ..media.actions import add_asset, describe_asset
from ..media.models import AltState, Asset
from ..media.preparing import prepare
from .demo_guides import load_guides

FOLDER = Path(__file__).parents[2] / "demo"


@click.command("demo")
@with_appcontext
def demo() -> None:
    """Load the demo site into an empty database; leave any other alone."""
    if not load_demo_if_empty():
        click.echo("This database holds content already, so nothing was loaded.")


def load_demo_if_empty() -> bool:
    """Load the demo unless there is any content. Whether it did."""
    if has_content():
        return False
    with unit_of_work():
        _Demo().load()
    return True


class _Demo:
    """One loading, whole or not at all. What was made is found again by the slug in the files."""

    def __init__(self) -> None:
        self.site = _yaml("site.yaml")
        self.categories: dict[str, Category] = {}
        self.brands: dict[str, Brand] = {}
        self.merchants: dict[str, Merchant] = {}
        self.assets: dict[str, Asset] = {}
        self.authors: dict[str, AuthorProfile] = {}
        self.products: dict[str, Product] = {}
        self.offers: dict[tuple[str, str], Offer] = {}

    def load(self) -> None:
        self._load_pictures()
        self._load_shelves()
        self._load_products()
        self._load_offers()
        for tag in self.site["tags"]:
            create_tag(name=tag["name"], slug=tag["slug"], by=None)
        load_guides(FOLDER / "guides", categories=self.categories, authors=self.authors, assets=self.assets)

    def _load_pictures(self) -> None:
        with click.progressbar(self.site["pictures"], label="Loading the demo") as pictures:
            for entry in pictures:
                path = FOLDER / entry["file"]
                asset = add_asset(picture=prepare(path.read_bytes()), filename=path.name, key=entry["key"], by=None)
                describe_asset(
                    asset,
                    alt_state=AltState.TEXT,
                    alt_text=entry["alt"],
                    credit=entry["credit"],
                    focal=(entry["focal"][0], entry["focal"][1]),
                    version=asset.version,
                    by=None,
                )
                self.assets[entry["key"]] = asset

    def _load_shelves(self) -> None:
        for place, entry in enumerate(self.site["categories"], start=1):
            colour = FieldColour(entry["colour"])
            category = CategoryInput(**{**entry, "colour": colour, "position": place})
            self.categories[entry["slug"]] = create_category(category, by=None)
        for slug, entries in _yaml("attributes.yaml").items():
            for place, entry in enumerate(entries, start=1):
                words = {**entry, "kind": AttributeKind(entry["kind"]), "better": Better(entry["better"])}
                create_attribute(self.categories[slug], AttributeInput(**words, position=place), by=None)
        for entry in self.site["brands"]:
            brand = BrandInput(**{**entry, "website": entry["website"] or ""})
            self.brands[entry["slug"]] = create_brand(brand, by=None)
        for entry in self.site["merchants"]:
            self.merchants[entry["slug"]] = create_merchant(_merchant(entry), by=None)
        for entry in self.site["authors"]:
            words = {**entry, "picture_id": self.assets[entry["picture"]].id}
            words.pop("picture")
            self.authors[entry["slug"]] = create_author(AuthorInput(**words), by=None)

    def _load_products(self) -> None:
        entries = [(slug, entry) for slug in self.categories for entry in _yaml(f"products/{slug}.yaml")]
        for category, entry in entries:
            self.products[entry["slug"]] = create_product(self._product(category, entry), by=None)
        for category, entry in entries:
            if entry.get("alternatives") or entry.get("superseded_by"):
                self._relate(category, entry)

    def _product(self, category: str, entry: dict[str, Any], **more: Any) -> ProductInput:
        words = {
            key: str(entry.get(key) or "")
            for key in ("slug", "name", "model", "gtin", "mpn", "summary", "description", "recall_notice")
        }
        return ProductInput(
            **words,  # type: ignore[arg-type]  # texts all of them
            brand=self.brands[entry["brand"]].name,
            category_id=self.categories[category].id,
            status=ProductStatus(entry.get("status", ProductStatus.ACTIVE)),
            picture_ids=[self.assets[key].id for key in entry.get("pictures", [])],
            attributes={key: _answer(value) for key, value in entry.get("attributes", {}).items()},
            **more,
        )

    def _relate(self, category: str, entry: dict[str, Any]) -> None:
        product = self.products[entry["slug"]]
        successor = self.products.get(entry.get("superseded_by") or "")
        related = self._product(
            category,
            entry,
            alternative_ids=[self.products[slug].id for slug in entry.get("alternatives", [])],
            superseded_by_id=successor.id if successor else None,
        )
        update_product(product, related, version=product.version, by=None)

    def _load_offers(self) -> None:
        now = clock.now()
        for row in _rows("offers.csv"):
            entry = OfferInput(
                product_id=self.products[row["product"]].id,
                merchant_id=self.merchants[row["merchant"]].id,
                url=row["url"],
                currency=row["currency"],
                availability=Availability(row["availability"]),
                external_id=row["external_id"],
                price_minor=_minor(row["price"], row["currency"]),
                observed_at=now - timedelta(hours=float(row["observed_hours_ago"])),
                source=OfferSource.CSV,
            )
            self.offers[row["merchant"], row["external_id"]] = create_offer(entry, by=None)
        for row in _rows("price_history.csv"):
            offer = self.offers[row["merchant"], row["external_id"]]
            add_observation(
                offer,
                observed_at=now - timedelta(days=float(row["days_ago"])),
                price_minor=_minor(row["price"], offer.currency),
                availability=Availability(row["availability"]),
            )


def _merchant(entry: dict[str, Any]) -> MerchantInput:
    return MerchantInput(
        name=entry["name"],
        relationship=Relationship(entry["relationship"]),
        hosts=entry["hosts"],
        price_ttl=round(entry["price_ttl_hours"] * 3600),
        country=entry["country"],
        programme=entry["programme"] or "",
        shows_prices=entry["shows_prices"],
        position=entry["position"],
    )


def _answer(value: Any) -> str:
    """An attribute's value as an author would type it; YAML reads `yes` as true."""
    if isinstance(value, bool):
        return YES if value else NO
    return str(value)


def _minor(price: str, currency: str) -> int | None:
    return parse_amount(price, currency) if price.strip() else None


def _yaml(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
