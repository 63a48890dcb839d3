"""Categories, which guides and products share, and brands."""

from enum import StrEnum

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ..foundation.database import Base, Versioned, choice


class FieldColour(StrEnum):
    """The muted colour behind a category's pictures and labels. The stylesheet knows each by this name."""

    CLAY = "clay"
    MOSS = "moss"
    INDIGO = "indigo"
    OCHRE = "ochre"
    PLUM = "plum"


class Category(Versioned, Base):
    """A department of the site. Guides and products each belong to exactly one."""

    __tablename__ = "categories"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    description: Mapped[str] = mapped_column(Text, default="")
    colour: Mapped[FieldColour] = mapped_column(choice(FieldColour, "colour"))
    position: Mapped[int] = mapped_column(default=0)


class Brand(Versioned, Base):
    """Who makes a product."""

    __tablename__ = "brands"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    description: Mapped[str] = mapped_column(Text, default="")
    website: Mapped[str] = mapped_column(String(500), default="")
