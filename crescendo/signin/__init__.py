"""Signing in and out, new passwords, and the first account: the ways into the studio."""

from flask import Blueprint

signin = Blueprint("signin", __name__)

from . import new_password as new_password  # noqa: E402 (the views register themselves on the blueprint)
from . import passkeys as passkeys  # noqa: E402
from . import second_step as second_step  # noqa: E402
from . import views as views  # noqa: E402
from .setup import setup_url as setup_url  # noqa: E402
