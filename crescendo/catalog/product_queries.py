"""Products with all that hangs on them, in one statement.

Joining a product's offers, pictures and facts would give a row for each combination. Here each of them is a row, found
by its key, so the number of rows is their sum.
"""

from collections.abc import Collection, Iterable, Mapping
from enum import Enum
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, bindparam, exists, literal, select, true, union_all
from sqlalchemy.orm import aliased, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from ..foundation.database import db
from ..foundation.kept import kept, kept_each
from .attributes import AttributeValue
from .models import Offer, Product, ProductAlternative, ProductPicture, ProductStatus
from .offers import HEALTHY


class Alternatives(Enum):
    """Which products come with their alternatives on sale, which are among the products then."""

    OF_NONE = 0
    OF_UNSOLD = 1
    OF_ALL = 2


class _By(Enum):
    """How products are chosen."""

    IDS = 0
    SLUG = 1


def whole_products(
    ids: Collection[int], *, with_attributes: bool = False, alternatives: Alternatives = Alternatives.OF_NONE
) -> dict[int, Product]:
    """Products by id, ready for cards, with their attribute values where asked for."""
    found = _by_id(ids, with_attributes=with_attributes, alternatives=alternatives)
    companions = {number: product for each in found.values() for number, product in each.items()}
    return dict(sorted({**companions, **{number: each[number] for number, each in found.items()}}.items()))


@kept_each(100)
def _by_id(ids: Collection[int], *, with_attributes: bool, alternatives: Alternatives) -> dict[int, dict[int, Product]]:
    """Each product along with its alternatives."""
    products = _read(_By.IDS, {"ids": list(ids)}, with_attributes=with_attributes, alternatives=alternatives)
    if alternatives is Alternatives.OF_NONE:
        return {number: {number: product} for number, product in products.items()}
    return {
        number: {
            number: products[number],
            **{other.alternative_id: other.alternative for other in products[number].alternatives},
        }
        for number in ids
        if number in products
    }


@kept(8)
def whole_products_by_slug(slug: str) -> dict[int, Product]:
    """The product at an address with all that there is to it, and its alternatives on sale."""
    return _read(_By.SLUG, {"slug": slug}, with_attributes=True, alternatives=Alternatives.OF_ALL)


def _read(
    by: _By, parameters: Mapping[str, Any], *, with_attributes: bool, alternatives: Alternatives
) -> dict[int, Product]:
    rows = db.session.execute(_statement(by, with_attributes, alternatives), parameters).all()
    products = {row.Product.id: row.Product for row in rows if row.Product is not None}
    _hand_out(products, "offers", (row.Offer for row in rows))
    _hand_out(products, "pictures", (row.ProductPicture for row in rows))
    if with_attributes:
        _hand_out(products, "attribute_values", (row.AttributeValue for row in rows))
    if alternatives is not Alternatives.OF_NONE:
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


@cache
def _statement(by: _By, with_attributes: bool, alternatives: Alternatives) -> Select[*tuple[Any, ...]]:
    """Made once, since making it costs more than asking it."""
    keys = _keys(by, with_attributes=with_attributes, alternatives=alternatives)
    kind, one, two = keys.c
    return (
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


def _keys(by: _By, *, with_attributes: bool, alternatives: Alternatives) -> Subquery:
    """The key of each row that is wanted: its kind, and one or two numbers."""
    none = literal(0)
    is_asked_for = {
        _By.IDS: Product.id.in_(bindparam("ids", expanding=True)),
        _By.SLUG: and_(Product.slug == bindparam("slug"), Product.status != ProductStatus.MERGED),
    }[by]
    chosen_ids = select(Product.id).where(is_asked_for)
    others = None
    if alternatives is not Alternatives.OF_NONE:
        proposed = aliased(Product)
        others = (
            select(ProductAlternative.product_id, ProductAlternative.alternative_id)
            .join(Product, ProductAlternative.product_id == Product.id)
            .join(proposed, ProductAlternative.alternative_id == proposed.id)
            .where(is_asked_for, proposed.status == ProductStatus.ACTIVE)
            .where(_lacks_offer() if alternatives is Alternatives.OF_UNSOLD else true())
            .cte("other")
        )
        chosen = chosen_ids.union(select(others.c.alternative_id)).cte("chosen")
    else:
        chosen = chosen_ids.cte("chosen")
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
    if others is not None:
        parts.append(select(literal("other"), others.c.product_id, others.c.alternative_id))
    return union_all(*parts).subquery("keys")


def _lacks_offer() -> ColumnElement[bool]:
    """The condition under which the card of a product proposes an alternative."""
    is_healthy = and_(Offer.archived_at.is_(None), Offer.broken_since.is_(None), Offer.availability.in_(HEALTHY))
    return and_(~exists().where(Offer.product_id == Product.id, is_healthy), Product.status != ProductStatus.RECALLED)
