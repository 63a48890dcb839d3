"""Imports: their runs, what became of each row, and which row here came from which row there."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..accounts.models import User
from ..catalog.models import Product
from ..catalog.price_sources import RowOutcome
from ..foundation.database import Base, choice


class ImportKind(StrEnum):
    """What kind of file a run reads."""

    WORDPRESS = "wordpress"
    PRODUCTS = "products"
    DOCUMENTS = "documents"
    PICTURES = "pictures"


class RunState(StrEnum):
    """How far a run is."""

    UNDECIDED = "undecided"  # what its columns hold, and what is to become of its rows
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ImportRun(Base):
    """One reading of a file. `source` is whose rows they are: with a row's key it says what came from where.

    `expected` counts what the file holds by kind; `counts` what became of it, by kind and outcome.
    """

    __tablename__ = "import_runs"
    __table_args__ = (
        CheckConstraint("done >= 0 AND total >= 0", name="progress_not_negative"),
        Index("ix_import_runs_state", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ImportKind] = mapped_column(choice(ImportKind, "kind"))
    source: Mapped[str] = mapped_column(String(200))
    filename: Mapped[str] = mapped_column(String(200))
    options: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    is_dry_run: Mapped[bool] = mapped_column(default=False)
    state: Mapped[RunState] = mapped_column(choice(RunState, "state"), default=RunState.WAITING)
    message: Mapped[str] = mapped_column(String(500), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]  # when the process that runs it was last heard of
    finished_at: Mapped[datetime | None]
    cancel_asked_at: Mapped[datetime | None]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    expected: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    counts: Mapped[dict[str, dict[str, int]]] = mapped_column(JSON, default=dict)

    by: Mapped[User | None] = relationship(lazy="raise_on_sql")


class ImportRow(Base):
    """What became of one thing in a file. `losses` lists what it had and we do not: what, where and why.

    `cells` keeps what stands in rows of a table that could not be used, by column, for the file of those.
    """

    __tablename__ = "import_rows"
    __table_args__ = (Index("ix_import_rows_run_id_outcome", "run_id", "outcome"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("import_runs.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    external_key: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    outcome: Mapped[RowOutcome] = mapped_column(choice(RowOutcome, "outcome"))
    reason: Mapped[str] = mapped_column(Text, default="")
    losses: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    local_id: Mapped[int | None]
    cells: Mapped[dict[str, list[str]] | None] = mapped_column(JSON(none_as_null=True))


class ImportKey(Base):
    """What a row of a source became here.

    `version` is that of our row as the import left it, and `fingerprint` what the file said then: together they tell
    who changed what since.
    """

    __tablename__ = "import_keys"

    source: Mapped[str] = mapped_column(String(200), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    external_key: Mapped[str] = mapped_column(String(200), primary_key=True)
    local_id: Mapped[int]
    version: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(String(64))


class WantedPicture(Base):
    """A picture that a file names for a product, to be fetched, and when that was tried. It goes when it is here."""

    __tablename__ = "wanted_pictures"

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey(Product.id, ondelete="CASCADE"), index=True)
    url: Mapped[str] = mapped_column(String(2000))
    alt: Mapped[str] = mapped_column(String(500), default="")
    tried_at: Mapped[datetime | None]
