"""What readers see: home, guides, categories, tags, authors, products, and the way out to a seller."""

from flask import Blueprint

storefront = Blueprint("storefront", __name__)

from . import files as files  # noqa: E402 (the views register themselves on the blueprint)
from . import guides as guides  # noqa: E402
from . import home as home  # noqa: E402
from . import products as products  # noqa: E402
from . import search as search  # noqa: E402
