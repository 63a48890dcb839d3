"""Rows derived from a revision's body: never edited, rebuilt from the Markdown whenever it is saved."""

from datetime import date
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..catalog.models import Availability, Product
from ..foundation.database import Base, choice
from ..media.models import Asset
from .models import Article, Revision


class MentionForm(StrEnum):
    """How a body speaks of a product."""

    CARD = "card"
    PICK = "pick"
    COMPARISON = "comparison"
    LINK = "link"
    PRICE = "price"
    SPEC = "spec"


class MentionRole(StrEnum):
    """What a pick recommends a product for."""

    BEST_OVERALL = "best-overall"
    RUNNER_UP = "runner-up"
    BUDGET = "budget"
    UPGRADE = "upgrade"
    MENTION = "mention"
    AVOID = "avoid"


class Evidence(StrEnum):
    """What a verdict rests on."""

    TESTED = "tested"
    EXPERT = "expert"
    SPECS_ONLY = "specs-only"
    OWNER_REVIEWS = "owner-reviews"


class Mention(Base):
    """A product at a place of a revision's body. `reference` is the slug as written, which may be an old one."""

    __tablename__ = "mentions"
    __table_args__ = (Index("ix_mentions_revision_id_position", "revision_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey(Revision.id, ondelete="CASCADE"))
    product_id: Mapped[int] = mapped_column(ForeignKey(Product.id), index=True)
    position: Mapped[int]  # counts the body's product places from 1
    reference: Mapped[str] = mapped_column(String(80))
    form: Mapped[MentionForm] = mapped_column(choice(MentionForm, "form"))
    role: Mapped[MentionRole] = mapped_column(choice(MentionRole, "role"), default=MentionRole.MENTION)
    verdict: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[Evidence | None] = mapped_column(choice(Evidence, "evidence"))
    verified_on: Mapped[date | None]
    pros: Mapped[list[str]] = mapped_column(JSON, default=list)
    cons: Mapped[list[str]] = mapped_column(JSON, default=list)
    price_minor: Mapped[int | None]  # price and availability on the day of the verdict
    currency: Mapped[str | None] = mapped_column(String(3))
    availability: Mapped[Availability | None] = mapped_column(choice(Availability, "availability"))

    product: Mapped[Product] = relationship(lazy="raise_on_sql")
    revision: Mapped[Revision] = relationship(lazy="raise_on_sql")


class LinkKind(StrEnum):
    """Where a link of a body leads."""

    WEB = "web"
    GUIDE = "guide"
    INTERNAL = "internal"


_AWAITED = text("kind = 'guide' AND article_id IS NULL")


class BodyLink(Base):
    """A link in a body, product links aside; `target` as written, `article_id` when it names a guide."""

    __tablename__ = "body_links"
    __table_args__ = (Index("ix_body_links_awaited", "target", sqlite_where=_AWAITED, postgresql_where=_AWAITED),)

    revision_id: Mapped[int] = mapped_column(ForeignKey(Revision.id, ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LinkKind] = mapped_column(choice(LinkKind, "kind"))
    target: Mapped[str] = mapped_column(String(2000))
    text: Mapped[str] = mapped_column(Text, default="")
    article_id: Mapped[int | None] = mapped_column(ForeignKey(Article.id, ondelete="SET NULL"), index=True)

    article: Mapped[Article | None] = relationship(lazy="raise_on_sql")


class BodySource(Base):
    """A footnote: something a reader can follow to check what the guide says."""

    __tablename__ = "body_sources"

    revision_id: Mapped[int] = mapped_column(ForeignKey(Revision.id, ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(String(2000), default="")


class BodyQuestion(Base):
    """A question of an FAQ, with its answer as plain text."""

    __tablename__ = "body_questions"

    revision_id: Mapped[int] = mapped_column(ForeignKey(Revision.id, ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)


class BodyPicture(Base):
    """A picture in a body; `reference` is its key as written, `is_described` tells whether the body describes it."""

    __tablename__ = "body_pictures"

    revision_id: Mapped[int] = mapped_column(ForeignKey(Revision.id, ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    asset_id: Mapped[int] = mapped_column(ForeignKey(Asset.id), index=True)
    reference: Mapped[str] = mapped_column(String(80))
    is_described: Mapped[bool] = mapped_column(default=False)

    asset: Mapped[Asset] = relationship(lazy="raise_on_sql")
