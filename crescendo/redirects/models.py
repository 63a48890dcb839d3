"""Addresses that were public once."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from ..foundation.database import Base, choice


class RedirectReason(StrEnum):
    """Why an address leads elsewhere."""

    RENAMED = "renamed"
    MERGED = "merged"
    IMPORTED = "imported"
    MANUAL = "manual"


class Redirect(Base):
    """`path` (from the site's root, with its slash) leads to `target`, which is never itself redirected."""

    __tablename__ = "redirects"
    __table_args__ = (CheckConstraint("path <> target", name="not_to_itself"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(String(500), unique=True)
    target: Mapped[str] = mapped_column(String(500), index=True)
    reason: Mapped[RedirectReason] = mapped_column(choice(RedirectReason, "reason"))
    created_at: Mapped[datetime]
