"""What was put in the place of a product, kept so that it can be undone in one step."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..accounts.models import User
from ..catalog.models import Product
from ..foundation.database import Base


class ProductSwap(Base):
    """One product put in the place of another in some guides.

    `guides` has a dictionary for each: its id under `article`, and the ids of its revisions before and after, under
    `live_before`, `draft_before`, `live_after` and `draft_after`; None where there was none.
    """

    __tablename__ = "product_swaps"
    __table_args__ = (CheckConstraint("old_product_id <> new_product_id", name="not_for_itself"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    old_product_id: Mapped[int] = mapped_column(ForeignKey(Product.id, ondelete="CASCADE"), index=True)
    new_product_id: Mapped[int] = mapped_column(ForeignKey(Product.id, ondelete="CASCADE"), index=True)
    guides: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"), index=True)
    reversed_at: Mapped[datetime | None]

    old_product: Mapped[Product] = relationship(lazy="raise_on_sql", foreign_keys=[old_product_id])
    new_product: Mapped[Product] = relationship(lazy="raise_on_sql", foreign_keys=[new_product_id])
