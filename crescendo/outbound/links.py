"""Links that lead away, as they were last checked: one row for each address, however many places use it."""

from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..accounts.models import User
from ..foundation.database import Base, choice


class LinkState(StrEnum):
    """What is known of an address. `UNKNOWN` is one whose server turns checks away, which says nothing of readers."""

    UNCHECKED = "unchecked"
    OK = "ok"
    MOVED = "moved"
    UNKNOWN = "unknown"
    BROKEN = "broken"
    TIMEOUT = "timeout"

    @property
    def is_dead(self) -> bool:
        """Whether readers who follow the link get nothing."""
        return self in {LinkState.BROKEN, LinkState.TIMEOUT}


class CheckedLink(Base):
    """An address as it is written, its state, and when to look again.

    `state` is confirmed: a failure shows in `failures` and `failing_since` first. `status` is the HTTP status of the
    last answer, `detail` says in words what came of the last look. Who holds a lease checks the host until it ends.
    """

    __tablename__ = "checked_links"
    __table_args__ = (
        CheckConstraint("failures >= 0", name="failures_not_negative"),
        Index("ix_checked_links_host_next_check_at", "host", "next_check_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)  # of the address, which is too long for an index
    address: Mapped[str] = mapped_column(Text)
    host: Mapped[str] = mapped_column(String(253))
    state: Mapped[LinkState] = mapped_column(choice(LinkState, "state"), default=LinkState.UNCHECKED, index=True)
    status: Mapped[int | None]
    final_address: Mapped[str] = mapped_column(Text, default="")
    detail: Mapped[str] = mapped_column(String(200), default="")
    failures: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]
    next_check_at: Mapped[datetime]
    lease_holder: Mapped[str] = mapped_column(String(64), default="")
    lease_until: Mapped[datetime | None]
    accepted_until: Mapped[date | None]
    accepted_reason: Mapped[str] = mapped_column(String(200), default="")
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"), index=True)

    accepted_by: Mapped[User | None] = relationship(lazy="raise_on_sql")

    def is_accepted(self, today: date) -> bool:
        """Whether somebody said that the link is to be left as it is, until a day that has not passed."""
        return self.accepted_until is not None and today <= self.accepted_until


def key_of(address: str) -> str:
    """The key under which `address` is kept."""
    return sha256(address.encode()).hexdigest()
