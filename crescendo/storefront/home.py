"""The front page."""

from flask import render_template
from flask.typing import ResponseReturnValue

from ..presentation.front import front_page
from ..presentation.reading import this_reading
from . import storefront


@storefront.get("/")
def home() -> ResponseReturnValue:
    """The lead guide, the newest by category, and products that guides speak of."""
    return render_template("storefront/home.html", page=front_page(this_reading()))
