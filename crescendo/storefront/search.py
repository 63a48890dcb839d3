"""Searching guides and products."""

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue

from ..foundation.freshness import holds_until
from ..presentation.counting import count_missed_search
from ..presentation.reading import this_reading
from ..presentation.search import proposals, search_page
from ..web.addresses import page_number
from ..web.headers import is_private
from . import storefront


@storefront.get("/search")
def search() -> ResponseReturnValue:
    """What readers find. Whatever they typed, the answer is a page."""
    reading = this_reading()
    page = search_page(
        request.args.get("q", ""),
        number=page_number(),
        kind=request.args.get("kind", ""),
        category=request.args.get("category", ""),
        reading=reading,
    )
    if page.is_in_vain and not is_private():
        count_missed_search(page.text)
        holds_until(reading.now)  # so that everybody who searches in vain is counted
    return render_template("storefront/search.html", page=page)


@storefront.get("/search/suggestions")
def suggestions() -> ResponseReturnValue:
    """What the search box proposes while a reader types."""
    return jsonify(proposals(request.args.get("q", ""), this_reading()))
