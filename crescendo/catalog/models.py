"""Products and their offers. The tables beside them are in `taxonomy`, `attributes` and `merchants`."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from ..foundation.database import Base, Versioned, choice
from ..foundation.urls import address_key
from ..media.models import Asset
from .attributes import AttributeValue
from .merchants import Merchant
from .taxonomy import Brand, Category

NAME_LENGTH, SHORT_LENGTH, SUMMARY_LENGTH = 120, 80, 300  # characters of names, of brands and numbers, of summaries


class ProductStatus(StrEnum):
    """Whether a product can still be bought, as far as its maker is concerned."""

    ACTIVE = "active"
    DISCONTINUED = "discontinued"
    RECALLED = "recalled"
    MERGED = "merged"


class Availability(StrEnum):
    """What a merchant says about stock. `GONE` means that the merchant no longer lists the product."""

    IN_STOCK = "in_stock"
    PREORDER = "preorder"
    UNKNOWN = "unknown"
    OUT_OF_STOCK = "out_of_stock"
    GONE = "gone"


class OfferSource(StrEnum):
    """How we learnt of an offer."""

    MANUAL = "manual"
    CSV = "csv"
    FEED = "feed"


class ProductPicture(Base):
    """A picture of a product; the lowest position is its main one."""

    __tablename__ = "product_pictures"

    product_id: Mapped[int] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    asset_id: Mapped[int] = mapped_column(ForeignKey(Asset.id), index=True)

    asset: Mapped[Asset] = relationship(lazy="raise_on_sql")


class ProductAlternative(Base):
    """What the author offers in place of a product, first choice first."""

    __tablename__ = "product_alternatives"
    __table_args__ = (CheckConstraint("product_id <> alternative_id", name="not_itself"),)

    product_id: Mapped[int] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"), primary_key=True)
    alternative_id: Mapped[int] = mapped_column(
        ForeignKey("products.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int]

    alternative: Mapped["Product"] = relationship(lazy="raise_on_sql", foreign_keys=[alternative_id])


class Product(Versioned, Base):
    """Something that guides speak of and merchants sell. Once mentioned it is archived or merged, never deleted."""

    __tablename__ = "products"
    __table_args__ = (
        CheckConstraint("superseded_by_id <> id", name="not_superseded_by_itself"),
        CheckConstraint("status <> 'merged' OR superseded_by_id IS NOT NULL", name="merged_into_something"),
        Index(
            "uq_products_gtin",
            "gtin",
            unique=True,
            sqlite_where=text("gtin <> ''"),
            postgresql_where=text("gtin <> ''"),
        ),
        # In the order of the listings, with the status that decides whether readers see a product there.
        Index("ix_products_name_id_status", "name", "id", "status"),
        Index("ix_products_category_id_name_id_status", "category_id", "name", "id", "status"),
        Index("ix_products_brand_id_name_id_status", "brand_id", "name", "id", "status"),
        Index("ix_products_created_at_id_status", "created_at", "id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    brand_id: Mapped[int] = mapped_column(ForeignKey(Brand.id))
    category_id: Mapped[int] = mapped_column(ForeignKey(Category.id))
    model: Mapped[str] = mapped_column(String(SHORT_LENGTH), default="")
    gtin: Mapped[str] = mapped_column(String(14), default="")
    mpn: Mapped[str] = mapped_column(String(SHORT_LENGTH), default="")
    summary: Mapped[str] = mapped_column(String(SUMMARY_LENGTH), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[ProductStatus] = mapped_column(choice(ProductStatus, "status"), default=ProductStatus.ACTIVE)
    recall_notice: Mapped[str] = mapped_column(String(500), default="")
    superseded_by_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"), index=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    brand: Mapped[Brand] = relationship(lazy="raise_on_sql")
    category: Mapped[Category] = relationship(lazy="raise_on_sql")
    superseded_by: Mapped["Product | None"] = relationship(lazy="raise_on_sql", remote_side=[id])
    pictures: Mapped[list[ProductPicture]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by=ProductPicture.position
    )
    alternatives: Mapped[list[ProductAlternative]] = relationship(
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        order_by=ProductAlternative.position,
        foreign_keys=[ProductAlternative.product_id],
    )
    attribute_values: Mapped[list[AttributeValue]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan")
    offers: Mapped[list["Offer"]] = relationship(lazy="raise_on_sql", back_populates="product")

    @property
    def is_recalled(self) -> bool:
        return self.status is ProductStatus.RECALLED

    @property
    def full_name(self) -> str:
        """Brand and name, as a reader would say it."""
        return f"{self.brand.name} {self.name}"


class Offer(Versioned, Base):
    """A product at a merchant. Price and availability are what was last seen, at `observed_at`."""

    __tablename__ = "offers"
    __table_args__ = (
        UniqueConstraint("merchant_id", "external_id"),
        CheckConstraint("price_minor >= 0", name="price_not_negative"),
        CheckConstraint("length(currency) = 3", name="currency_code"),
        Index("ix_offers_product_id_merchant_id", "product_id", "merchant_id"),
        Index("ix_offers_address_key", "address_key"),
        Index("ix_offers_merchant_id_observed_at", "merchant_id", "observed_at"),  # which price expires next
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey(Product.id))
    merchant_id: Mapped[int] = mapped_column(ForeignKey(Merchant.id))
    external_id: Mapped[str] = mapped_column(String(120))
    url: Mapped[str] = mapped_column(String(2000))
    address_key: Mapped[str] = mapped_column(String(64), server_default="")  # of `url`, however it is spelled
    price_minor: Mapped[int | None]
    currency: Mapped[str] = mapped_column(String(3))
    availability: Mapped[Availability] = mapped_column(choice(Availability, "availability"))
    unavailable_since: Mapped[datetime | None]
    broken_since: Mapped[datetime | None]  # since when its address has led nowhere, as link checks confirmed
    observed_at: Mapped[datetime]
    source: Mapped[OfferSource] = mapped_column(choice(OfferSource, "source"))
    archived_at: Mapped[datetime | None]

    product: Mapped[Product] = relationship(lazy="raise_on_sql", back_populates="offers")
    merchant: Mapped[Merchant] = relationship(lazy="raise_on_sql")

    @validates("url")
    def _keep_key(self, _name: str, url: str) -> str:
        self.address_key = address_key(url)
        return url


class PriceObservation(Base):
    """What an offer cost and whether it was in stock when we looked. Rows are only ever added."""

    __tablename__ = "price_observations"
    __table_args__ = (Index("ix_price_observations_offer_id_observed_at", "offer_id", "observed_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey(Offer.id, ondelete="CASCADE"))
    observed_at: Mapped[datetime]
    price_minor: Mapped[int | None]
    currency: Mapped[str] = mapped_column(String(3))
    availability: Mapped[Availability] = mapped_column(choice(Availability, "availability"))
