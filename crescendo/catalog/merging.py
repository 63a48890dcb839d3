"""Merging a product into another: what belonged to the one belongs to the other, and nothing is lost."""

from sqlalchemy import select, update

from ..foundation.database import db
from ..foundation.signals import product_changed
from .attributes import Attribute, AttributeValue
from .models import Offer, Product, ProductAlternative, ProductPicture


def hand_over(product: Product, successor_id: int) -> None:
    """Give what `product` has to the one that it was merged into: offers with their history, and what is missing there.

    Products that named `product` as their alternative or successor name the other one from now on.
    """
    successor = db.session.get_one(Product, successor_id)
    db.session.execute(update(Offer).where(Offer.product_id == product.id).values(product_id=successor_id))
    _fill_gaps(product, successor)
    _replace_alternative(product.id, successor_id)
    db.session.execute(
        update(Product)
        .where(Product.superseded_by_id == product.id, Product.id != successor_id)
        .values(superseded_by_id=successor_id)
    )
    db.session.flush()
    product_changed.send(successor)


def _fill_gaps(product: Product, successor: Product) -> None:
    """Facts that the other does not know, of attributes that its category asks for; its number and pictures, too."""
    if product.gtin and not successor.gtin:
        number, product.gtin = product.gtin, ""
        db.session.flush()  # no two products have one number, not even for a moment
        successor.gtin = number
    known = select(AttributeValue.attribute_id).where(AttributeValue.product_id == successor.id)
    asked = select(Attribute.id).where(Attribute.category_id == successor.category_id)
    missing = update(AttributeValue).where(
        AttributeValue.product_id == product.id,
        AttributeValue.attribute_id.in_(asked),
        AttributeValue.attribute_id.not_in(known),
    )
    db.session.execute(missing.values(product_id=successor.id))
    if not db.session.scalar(select(ProductPicture.asset_id).where(ProductPicture.product_id == successor.id).limit(1)):
        db.session.execute(
            update(ProductPicture).where(ProductPicture.product_id == product.id).values(product_id=successor.id)
        )


def _replace_alternative(product_id: int, successor_id: int) -> None:
    has_it = select(ProductAlternative.product_id).where(ProductAlternative.alternative_id == successor_id)
    naming = update(ProductAlternative).where(
        ProductAlternative.alternative_id == product_id,
        ProductAlternative.product_id.not_in([*db.session.scalars(has_it), successor_id]),
    )
    db.session.execute(naming.values(alternative_id=successor_id))
