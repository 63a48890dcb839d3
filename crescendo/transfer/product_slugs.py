"""Slugs of products, for imports that name many at once."""

from sqlalchemy import select

from ..catalog.models import Product
from ..foundation.database import db
from ..foundation.urls import product_path
from ..redirects.models import Redirect


def taken_product_slugs() -> set[str]:
    """Slugs that no new product can have: of products, and of addresses that lead to some."""
    old = db.session.scalars(select(Redirect.path).where(Redirect.path.startswith(product_path(""), autoescape=True)))
    return {*db.session.scalars(select(Product.slug)), *(path.removeprefix(product_path("")) for path in old)}
