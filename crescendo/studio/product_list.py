"""The list of products, in which every author may look things up."""

from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..accounts.permissions import is_editor
from ..catalog.desk_listing import DeskFilter, DeskOrder, desk_products_page
from ..catalog.health import Lack
from ..catalog.models import ProductStatus
from ..catalog.queries import brands, categories
from ..presentation.cards import product_cards
from ..presentation.reading import this_reading
from ..web.addresses import page_number
from . import studio
from .access import me
from .narrowing import Narrowed, Narrowing, Options, one_of, words_asked

COLUMNS = (
    ("Product", "name"),
    ("Address in guides", ""),
    ("Category", "category"),
    ("Best offer", ""),
    ("Last changed", "changed"),
)
STATUSES = [
    ("active", "Active"),
    ("discontinued", "Discontinued"),
    ("recalled", "Recalled"),
    ("merged", "Merged"),
]
LACKS = [
    ("offer", "An offer"),
    ("stock", "An offer to buy from"),
    ("price", "A price to show"),
    ("picture", "A picture"),
]
ORDERS = {
    DeskOrder.CHANGED_DOWN: "Last changed first",
    DeskOrder.CHANGED: "Longest unchanged first",
    DeskOrder.NAME: "Name, A to Z",
    DeskOrder.NAME_DOWN: "Name, Z to A",
    DeskOrder.CATEGORY: "Category, A to Z",
    DeskOrder.CATEGORY_DOWN: "Category, Z to A",
}


@dataclass(frozen=True)
class ListOptions:
    """What the list can be narrowed to: pairs of a value in the address and its words."""

    categories: Options
    brands: Options
    statuses: Options
    lacks: Options


@studio.get("/products/")
def product_list() -> ResponseReturnValue:
    """All products with the address that guides call them by, narrowed and sorted by the list's own."""
    options = ListOptions(
        categories=[(category.slug, category.name) for category in categories()],
        brands=[(brand.slug, brand.name) for brand in brands()],
        statuses=STATUSES,
        lacks=LACKS,
    )
    filters = _asked_filters(options)
    narrowed = _asked_list(filters, options)
    return narrowed.canonical(page_number()) or _page(filters, options, narrowed)


def _page(filters: DeskFilter, options: ListOptions, narrowed: Narrowed[DeskOrder]) -> str:
    page = desk_products_page(filters, number=page_number(), order=narrowed.order)
    return render_template(
        "studio/products.html",
        rows=list(zip(page.items, product_cards(page.items, this_reading()), strict=True)),
        total=page.total,
        narrowed=narrowed,
        headings=[narrowed.heading(text, column) for text, column in COLUMNS],
        pagination=narrowed.pagination(page),
        filters=filters,
        options=options,
        orders=ORDERS,
        status_words=dict(STATUSES),
        may_edit=is_editor(me()),
    )


def _asked_filters(options: ListOptions) -> DeskFilter:
    status, lack = one_of("status", options.statuses), one_of("lacks", options.lacks)
    return DeskFilter(
        words=words_asked(),
        category=one_of("category", options.categories),
        brand=one_of("brand", options.brands),
        status=ProductStatus(status) if status else None,
        lack=Lack(lack) if lack else None,
    )


def _asked_list(filters: DeskFilter, options: ListOptions) -> Narrowed[DeskOrder]:
    order = request.args.get("sort", "")
    status, lack = filters.status or "", filters.lack or ""
    said = [
        ("category", filters.category, f"Category: {dict(options.categories).get(filters.category)}"),
        ("brand", filters.brand, f"Brand: {dict(options.brands).get(filters.brand)}"),
        ("status", str(status), f"Status: {dict(options.statuses).get(status)}"),
        ("lacks", str(lack), f"Lacks: {dict(options.lacks).get(lack, '').lower()}"),
        ("q", filters.words, f"“{filters.words}”"),
    ]
    return Narrowed(
        path=url_for("studio.product_list"),
        narrowings=[Narrowing(name, value, words) for name, value, words in said if value],
        order=DeskOrder(order) if order in set(DeskOrder) else DeskOrder.CHANGED_DOWN,
    )
