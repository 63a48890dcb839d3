"""What the index holds. The database's own machinery beside it is made by the migration, see `backends`."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ..catalog.models import Product
from ..catalog.taxonomy import Category
from ..foundation.database import Base
from ..journal.models import Article


class SearchEntry(Base):
    """The words of a guide or product. `names` holds what else people call it: of a product brand, model and numbers,

    of a guide, its tags and the products it speaks of.
    """

    __tablename__ = "search_entries"
    __table_args__ = (CheckConstraint("(article_id IS NULL) <> (product_id IS NULL)", name="guide_or_product"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int | None] = mapped_column(ForeignKey(Article.id, ondelete="CASCADE"), unique=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey(Product.id, ondelete="CASCADE"), unique=True)
    category_id: Mapped[int] = mapped_column(ForeignKey(Category.id), index=True)
    title: Mapped[str] = mapped_column(Text)
    names: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)


class SearchWord(Base):
    """A word of titles and names, which may be what a reader meant to type. Words are only ever added."""

    __tablename__ = "search_words"

    word: Mapped[str] = mapped_column(String(40), primary_key=True)


def is_described_by_models(_item: Any, name: str | None, *_rest: Any) -> bool:
    """Whether Alembic should compare what it found: not the machinery that the migration wrote by hand."""
    return not (name or "").startswith(("search_fts", "search_heads", "search_vector"))
