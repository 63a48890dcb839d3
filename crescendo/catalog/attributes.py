"""Typed facts of products: each category has its own attributes, each product a value for some of them."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..foundation.database import Base, Versioned, choice
from .taxonomy import Category


class AttributeKind(StrEnum):
    """What a value is."""

    NUMBER = "number"
    TEXT = "text"
    YES_NO = "yes_no"
    CHOICE = "choice"


class Better(StrEnum):
    """Which direction favours the buyer, where there is one."""

    NONE = "none"
    HIGHER = "higher"
    LOWER = "lower"


class Attribute(Versioned, Base):
    """A question that every product of a category can answer, such as “Drop” in mm."""

    __tablename__ = "attributes"
    __table_args__ = (
        UniqueConstraint("category_id", "key"),
        CheckConstraint("unit = '' OR kind = 'number'", name="only_numbers_have_units"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int] = mapped_column(ForeignKey(Category.id, ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(80))
    kind: Mapped[AttributeKind] = mapped_column(choice(AttributeKind, "kind"))
    unit: Mapped[str] = mapped_column(String(20), default="")
    better: Mapped[Better] = mapped_column(choice(Better, "better"), default=Better.NONE)
    choices: Mapped[list[str]] = mapped_column(JSON, default=list)
    position: Mapped[int] = mapped_column(default=0)

    category: Mapped[Category] = relationship(lazy="raise_on_sql")


class AttributeValue(Base):
    """A product's answer, in the one column that fits the attribute's kind; choices are kept as text."""

    __tablename__ = "attribute_values"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN number IS NULL THEN 0 ELSE 1 END) + (CASE WHEN text IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN yes IS NULL THEN 0 ELSE 1 END) = 1",
            name="exactly_one_value",
        ),
    )

    product_id: Mapped[int] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"), primary_key=True)
    attribute_id: Mapped[int] = mapped_column(
        ForeignKey(Attribute.id, ondelete="CASCADE"), primary_key=True, index=True
    )
    number: Mapped[Decimal | None] = mapped_column(Numeric(14, 4))
    text: Mapped[str | None] = mapped_column(String(200))
    yes: Mapped[bool | None]

    attribute: Mapped[Attribute] = relationship(lazy="raise_on_sql")

    @property
    def value(self) -> Decimal | str | bool:
        """The answer itself."""
        if self.number is not None:
            return self.number
        return self.text if self.text is not None else bool(self.yes)


class AttributeChange(Base):
    """What a value was and what it became, as authors type it, empty where it is not known. Only ever added."""

    __tablename__ = "attribute_changes"
    __table_args__ = (Index("ix_attribute_changes_product_id_changed_at", "product_id", "changed_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"))
    attribute_id: Mapped[int] = mapped_column(ForeignKey(Attribute.id, ondelete="CASCADE"), index=True)
    changed_at: Mapped[datetime]
    before: Mapped[str] = mapped_column(String(200))
    after: Mapped[str] = mapped_column(String(200))

    attribute: Mapped[Attribute] = relationship(lazy="raise_on_sql")
