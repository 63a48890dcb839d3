"""Articles, their immutable revisions, tags and author profiles."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from ..accounts.models import User
from ..catalog.taxonomy import Category
from ..foundation.database import Base, Versioned, choice
from ..media.models import Asset


class RevisionKind(StrEnum):
    """What made a revision."""

    AUTOSAVE = "autosave"
    MANUAL = "manual"
    PUBLISH = "publish"
    RESTORE = "restore"
    IMPORT = "import"


class Tag(Versioned, Base):
    """A subject that guides of several categories can share."""

    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)


class AuthorProfile(Versioned, Base):
    """A byline. It outlives the account that may belong to it."""

    __tablename__ = "author_profiles"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(120), default="")
    bio: Mapped[str] = mapped_column(Text, default="")
    picture_id: Mapped[int | None] = mapped_column(ForeignKey(Asset.id), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"), unique=True)

    picture: Mapped[Asset | None] = relationship(lazy="raise_on_sql")


article_tags = Table(
    "article_tags",
    Base.metadata,
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_article_tags_tag_id_article_id", "tag_id", "article_id"),
)


class Revision(Base):
    """One state of an article's text. It is never changed; `document` is what `body` renders to."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("article_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[RevisionKind] = mapped_column(choice(RevisionKind, "kind"))
    name: Mapped[str] = mapped_column(String(80), default="")
    title: Mapped[str] = mapped_column(String(160))
    summary: Mapped[str] = mapped_column(String(400), default="")
    seo_title: Mapped[str] = mapped_column(String(160), default="")
    seo_description: Mapped[str] = mapped_column(String(400), default="")
    word_count: Mapped[int]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"))
    body: Mapped[str] = deferred(mapped_column(Text))
    document: Mapped[dict[str, Any]] = deferred(mapped_column(JSON))

    created_by: Mapped[User | None] = relationship(lazy="raise_on_sql")


class Article(Versioned, Base):
    """A guide. What readers see is its live revision, from `publish_at` until before `unpublish_at`."""

    __tablename__ = "articles"
    __table_args__ = (
        CheckConstraint("unpublish_at > publish_at", name="unpublished_after_published"),
        CheckConstraint("live_revision_id IS NULL OR publish_at IS NOT NULL", name="live_has_publish_at"),
        Index("ix_articles_publish_at_id", "publish_at", "id"),
        Index("ix_articles_category_id_publish_at_id", "category_id", "publish_at", "id"),
        Index("ix_articles_author_id_publish_at_id", "author_id", "publish_at", "id"),
        Index("ix_articles_unpublish_at", "unpublish_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    category_id: Mapped[int] = mapped_column(ForeignKey(Category.id))
    author_id: Mapped[int] = mapped_column(ForeignKey(AuthorProfile.id))
    hero_id: Mapped[int | None] = mapped_column(ForeignKey(Asset.id), index=True)
    publish_at: Mapped[datetime | None]
    unpublish_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]  # when it was last withdrawn; None once published anew
    revised_at: Mapped[datetime | None]  # the last substantive update
    review_on: Mapped[date | None]
    live_revision_id: Mapped[int | None] = mapped_column(
        ForeignKey(Revision.id, use_alter=True, name="fk_articles_live_revision_id_revisions"), index=True
    )
    draft_revision_id: Mapped[int | None] = mapped_column(
        ForeignKey(Revision.id, use_alter=True, name="fk_articles_draft_revision_id_revisions"), index=True
    )
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"))

    category: Mapped[Category] = relationship(lazy="raise_on_sql")
    author: Mapped[AuthorProfile] = relationship(lazy="raise_on_sql")
    hero: Mapped[Asset | None] = relationship(lazy="raise_on_sql")
    tags: Mapped[list[Tag]] = relationship(lazy="raise_on_sql", secondary=article_tags, order_by=Tag.name)
    live_revision: Mapped[Revision | None] = relationship(lazy="raise_on_sql", foreign_keys=[live_revision_id])
    draft_revision: Mapped[Revision | None] = relationship(lazy="raise_on_sql", foreign_keys=[draft_revision_id])

    @property
    def newest_revision(self) -> Revision:
        """The revision that the author works on: the draft, else the live one."""
        revision = self.draft_revision or self.live_revision
        if revision is None:
            raise RuntimeError("An article without a revision.")
        return revision
