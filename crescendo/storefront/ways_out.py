"""The way out to a seller."""

from flask import Response, redirect, request
from flask.typing import ResponseReturnValue

from ..catalog.ways_out import way_out
from ..foundation.errors import Gone
from ..presentation.counting import count_click
from . import storefront


@storefront.get("/go/<int:offer_id>")
@storefront.get("/go/<int:offer_id>/<place>")
def go(offer_id: int, place: str = "") -> ResponseReturnValue:
    """Send the reader to the stored address of an offer. No part of the request can choose where.

    `place` says where the link stood, as in “7-3”: position 3 of guide 7.
    """
    way = way_out(offer_id)
    count_click(offer_id, place, way)
    if way.is_closed:
        raise Gone
    return redirect(way.url, code=302)


@storefront.after_request
def keep_to_itself(response: Response) -> Response:
    """Let nobody store or list where an offer leads, or that it leads nowhere any more."""
    if request.endpoint == "storefront.go":
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
