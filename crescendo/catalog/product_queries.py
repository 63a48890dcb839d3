"""Products with all that hangs on them, in one statement.

Joining a product's offers, pictures and facts would give a row for each combination. Here each of them is a row, found
by its key, so the number of rows is their sum.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, exists, false, literal, select, union_all
from sqlalchemy.orm import aliased, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from ..foundation.database import db
from .attributes import AttributeValue
from .models import Offer, Product, ProductAlternative, ProductPicture, ProductStatus
from .offers import HEALTHY

Ids = Collection[int] | Select[int]


def whole_products(
    ids: Ids, *, with_attributes: bool = False, with_alternatives: ColumnElement[bool] | None = None
) -> dict[int, Product]:
    """Products by id, ready for cards, with their attribute values where asked for.

    Those that `with_alternatives` holds for come with their alternatives on sale, which are among the products then.
    """
    keys = _keys(ids, with_attributes=with_attributes, with_alternatives=with_alternatives)
    kind, one, two = keys.c
    statement = (
        select(Product, Offer, ProductPicture, AttributeValue, ProductAlternative)
        .select_from(keys)
        .outerjoin(Product, and_(kind == "product", Product.id == one))
        .outerjoin(Offer, and_(kind == "offer", Offer.id == one))
        .outerjoin(
            ProductPicture,
            and_(kind == "picture", ProductPicture.product_id == one, ProductPicture.position == two),
        )
        .outerjoin(
            AttributeValue,
            and_(kind == "value", AttributeValue.product_id == one, AttributeValue.attribute_id == two),
        )
        .outerjoin(
            ProductAlternative,
            and_(kind == "other", ProductAlternative.product_id == one, ProductAlternative.alternative_id == two),
        )
        .options(
            joinedload(Product.brand),
            joinedload(Product.category),
            joinedload(Product.superseded_by).joinedload(Product.brand),
            joinedload(Offer.merchant),
            joinedload(ProductPicture.asset),
            joinedload(AttributeValue.attribute),
        )
        .order_by(kind, one, two)
    )
    rows = db.session.execute(statement).all()
    products = {row.Product.id: row.Product for row in rows if row.Product is not None}
    _hand_out(products, "offers", (row.Offer for row in rows))
    _hand_out(products, "pictures", (row.ProductPicture for row in rows))
    if with_attributes:
        _hand_out(products, "attribute_values", (row.AttributeValue for row in rows))
    if with_alternatives is not None:
        others = [row.ProductAlternative for row in rows if row.ProductAlternative is not None]
        for other in others:
            set_committed_value(other, "alternative", products[other.alternative_id])
        _hand_out(products, "alternatives", sorted(others, key=lambda other: other.position))
    return products


def _hand_out(products: Mapping[int, Product], name: str, parts: Iterable[Any]) -> None:
    """Give each product its parts, as if it had loaded them under this name."""
    lists: dict[int, list[Any]] = {product_id: [] for product_id in products}
    for part in parts:
        if part is not None:
            lists[part.product_id].append(part)
    for product_id, product in products.items():
        set_committed_value(product, name, lists[product_id])


def _keys(ids: Ids, *, with_attributes: bool, with_alternatives: ColumnElement[bool] | None) -> Subquery:
    """The key of each row that is wanted: its kind, and one or two numbers."""
    none = literal(0)
    others = (
        select(ProductAlternative.product_id, ProductAlternative.alternative_id)
        .join(Product, ProductAlternative.product_id == Product.id)
        .where(Product.id.in_(ids), false() if with_alternatives is None else with_alternatives)
    )
    proposed = aliased(Product)
    other = others.join(
        proposed, and_(ProductAlternative.alternative_id == proposed.id, proposed.status == ProductStatus.ACTIVE)
    ).cte("other")
    chosen = select(Product.id).where(Product.id.in_(ids)).union(select(other.c.alternative_id)).cte("chosen")
    picture, value = ProductPicture, AttributeValue
    parts = [
        select(literal("product").label("kind"), chosen.c.id.label("one"), none.label("two")),
        select(literal("offer"), Offer.id, none).join(chosen, Offer.product_id == chosen.c.id),
        select(literal("picture"), picture.product_id, picture.position).join(
            chosen, picture.product_id == chosen.c.id
        ),
    ]
    if with_attributes:
        mine = value.product_id == chosen.c.id
        parts.append(select(literal("value"), value.product_id, value.attribute_id).join(chosen, mine))
    if with_alternatives is not None:
        parts.append(select(literal("other"), other.c.product_id, other.c.alternative_id))
    return union_all(*parts).subquery("keys")


def lacks_offer() -> ColumnElement[bool]:
    """The condition under which the card of a product proposes an alternative."""
    is_healthy = and_(Offer.archived_at.is_(None), Offer.broken_since.is_(None), Offer.availability.in_(HEALTHY))
    return and_(~exists().where(Offer.product_id == Product.id, is_healthy), Product.status != ProductStatus.RECALLED)
