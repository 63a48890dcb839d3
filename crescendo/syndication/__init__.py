"""What programs read of the site: feeds and the sitemap."""

from flask import Blueprint

syndication = Blueprint("syndication", __name__)

from . import feeds as feeds  # noqa: E402 (the views register themselves on the blueprint)
from . import merchant_feed as merchant_feed  # noqa: E402
from . import sitemap as sitemap  # noqa: E402
