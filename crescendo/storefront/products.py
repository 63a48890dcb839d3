"""Products: the listing, one product, and the way out to a seller."""

from urllib.parse import urlencode

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from ..catalog.queries import ProductFilter, offer_by_id, product_by_slug, products_page
from ..foundation.errors import Gone
from ..presentation.listings import product_list, query_of
from ..presentation.products import product_page
from ..presentation.reading import this_reading
from ..web.addresses import page_number
from . import storefront


@storefront.get("/products/")
def products() -> ResponseReturnValue:
    """All products, filtered by a plain form. Whatever order a query came in, one address stands for it."""
    filters = ProductFilter(
        category=request.args.get("category", ""),
        brand=request.args.get("brand", ""),
        available=request.args.get("available") == "yes",
    )
    number = page_number()
    canonical = urlencode({**query_of(filters), **({"page": str(number)} if number > 1 else {})})
    if request.query_string.decode() != canonical:
        return redirect(f"/products/?{canonical}" if canonical else "/products/", code=301)
    page = products_page(number=number, filters=filters)
    return render_template("storefront/products.html", page=product_list(page, filters, this_reading()))


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
