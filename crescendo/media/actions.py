"""All changes to pictures. They flush; the request or `unit_of_work()` commits."""

import hashlib

from ..accounts.actions import record
from ..accounts.models import User
from ..foundation import clock
from ..foundation.database import claim, db
from ..foundation.errors import Rejected
from ..foundation.slugs import numbered, slug_from
from . import storage
from .inspection import inspect
from .models import AltState, Asset
from .queries import asset_by_sha256, keys_beginning_with
from .renditions import make_renditions


def add_asset(*, data: bytes, filename: str, by: User | None, key: str = "") -> Asset:
    """The picture in `data`, with its files stored; the one we had already when the bytes are the same.

    Raises `Rejected` when it is no picture that we take. Files are written before the row, so that no row ever
    lacks its files.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    if known := asset_by_sha256(sha256):
        return known
    inspected = inspect(data)
    storage.write(f"originals/{sha256}", data)
    make_renditions(inspected.image, sha256)
    asset = Asset(
        key=_free_key(key or slug_from(filename.rpartition(".")[0]) or "picture"),
        sha256=sha256,
        media_type=inspected.media_type,
        filename=filename[:200],
        width=inspected.image.width,
        height=inspected.image.height,
        size=len(data),
        created_at=clock.now(),
        created_by_id=by.id if by else None,
    )
    db.session.add(asset)
    db.session.flush()
    record(by=by, verb="uploaded", subject="asset", subject_id=asset.id)
    return asset


def describe_asset(
    asset: Asset,
    *,
    alt_state: AltState,
    alt_text: str,
    credit: str,
    focal: tuple[float, float],
    version: int,
    by: User | None,
) -> None:
    """Say what the picture shows, whose it is, and which point of it must stay in view (shares from 0 to 1)."""
    alt_text = alt_text.strip()
    if alt_state is AltState.TEXT and not alt_text:
        raise Rejected({"alt_text": "Describe the picture in a sentence, or mark it as decorative."})
    claim(asset, version)
    asset.alt_state = alt_state
    asset.alt_text = alt_text if alt_state is AltState.TEXT else ""
    asset.credit = credit.strip()
    asset.focal_x, asset.focal_y = (min(1.0, max(0.0, share)) for share in focal)
    db.session.flush()
    record(by=by, verb="described", subject="asset", subject_id=asset.id)


def _free_key(stem: str) -> str:
    taken = keys_beginning_with(stem[:70])
    key, number = stem, 2
    while key in taken:
        key, number = numbered(stem, number), number + 1
    return key
