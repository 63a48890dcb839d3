"""Deleting a product: only while no guide, live or draft, speaks of it."""

from ..accounts.models import User
from ..catalog.actions import delete_product
from ..catalog.models import Product
from ..foundation.errors import Rejected
from .desk_queries import articles_mentioning


def remove_product(product: Product, *, version: int, by: User | None) -> None:
    """Delete `product` with its offers and their history. `Rejected` while guides speak of it.

    Older revisions of guides may still name it in their text; whoever restores one is told that it is gone.
    """
    if articles_mentioning(product.id):
        raise Rejected({"": "Guides speak of this product, so it cannot be deleted."})
    delete_product(product, version=version, by=by)
