"""Pictures that authors upload."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ..accounts.models import User
from ..foundation.database import Base, Versioned, choice


class AltState(StrEnum):
    """Whether somebody decided what a reader who cannot see the picture is told."""

    UNDECIDED = "undecided"
    TEXT = "text"
    DECORATIVE = "decorative"


class Asset(Versioned, Base):
    """A picture. `key` is its lasting name in Markdown (`media:key`), `sha256` that of its bytes as uploaded."""

    __tablename__ = "assets"
    __table_args__ = (
        CheckConstraint("width > 0 AND height > 0", name="has_size"),
        CheckConstraint("focal_x BETWEEN 0 AND 1 AND focal_y BETWEEN 0 AND 1", name="focal_point_inside"),
        CheckConstraint("(alt_state = 'text') = (alt_text <> '')", name="alt_text_when_decided"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    media_type: Mapped[str] = mapped_column(String(40))
    filename: Mapped[str] = mapped_column(String(200))
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int]  # bytes of the upload
    alt_state: Mapped[AltState] = mapped_column(choice(AltState, "alt_state"), default=AltState.UNDECIDED)
    alt_text: Mapped[str] = mapped_column(Text, default="")
    credit: Mapped[str] = mapped_column(String(200), default="")
    focal_x: Mapped[float] = mapped_column(default=0.5)  # shares of width and height from the upper left
    focal_y: Mapped[float] = mapped_column(default=0.5)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"))
