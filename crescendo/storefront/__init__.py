"""What readers see: home, guides, categories, tags, authors, products, and the way out to a seller."""

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from ..foundation.urls import without_parameter

storefront = Blueprint("storefront", __name__)


@storefront.before_request
def leave_out_the_first_page() -> ResponseReturnValue | None:
    """The first page of a list has one address, without a number."""
    if request.args.getlist("page") != ["1"]:
        return None
    return redirect(without_parameter(request.full_path, "page"), code=301)


from . import files as files  # noqa: E402 (the views register themselves on the blueprint)
from . import guides as guides  # noqa: E402
from . import home as home  # noqa: E402
from . import previews as previews  # noqa: E402
from . import products as products  # noqa: E402
from . import search as search  # noqa: E402
from . import share as share  # noqa: E402
from . import ways_out as ways_out  # noqa: E402
