"""Signing in and out, and the first account: the way into the studio."""

from flask import Blueprint

signin = Blueprint("signin", __name__)

from . import views as views  # noqa: E402 (the views register themselves on the blueprint)
from .setup import setup_url as setup_url  # noqa: E402
