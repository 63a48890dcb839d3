"""Pictures for links to our pages."""

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue

from ..catalog.queries import product_by_slug
from ..catalog.taxonomy import FieldColour
from ..journal.queries import guide_by_slug
from ..presentation.reading import this_reading
from ..presentation.share_picture import (
    FONTS,
    SharePicture,
    share_picture_file,
    share_picture_of_guide,
    share_picture_of_product,
)
from . import storefront

DAY = 86_400  # seconds


@storefront.get("/share/site.jpg")
def share_site() -> ResponseReturnValue:
    """The picture of the site, for every page without one of its own."""
    return _answer(SharePicture(current_app.config["SETTINGS"].site_name, "Guides and products", FieldColour.CLAY))


@storefront.get("/share/guides/<slug>.jpg")
def share_guide(slug: str) -> ResponseReturnValue:
    """The picture of a guide that readers see."""
    return _answer(share_picture_of_guide(guide_by_slug(slug, now=this_reading().now)))


@storefront.get("/share/products/<slug>.jpg")
def share_product(slug: str) -> ResponseReturnValue:
    """The picture of a product."""
    return _answer(share_picture_of_product(product_by_slug(slug)))


def _answer(share: SharePicture) -> Response:
    fonts = [current_app.extensions["built_assets"].path(name) for name in FONTS]
    response = Response(share_picture_file(share, fonts), mimetype="image/jpeg")
    response.set_etag(share.key)
    response.headers["Cache-Control"] = f"public, max-age={DAY}"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.make_conditional(request)
    return response
