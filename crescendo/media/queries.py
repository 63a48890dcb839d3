"""All reading of pictures."""

from collections.abc import Collection

from sqlalchemy import or_, select

from ..foundation.database import db
from ..foundation.errors import NotFound
from ..foundation.pagination import Page, paginate
from .models import Asset


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


def keys_beginning_with(stem: str) -> set[str]:
    return set(db.session.scalars(select(Asset.key).where(Asset.key.startswith(stem, autoescape=True))))


def assets_page(*, number: int, words: str = "") -> Page[Asset]:
    """The media library, newest first, narrowed to those whose name, alt text or credit contain `words`."""
    statement = select(Asset).order_by(Asset.created_at.desc(), Asset.id.desc())
    if words:
        statement = statement.where(
            or_(*(column.icontains(words, autoescape=True) for column in (Asset.key, Asset.alt_text, Asset.credit)))
        )
    return paginate(statement, number=number, size=48)


def asset_choices() -> list[tuple[int, str]]:
    """Every picture's id and key, for a form's list."""
    return [(asset_id, key) for asset_id, key in db.session.execute(select(Asset.id, Asset.key).order_by(Asset.key))]
