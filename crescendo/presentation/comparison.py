"""Comparison tables: products side by side, each cell the product's own attribute or offer as it is now."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..catalog.attributes import Attribute, AttributeKind, AttributeValue
from ..catalog.models import Product
from ..catalog.values import written
from .cards import ProductCard

OFFER_COLUMNS = {"price": "Price", "availability": "Availability", "merchant": "Seller", "brand": "Brand"}
MISSING = "–"


@dataclass(frozen=True)
class Cell:
    """`column` repeats the column's label, which phones show beside each value."""

    column: str
    text: str
    is_missing: bool
    is_price: bool


@dataclass(frozen=True)
class ComparisonRow:
    """A product and its cells, in the order of the columns."""

    card: ProductCard
    cells: Sequence[Cell]


@dataclass(frozen=True)
class ComparisonTable:
    """Rows are products; every row has one cell a column."""

    columns: Sequence[str]
    rows: Sequence[ComparisonRow]


def comparison_table(
    products: Sequence[Product], cards: Sequence[ProductCard], columns: Sequence[str]
) -> ComparisonTable:
    """The table of `products`, whose cards these are, with `columns`; by default the price and four attributes."""
    attributes = _attributes(products)
    keys = [key for key in columns if key in OFFER_COLUMNS or key in attributes] or [
        "price",
        *list(attributes)[:4],
    ]
    labels = {key: OFFER_COLUMNS.get(key) or attributes[key].label for key in keys}
    return ComparisonTable(
        columns=[labels[key] for key in keys],
        rows=[
            ComparisonRow(card, [_cell(product, card, key, labels[key]) for key in keys])
            for product, card in zip(products, cards, strict=True)
        ],
    )


def attribute_text(value: AttributeValue) -> str:
    """`value` as a reader sees it: with its unit, yes and no in words."""
    text = written(value)
    if value.attribute.kind is AttributeKind.YES_NO:
        return text.capitalize()
    return f"{text} {value.attribute.unit}".strip()


def _attributes(products: Sequence[Product]) -> dict[str, Attribute]:
    found = {
        value.attribute.key: value.attribute
        for product in products
        for value in sorted(product.attribute_values, key=lambda value: value.attribute.position)
    }
    return dict(sorted(found.items(), key=lambda pair: pair[1].position))


def _cell(product: Product, card: ProductCard, key: str, label: str) -> Cell:
    if key in OFFER_COLUMNS:
        text = _offer_text(card, key)
    else:
        value = next((value for value in product.attribute_values if value.attribute.key == key), None)
        text = attribute_text(value) if value else ""
    return Cell(column=label, text=text or MISSING, is_missing=not text, is_price=key == "price")


def _offer_text(card: ProductCard, key: str) -> str:
    if key == "brand":
        return card.brand
    if card.offer is None:
        return "Unavailable" if key == "availability" else ""
    return {
        "price": card.offer.price or "",
        "availability": card.offer.availability,
        "merchant": card.offer.merchant,
    }[key]
