"""All reading of pictures."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from ..accounts.models import AuditEvent
from ..foundation.database import db
from ..foundation.errors import NotFound
from .models import AltState, Asset
from .renditions import start_of


class LibraryOrder(StrEnum):
    """In which order the library stands."""

    NEWEST = "newest"
    OLDEST = "oldest"
    NAME = "name"


_ORDERS = {
    LibraryOrder.NEWEST: (Asset.created_at.desc(), Asset.id.desc()),
    LibraryOrder.OLDEST: (Asset.created_at, Asset.id),
    LibraryOrder.NAME: (Asset.key,),
}


@dataclass(frozen=True)
class LibraryFilters:
    """Which pictures are asked for: with `words` in names, alt text or credit, and lacking something."""

    words: str = ""
    undescribed: bool = False
    uncredited: bool = False
    unused: bool = False
    sort: LibraryOrder = LibraryOrder.NEWEST


def asset_by_id(asset_id: int) -> Asset:
    """The picture; `NotFound` when there is none."""
    asset = db.session.get(Asset, asset_id)
    if asset is None:
        raise NotFound
    return asset


def asset_by_sha256(sha256: str) -> Asset | None:
    return db.session.scalar(select(Asset).where(Asset.sha256 == sha256))


def assets_by_key(keys: Collection[str]) -> dict[str, Asset]:
    """The pictures that have these keys, by key."""
    if not keys:
        return {}
    return {asset.key: asset for asset in db.session.scalars(select(Asset).where(Asset.key.in_(keys)))}


def assets_by_id(ids: Collection[int]) -> dict[int, Asset]:
    """The pictures with these numbers, by number."""
    if not ids:
        return {}
    return {asset.id: asset for asset in db.session.scalars(select(Asset).where(Asset.id.in_(ids)))}


def keys_beginning_with(stem: str) -> set[str]:
    return set(db.session.scalars(select(Asset.key).where(Asset.key.startswith(stem, autoescape=True))))


def starts_in_library() -> set[str]:
    """How the SHA-256 of each picture begins."""
    return {start_of(sha256) for sha256 in db.session.scalars(select(Asset.sha256))}


def is_in_library(start: str, session: Session) -> bool:
    """Whether there is a picture whose SHA-256 begins with `start`, in the transaction of `session`."""
    return session.scalar(select(Asset.id).where(Asset.sha256.startswith(start)).limit(1)) is not None


def pictures_let_go(*, since: datetime) -> set[str]:
    """The SHA-256 of each picture that was replaced or deleted at that moment or later."""
    events = db.session.scalars(
        select(AuditEvent.detail).where(
            AuditEvent.subject == "asset", AuditEvent.verb.in_(("replaced", "deleted")), AuditEvent.at >= since
        )
    )
    return {detail["sha256"] for detail in events}


def library(filters: LibraryFilters) -> Select[Asset]:
    """The pictures that `filters` leave, in their order. Which are unused is known above."""
    statement = select(Asset).order_by(*_ORDERS[filters.sort])
    if filters.words:
        columns = (Asset.key, Asset.filename, Asset.alt_text, Asset.credit)
        statement = statement.where(or_(*(column.icontains(filters.words, autoescape=True) for column in columns)))
    if filters.undescribed:
        statement = statement.where(Asset.alt_state == AltState.UNDECIDED)
    if filters.uncredited:
        statement = statement.where(Asset.credit == "")
    return statement


def newest_assets(filters: LibraryFilters, *, limit: int) -> list[Asset]:
    """The first pictures that `filters` leave, for the editor to choose from."""
    return list(db.session.scalars(library(filters).limit(limit)))


def asset_choices() -> list[tuple[int, str]]:
    """Every picture's id and key, for a form's list."""
    return [(asset_id, key) for asset_id, key in db.session.execute(select(Asset.id, Asset.key).order_by(Asset.key))]


def asset_names(ids: Collection[int]) -> dict[int, str]:
    """The keys of pictures by their numbers."""
    return dict(db.session.execute(select(Asset.id, Asset.key).where(Asset.id.in_(set(ids)))).all())


def every_asset() -> Iterator[Asset]:
    """Every picture there is, in the order of their numbers; what was read is let go of."""
    last = 0
    while assets := db.session.scalars(select(Asset).where(Asset.id > last).order_by(Asset.id).limit(500)).all():
        last = assets[-1].id
        yield from assets
        db.session.expunge_all()


def asset_count() -> int:
    return db.session.scalar(select(func.count()).select_from(Asset)) or 0
