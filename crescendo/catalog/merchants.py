"""Sellers: who they are to us, and what that means for links and prices."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from ..accounts.models import User
from ..foundation.database import Base, Versioned, choice


class Relationship(StrEnum):
    """What a merchant gives us for sending readers."""

    NONE = "none"
    AFFILIATE = "affiliate"
    SPONSORED = "sponsored"
    OWN_SHOP = "own_shop"

    @property
    def is_paid(self) -> bool:
        """Whether links to the merchant must be marked and disclosed as paid."""
        return self in {Relationship.AFFILIATE, Relationship.SPONSORED}


class DisclosureText(Base):
    """What a disclosure has said since a moment: of a relationship, or of one merchant's programme.

    Rows are only ever added; the highest `number` counts. Number 0 is no row: it is what the code says.
    """

    __tablename__ = "disclosure_texts"
    __table_args__ = (
        CheckConstraint("(relationship IS NULL) <> (merchant_id IS NULL)", name="about_one_thing"),
        CheckConstraint("relationship IS NULL OR text <> ''", name="sentence_not_empty"),
        Index("uq_disclosure_texts_relationship_number", "relationship", "number", unique=True),
        Index("uq_disclosure_texts_merchant_id_number", "merchant_id", "number", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    relationship_: Mapped[Relationship | None] = mapped_column("relationship", choice(Relationship, "relationship"))
    merchant_id: Mapped[int | None] = mapped_column(ForeignKey("merchants.id", ondelete="CASCADE"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(String(500))
    written_at: Mapped[datetime]
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"), index=True)

    written_by: Mapped[User | None] = relationship(lazy="raise_on_sql")


class MerchantHost(Base):
    """A host name whose addresses belong to a merchant, in lower case without `www.`."""

    __tablename__ = "merchant_hosts"
    __table_args__ = (CheckConstraint("host = lower(host)", name="host_lower_case"),)

    host: Mapped[str] = mapped_column(String(253), primary_key=True)
    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.id", ondelete="CASCADE"), index=True)


class Merchant(Versioned, Base):
    """A seller. `position` is the author's order among equals; there is no commission to rank by."""

    __tablename__ = "merchants"
    __table_args__ = (CheckConstraint("price_ttl > 0", name="price_ttl_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    country: Mapped[str] = mapped_column(String(2), default="")
    relationship_: Mapped[Relationship] = mapped_column("relationship", choice(Relationship, "relationship"))
    programme: Mapped[str] = mapped_column(String(300), default="")
    price_ttl: Mapped[int]  # seconds a price may be shown after it was seen
    shows_prices: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)

    hosts: Mapped[list[MerchantHost]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by=MerchantHost.host
    )

    # The sentence of today for what this merchant is to us, read along with the row; None when nobody wrote one.
    written_sentence: Mapped[str | None] = column_property(
        select(DisclosureText.text)
        .where(DisclosureText.relationship_ == relationship_)
        .order_by(DisclosureText.number.desc())
        .limit(1)
        .scalar_subquery()
    )
