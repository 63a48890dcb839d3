"""All changes to pictures. They flush; the request or `unit_of_work()` commits."""

import logging
from collections.abc import Sequence

from obstore.exceptions import BaseError

from ..accounts.actions import record
from ..accounts.models import User
from ..foundation import clock
from ..foundation.database import after_commit, claim, db, lock_name
from ..foundation.errors import Rejected
from ..foundation.slugs import numbered, slug_from
from .models import AltState, Asset
from .preparing import Prepared, see_to_files
from .queries import asset_by_sha256, keys_beginning_with
from .renditions import paths_of, start_of
from .sweeping import remove_unnamed

logger = logging.getLogger(__name__)


def add_asset(*, picture: Prepared, filename: str, by: User | None, key: str = "") -> Asset:
    """`picture` in the library; the one we had already when the bytes are the same.

    Its files were written before, and what was removed of them since is made again, so that no row ever lacks its
    files.
    """
    lock_name(db.session(), start_of(picture.sha256))
    if known := asset_by_sha256(picture.sha256):
        return known
    see_to_files(picture)
    asset = Asset(
        key=_free_key(key or slug_from(filename.rpartition(".")[0]) or "picture"),
        sha256=picture.sha256,
        media_type=picture.media_type,
        filename=filename[:200],
        width=picture.width,
        height=picture.height,
        size=len(picture.data),
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


def replace_asset(
    asset: Asset, *, picture: Prepared, filename: str, shows_other: bool, version: int, by: User | None
) -> None:
    """Put `picture` in the place of `asset`, which keeps its key and with it every place that names it.

    With `shows_other` somebody has to describe it anew, and the middle stays in view. Raises `Rejected` when the
    library has it already. The old files stay for now, since pages that are open and feeds that were delivered name
    them; they go with a later sweep (`media/sweeping.py`).
    """
    claim(asset, version)
    old = asset.sha256
    lock_name(db.session(), start_of(picture.sha256))
    if known := asset_by_sha256(picture.sha256):
        again = "This is the file that is there already." if known is asset else f"The library has it as {known.key}."
        raise Rejected({"file": f"{again} Choose another file."})
    see_to_files(picture)
    asset.sha256, asset.size, asset.filename = picture.sha256, len(picture.data), filename[:200]
    asset.media_type, asset.width, asset.height = picture.media_type, picture.width, picture.height
    detail = {"sha256": old}
    if shows_other:
        detail["alt_text"] = asset.alt_text
        asset.alt_state, asset.alt_text = AltState.UNDECIDED, ""
        asset.focal_x = asset.focal_y = 0.5
    db.session.flush()
    record(by=by, verb="replaced", subject="asset", subject_id=asset.id, detail=detail)


def delete_asset(asset: Asset, *, version: int, by: User | None) -> None:
    """Forget `asset`, which nothing uses any more; its files are removed after the commit.

    Whether something uses it is known above (`journal/pictures.py`), and the database refuses it too.
    """
    claim(asset, version)
    sha256, paths = asset.sha256, paths_of(asset.sha256, asset.width)
    record(by=by, verb="deleted", subject="asset", subject_id=asset.id, detail={"key": asset.key, "sha256": sha256})
    db.session.delete(asset)
    db.session.flush()
    after_commit(lambda: _remove_files(sha256, paths))


def _remove_files(sha256: str, paths: Sequence[str]) -> None:
    """Remove the files of a picture that was deleted.

    The row is gone for good by now, so a storage that fails leaves files for the next sweep, and a line in the log.
    """
    try:
        remove_unnamed(start_of(sha256), paths)
    except (OSError, BaseError):
        logger.exception("Files of a deleted picture are left over: %s", sha256)


def _free_key(stem: str) -> str:
    taken = keys_beginning_with(stem[:70])
    key, number = stem, 2
    while key in taken:
        key, number = numbered(stem, number), number + 1
    return key
