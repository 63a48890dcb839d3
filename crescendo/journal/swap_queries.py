"""Reading for swaps: the texts of the guides concerned, and what was swapped before."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, undefer

from ..accounts.models import User
from ..catalog.models import Product
from ..foundation.database import db
from ..foundation.errors import NotFound
from .derived import Mention
from .models import Article, Revision
from .product_swaps import ProductSwap


def revisions_in_full(ids: Collection[int | None]) -> dict[int, Revision]:
    """Those of these revisions that are still kept, with their texts, by id."""
    wanted = {revision_id for revision_id in ids if revision_id is not None}
    statement = select(Revision).where(Revision.id.in_(wanted)).options(undefer(Revision.body))
    return {revision.id: revision for revision in db.session.scalars(statement)} if wanted else {}


def references_to(product: Product) -> set[str]:
    """The slugs under which guides, live and draft, name `product`: its own, and old ones."""
    is_current = or_(Article.live_revision_id == Mention.revision_id, Article.draft_revision_id == Mention.revision_id)
    rows = select(Mention.reference).join(Article, is_current).where(Mention.product_id == product.id).distinct()
    return {product.slug, *db.session.scalars(rows)}


def swap_by_id(swap_id: int) -> ProductSwap:
    """The swap, which nobody else can undo meanwhile; `NotFound` when there is none."""
    swap = db.session.scalar(select(ProductSwap).where(ProductSwap.id == swap_id).with_for_update())
    if swap is None:
        raise NotFound
    return swap


def last_swap(product: Product, *, by: User, since: datetime) -> ProductSwap | None:
    """The last swap of `product` that `by` made, if that was after `since` and is not undone."""
    newest = db.session.scalar(
        select(ProductSwap)
        .where(ProductSwap.old_product_id == product.id, ProductSwap.made_by_id == by.id, ProductSwap.made_at > since)
        .order_by(ProductSwap.id.desc())
        .limit(1)
        .options(joinedload(ProductSwap.new_product).joinedload(Product.brand))
    )
    return newest if newest is not None and newest.reversed_at is None else None
