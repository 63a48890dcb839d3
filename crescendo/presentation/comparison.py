"""Comparison tables: products side by side, each cell the product's own attribute or offer as it is now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ..catalog.attributes import Attribute, AttributeValue, Better
from ..catalog.models import Product
from ..catalog.values import stated, written
from .cards import ProductCard
from .offers import mixed_currencies

OFFER_COLUMNS = {"price": "Price", "availability": "Availability", "merchant": "Seller", "brand": "Brand"}
MISSING = "–"


@dataclass(frozen=True)
class Cell:
    """`column` repeats the column's label, which phones show beside each value.

    `is_best` marks what favours the buyer most, where the column has such a thing and the values differ.
    """

    column: str
    text: str
    is_missing: bool
    is_price: bool
    is_best: bool = False


@dataclass(frozen=True)
class ComparisonRow:
    """A product and its cells, in the order of the columns."""

    card: ProductCard
    cells: Sequence[Cell]


@dataclass(frozen=True)
class ComparisonTable:
    """Rows are products; every row has one cell a column. `currencies` are named where prices are in several."""

    columns: Sequence[str]
    rows: Sequence[ComparisonRow]
    currencies: Sequence[str]


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
    currencies = mixed_currencies(card.offer for card in cards) if "price" in keys else ()
    best = {
        key: _best(_amounts(products, cards, key), _better(key, attributes))
        for key in keys
        if not (key == "price" and currencies)
    }
    return ComparisonTable(
        columns=[labels[key] for key in keys],
        rows=[
            ComparisonRow(
                card,
                [replace(_cell(product, card, key, labels[key]), is_best=place in best.get(key, ())) for key in keys],
            )
            for place, (product, card) in enumerate(zip(products, cards, strict=True))
        ],
        currencies=currencies,
    )


def attribute_text(value: AttributeValue) -> str:
    """`value` as a reader sees it: with its unit, yes and no in words."""
    return stated(value.attribute, written(value))


def _attributes(products: Sequence[Product]) -> dict[str, Attribute]:
    found = {
        value.attribute.key: value.attribute
        for product in products
        for value in sorted(product.attribute_values, key=lambda value: value.attribute.position)
    }
    return dict(sorted(found.items(), key=lambda pair: pair[1].position))


def _better(key: str, attributes: Mapping[str, Attribute]) -> Better:
    if key == "price":
        return Better.LOWER
    return attributes[key].better if key in attributes else Better.NONE


def _amounts(products: Sequence[Product], cards: Sequence[ProductCard], key: str) -> dict[int, Decimal]:
    """What each row has in a column of numbers, by the row's place; rows without a number are left out."""
    if key == "price":
        amounts = {place: card.offer.amount for place, card in enumerate(cards) if card.offer}
    else:
        amounts = {
            place: value.number
            for place, product in enumerate(products)
            for value in product.attribute_values
            if value.attribute.key == key
        }
    return {place: amount for place, amount in amounts.items() if amount is not None}


def _best(amounts: Mapping[int, Decimal], better: Better) -> set[int]:
    """The places of the best amounts; none where nothing is better, or all are the same."""
    if better is Better.NONE or len(set(amounts.values())) < 2:
        return set()
    best = max(amounts.values()) if better is Better.HIGHER else min(amounts.values())
    return {place for place, amount in amounts.items() if amount == best}


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
