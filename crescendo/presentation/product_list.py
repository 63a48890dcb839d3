"""The listing of products: what stands in it, and how it can be narrowed further."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..catalog.attributes import Attribute, AttributeKind
from ..catalog.known import known_brands, known_categories
from ..catalog.listing import FACETED, Counts, Listing, Order, Span
from ..catalog.values import NO, YES
from ..foundation.money import Money
from .cards import ProductCard, product_cards
from .disclosure import Disclosure, disclosure_for_cards
from .navigation import Crumb, Pagination, address_of, pagination_of
from .product_query import FROM, PRICE, TO, Asked, attribute_name, query_of, without, written
from .reading import Reading

PATH = "/products/"
ORDER_WORDS = {
    Order.NAME: "Name",
    Order.NEWEST: "Newest first",
    Order.CHEAPEST: "Price, lowest first",
    Order.DEAREST: "Price, highest first",
}


@dataclass(frozen=True)
class Option:
    """A value of a facet, with how many products it would leave; None where that is not the question."""

    value: str
    text: str
    count: int | None
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A question whose answers are few: they can be ticked, any number of them, or one chosen from a list."""

    name: str
    label: str
    options: Sequence[Option]


@dataclass(frozen=True)
class SpanField:
    """A question whose answer is a number, asked for as from and to. `faults` go by the names of the two fields."""

    name: str
    label: str
    unit: str
    low: str
    high: str
    faults: Mapping[str, str]

    @property
    def first(self) -> str:
        return self.name + FROM

    @property
    def last(self) -> str:
        return self.name + TO


@dataclass(frozen=True)
class ProductList:
    """The product listing as narrowed. `removals` are the filters in force, each leading to the list without it."""

    products: Sequence[ProductCard]
    total: int
    pagination: Pagination | None
    category: Facet
    brand: Facet
    available: Option
    price: SpanField
    facets: Sequence[Facet]
    spans: Sequence[SpanField]
    order: Facet
    removals: Sequence[Crumb]
    has_faults: bool
    disclosure: Disclosure | None


def product_list(asked: Asked, attributes: Sequence[Attribute], *, number: int, reading: Reading) -> ProductList:
    """Page `number` of what was `asked` for; `attributes` are those of the category."""
    listing = Listing(now=reading.now, currency=reading.currency)
    filters = asked.filters
    page = listing.page(filters, number=number, order=asked.order)
    counts = listing.counts(filters, attributes)
    cards = product_cards(page.items, reading)
    categories_, brands_ = [(c.slug, c.name) for c in known_categories()], known_brands()
    return ProductList(
        products=cards,
        total=page.total,
        pagination=pagination_of(page, PATH, query_of(asked, currency=reading.currency)),
        category=Facet("category", "Category", _options(categories_, counts.of("category"), filters.category)),
        brand=Facet("brand", "Brand", _options(brands_, counts.of("brand"), filters.brand)),
        available=Option(YES, "On sale now", counts.of("available").get(YES, 0), filters.available),
        price=_span_field(PRICE, "Price", reading.currency, filters.price, asked, minor_of=reading.currency),
        facets=[facet for a in attributes if a.kind in FACETED and (facet := _facet(a, counts, asked)).options],
        spans=[
            _span_field(attribute_name(a), a.label, a.unit, filters.spans.get(a.key, Span()), asked)
            for a in attributes
            if a.kind is AttributeKind.NUMBER
        ],
        order=Facet("sort", "Sort by", [Option(o.value, w, None, o is asked.order) for o, w in ORDER_WORDS.items()]),
        removals=_removals(asked, attributes, dict(categories_), dict(brands_), reading),
        has_faults=bool(asked.faults),
        disclosure=disclosure_for_cards(cards),
    )


def listing_address(asked: Asked, *, currency: str, number: int = 1) -> str:
    """The one address of page `number` of the listing as asked for."""
    pages = [("page", str(number))] if number > 1 else []
    return address_of(PATH, [*query_of(asked, currency=currency), *pages])


def _options(pairs: Sequence[tuple[str, str]], counts: Mapping[str, int], chosen: str) -> list[Option]:
    """The options of a list; one that leaves nothing is left out unless it is chosen."""
    return [
        Option(value, text, counts.get(value, 0), value == chosen)
        for value, text in pairs
        if counts.get(value) or value == chosen
    ]


def _facet(attribute: Attribute, counts: Counts, asked: Asked) -> Facet:
    name, chosen = attribute_name(attribute), asked.filters.choices.get(attribute.key, ())
    found = counts.of(name)
    known = attribute.choices if attribute.kind is AttributeKind.CHOICE else sorted({*found, *chosen})
    options = [
        Option(value, _answer(attribute, value), found.get(value, 0), value in chosen)
        for value in known
        if found.get(value) or value in chosen
    ]
    return Facet(name, attribute.label, options)


def _answer(attribute: Attribute, value: str) -> str:
    yes_no = attribute.kind is AttributeKind.YES_NO and value in {YES, NO}
    return value.capitalize() if yes_no else value


def _span_field(name: str, label: str, unit: str, span: Span, asked: Asked, *, minor_of: str = "") -> SpanField:
    low, high = (
        asked.typed.get(name + end, "") if name + end in asked.faults else written(value, minor_of)
        for end, value in ((FROM, span.low), (TO, span.high))
    )
    faults = {field: fault for field, fault in asked.faults.items() if field in {name + FROM, name + TO}}
    return SpanField(name, label, unit, low, high, faults)


def _removals(
    asked: Asked,
    attributes: Sequence[Attribute],
    categories_: Mapping[str, str],
    brands_: Mapping[str, str],
    reading: Reading,
) -> list[Crumb]:
    filters, labels = asked.filters, {attribute.key: attribute for attribute in attributes}

    def removal(text: str, facet: str, value: str = "") -> Crumb:
        return Crumb(text, listing_address(without(asked, facet, value), currency=reading.currency))

    found = []
    if filters.category:
        found.append(removal(categories_.get(filters.category, filters.category), "category"))
    if filters.brand:
        found.append(removal(brands_.get(filters.brand, filters.brand), "brand"))
    if filters.available:
        found.append(removal("On sale now", "available"))
    if filters.price != Span():
        found.append(removal(f"Price {_span_words(filters.price, reading)}", "price"))
    for key, values in filters.choices.items():
        found += [removal(f"{labels[key].label}: {_answer(labels[key], value)}", key, value) for value in values]
    for key, span in filters.spans.items():
        found.append(removal(f"{labels[key].label} {_span_words(span)} {labels[key].unit}".strip(), key))
    return found


def _span_words(span: Span, reading: Reading | None = None) -> str:
    """`from 10 to 20`, in money where a reading says in which."""
    low, high = (
        Money(reading.currency, int(end)).format(reading.locale) if reading and end is not None else written(end)
        for end in (span.low, span.high)
    )
    if low and high:
        return f"{low} to {high}"
    return f"from {low}" if low else f"up to {high}"
