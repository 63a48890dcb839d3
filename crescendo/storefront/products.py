"""Products: the listing, one product, and the way out to a seller."""

from urllib.parse import urlsplit

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from ..catalog.queries import attributes_by_category, offer_by_id, product_by_slug
from ..foundation.errors import Gone
from ..presentation.product_list import listing_address, product_list
from ..presentation.product_query import read_query
from ..presentation.products import product_page
from ..presentation.reading import this_reading
from ..web.addresses import page_number
from . import storefront


@storefront.get("/products/")
def products() -> ResponseReturnValue:
    """All products, narrowed and sorted by a plain form. Whatever order a query came in, one address stands for it."""
    reading, number = this_reading(), page_number()
    attributes = attributes_by_category(request.args.get("category", ""))
    asked = read_query(request.args, attributes, currency=reading.currency)
    canonical = listing_address(asked, currency=reading.currency, number=number)
    if not asked.faults and request.query_string.decode() != urlsplit(canonical).query:
        return redirect(canonical, code=301)
    page = product_list(asked, attributes, number=number, reading=reading)
    return render_template("storefront/products.html", page=page), 422 if page.has_faults else 200


@storefront.get("/products/<slug>")
def product(slug: str) -> ResponseReturnValue:
    """One product with its offers and the guides that speak of it."""
    page = product_page(product_by_slug(slug), this_reading())
    return render_template("storefront/product.html", page=page)


@storefront.get("/go/<int:offer_id>")
def go(offer_id: int) -> ResponseReturnValue:
    """Send the reader to the stored address of an offer. No part of the request can choose where."""
    offer = offer_by_id(offer_id)
    if offer.archived_at is not None or offer.product.is_recalled:
        raise Gone
    response = redirect(offer.url, code=302)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
