"""The authoring area."""

from flask import Blueprint

studio = Blueprint("studio", __name__, url_prefix="/studio")


@studio.get("/")
def dashboard() -> str:
    return "studio"
