"""The query string of the product listing: one address for each filter, whatever order it came in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from werkzeug.datastructures import MultiDict

from ..catalog.attributes import Attribute, AttributeKind
from ..catalog.listing import FACETED, Order, ProductFilter, Span
from ..foundation.money import Money, parse_amount

FROM, TO = "-from", "-to"
PRICE = "price"


@dataclass(frozen=True)
class Asked:
    """What a reader asked of the listing. `faults` say what is wrong with a field, `typed` what stands in it."""

    filters: ProductFilter
    order: Order
    faults: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)


def attribute_name(attribute: Attribute) -> str:
    """How the query names an attribute, so that no key can mean anything else."""
    return f"a-{attribute.key}"


def read_query(args: MultiDict[str, str], attributes: Sequence[Attribute], *, currency: str) -> Asked:
    """What `args` ask for; `attributes` are those of the chosen category, if one is chosen."""
    typed = {name: value.strip() for name, value in args.items() if name.endswith((FROM, TO)) and value.strip()}
    faults: dict[str, str] = {}

    def number(name: str, minor_of: str = "") -> Decimal | None:
        try:
            return _number(typed.get(name, ""), minor_of)
        except ValueError as error:
            faults[name] = str(error)
            return None

    def span(name: str, minor_of: str = "") -> Span:
        return Span(number(name + FROM, minor_of), number(name + TO, minor_of))

    choices = {a.key: _chosen(args, a) for a in attributes if a.kind in FACETED}
    spans = {a.key: span(attribute_name(a)) for a in attributes if a.kind is AttributeKind.NUMBER}
    order = args.get("sort", "")
    return Asked(
        filters=ProductFilter(
            category=args.get("category", ""),
            brand=args.get("brand", ""),
            available=args.get("available") == "yes",
            price=span(PRICE, currency),
            choices={key: values for key, values in choices.items() if values},
            spans={key: ends for key, ends in spans.items() if ends != Span()},
        ),
        order=Order(order) if order in set(Order) else Order.NAME,
        faults=faults,
        typed=typed,
    )


def query_of(asked: Asked, *, currency: str) -> list[tuple[str, str]]:
    """`asked` as the one query that stands for it: in a fixed order, and without what narrows nothing."""
    filters = asked.filters
    pairs = [
        ("category", filters.category),
        ("brand", filters.brand),
        ("available", "yes" if filters.available else ""),
        *_ends(PRICE, filters.price, currency),
        *((f"a-{key}", value) for key, values in sorted(filters.choices.items()) for value in values),
        *(pair for key, span in sorted(filters.spans.items()) for pair in _ends(f"a-{key}", span)),
        ("sort", "" if asked.order is Order.NAME else asked.order.value),
    ]
    return [(name, value) for name, value in pairs if value]


def without(asked: Asked, facet: str, value: str = "") -> Asked:
    """`asked` without one filter: a field of `ProductFilter`, or the key of an attribute with the value chosen."""
    filters = asked.filters
    if facet in filters.choices:
        left = tuple(other for other in filters.choices[facet] if other != value)
        return replace(asked, filters=replace(filters, choices={**filters.choices, facet: left}))
    if facet in filters.spans:
        spans = {key: span for key, span in filters.spans.items() if key != facet}
        return replace(asked, filters=replace(filters, spans=spans))
    if facet == "category":  # attributes are those of a category
        return replace(asked, filters=replace(filters, category="", choices={}, spans={}))
    return replace(asked, filters=replace(filters, **{facet: getattr(ProductFilter(), facet)}))


def _chosen(args: MultiDict[str, str], attribute: Attribute) -> tuple[str, ...]:
    return tuple(sorted({value for value in args.getlist(attribute_name(attribute)) if value}))


def _number(text: str, minor_of: str) -> Decimal | None:
    if not text:
        return None
    if minor_of:
        return Decimal(parse_amount(text, minor_of))
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise ValueError(f"“{text}” is not a number.") from error
    if not number.is_finite() or abs(number) >= 10**9:
        raise ValueError(f"“{text}” is not a number that anything here has.")
    return number


def _ends(name: str, span: Span, minor_of: str = "") -> list[tuple[str, str]]:
    return [(name + end, written(value, minor_of)) for end, value in ((FROM, span.low), (TO, span.high))]


def written(value: Decimal | None, minor_of: str = "") -> str:
    """A number as it stands in the query and its field; `minor_of` a currency turns minor units into amounts."""
    if value is None:
        return ""
    amount = Money(minor_of, int(value)).amount if minor_of else value
    return format(amount.normalize(), "f")
