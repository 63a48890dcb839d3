"""Users, their sessions and the audit trail."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..foundation.database import Base, Versioned, choice

NO_PASSWORD = "-"  # noqa: S105 (what stands in place of a hash until there is a password)


class Role(StrEnum):
    """What a user may do, from least to most."""

    AUTHOR = "author"
    EDITOR = "editor"
    OWNER = "owner"


class User(Versioned, Base):
    """Somebody who may sign in to the studio. Bylines live in author profiles and outlive this."""

    __tablename__ = "users"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower_case"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(255))
    role: Mapped[Role] = mapped_column(choice(Role, "role"))
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    @property
    def is_enabled(self) -> bool:
        return self.disabled_at is None

    @property
    def has_no_password(self) -> bool:
        """Whether they were invited and have not come yet."""
        return self.password_hash == NO_PASSWORD


class UserSession(Base):
    """One signed-in browser. The browser holds the token, the row only its hash."""

    __tablename__ = "user_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    browser: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    user: Mapped[User] = relationship(lazy="raise_on_sql")


class AuditEvent(Base):
    """Who did what to what, when. Rows are only ever added: triggers of the database refuse anything else."""

    __tablename__ = "audit_events"
    __table_args__ = (
        Index("ix_audit_events_subject", "subject", "subject_id"),
        Index("ix_audit_events_at_id", "at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    verb: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    user: Mapped[User | None] = relationship(lazy="raise_on_sql")
