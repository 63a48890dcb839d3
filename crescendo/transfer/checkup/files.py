"""Whether every picture has its files, and what lies in the storage besides."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

from sqlalchemy import select

from ...foundation import clock
from ...foundation.database import db
from ...media import storage
from ...media.models import Asset
from ...media.renditions import original_path, paths_of
from ...media.sweeping import leftovers
from ..snapshots import snapshot
from .faults import Fault

AGAIN = "Upload the picture again, or restore it from a backup."


def faults_of_files(thorough: bool) -> Iterator[Fault]:
    """Files that are missing or of another size; thoroughly, those whose content is not what it was, as well."""
    assets = db.session.scalars(select(Asset).order_by(Asset.id)).all()
    sizes = {
        file.path: file.size for file in storage.files()
    }  # later than the rows, whose files were there before them
    for asset in assets:
        place = f"picture {asset.key}"
        for path in paths_of(asset.sha256, asset.width):
            if not sizes.get(path):
                if path not in sizes and _was_deleted(asset):
                    break
                yield Fault(place, f"Its file {path} is {'empty' if path in sizes else 'missing'}.", AGAIN)
            elif path == original_path(asset.sha256) and sizes[path] != asset.size:
                yield Fault(place, f"Its file {path} has {sizes[path]} bytes instead of {asset.size}.", AGAIN)
            elif thorough and not _is_intact(asset, path):
                yield Fault(place, f"Its file {path} is damaged.", AGAIN)


def faults_of_leftovers(_thorough: bool) -> Iterator[Fault]:
    """Files that have been without a picture for a day."""
    found = leftovers(before=clock.now() - timedelta(days=1))
    if found:
        size = sum(leftover.size for leftover in found) / 1_000_000
        what = f"{size:.1f} MB of files belong to {len(found)} pictures that the library does not have any more."
        yield Fault("storage of pictures", what, "Run `flask media sweep`.")


def _was_deleted(asset: Asset) -> bool:
    """Whether somebody deleted or replaced the picture since the check began."""
    with snapshot() as now:
        return now.execute(select(Asset.id).where(Asset.sha256 == asset.sha256)).first() is None


def _is_intact(asset: Asset, path: str) -> bool:
    data = storage.read(path) or b""
    if path == original_path(asset.sha256):
        return hashlib.sha256(data).hexdigest() == asset.sha256
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data)) as picture:
            picture.load()
            return f"/{picture.width}." in path
    except (UnidentifiedImageError, OSError):
        return False
