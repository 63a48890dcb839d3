"""What was done to many articles at once, kept so that it can be undone in one step."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ..accounts.models import User
from ..foundation.database import Base, choice


class ChangeKind(StrEnum):
    """What can be done to many articles at once."""

    CATEGORY = "category"
    AUTHOR = "author"
    ADD_TAG = "add-tag"
    REMOVE_TAG = "remove-tag"
    WITHDRAW = "withdraw"


class BulkChange(Base):
    """One change of many articles. `before` has a dictionary for each: its id under `article`, and what it was."""

    __tablename__ = "bulk_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ChangeKind] = mapped_column(choice(ChangeKind, "kind"))
    target_id: Mapped[int | None]  # the category, author profile or tag; no foreign key, because it may be deleted
    name: Mapped[str] = mapped_column(String(120), default="")  # what that was called
    before: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"), index=True)
    reversed_at: Mapped[datetime | None]
