"""Products: the listing, and one product."""

from urllib.parse import urlsplit

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from ..catalog.queries import attributes_by_category, product_by_slug
from ..presentation.product_list import listing_address, product_list
from ..presentation.product_query import read_query
from ..presentation.products import product_page
from ..presentation.reading import this_reading
from ..web.addresses import page_number, without_tracking
from . import storefront


@storefront.get("/products/")
def products() -> ResponseReturnValue:
    """All products, narrowed and sorted by a plain form. Whatever order a query came in, one address stands for it."""
    reading, number = this_reading(), page_number()
    category = request.args.get("category", "")
    attributes = attributes_by_category(category) if category else []
    asked = read_query(request.args, attributes, currency=reading.currency)
    canonical = listing_address(asked, currency=reading.currency, number=number)
    if not asked.faults and without_tracking(request.query_string.decode()) != urlsplit(canonical).query:
        return redirect(canonical, code=301)
    page = product_list(asked, attributes, number=number, reading=reading)
    return render_template("storefront/products.html", page=page), 422 if page.has_faults else 200


@storefront.get("/products/<slug>")
def product(slug: str) -> ResponseReturnValue:
    """One product with its offers and the guides that speak of it."""
    page = product_page(product_by_slug(slug), this_reading())
    return render_template("storefront/product.html", page=page)
