"""The media library of an export: pictures from a folder beside the file, or fetched from the old site."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import cast

from ...catalog.price_sources import RowOutcome
from ...foundation.database import db, reading
from ...foundation.errors import Rejected
from ...foundation.fetching import Fetcher
from ...foundation.slugs import slug_from
from ...media.actions import add_asset
from ...media.preparing import Prepared, prepare
from ...media.queries import assets_by_id
from ..fetched_pictures import LARGEST, Missing, describe_if_undecided, fetched_picture
from ..rows import Kept, PlannedRow
from .index import Attachment
from .moving import Move

_PICTURES = {"jpg", "jpeg", "png", "gif", "webp", "avif"}
_UPLOADS = "/wp-content/uploads/"


def picture_rows(moving: Move) -> Iterator[PlannedRow]:
    """All attachments. The file of each that is new is read and drawn before it is applied, while nobody waits."""
    known = {each: key.local_id for each in moving.index.attachments if (key := moving.known("attachment", each))}
    assets = assets_by_id(set(known.values()))
    moving.pictures.update(
        (each, (asset.id, asset.key)) for each, local_id in known.items() if (asset := assets.get(local_id))
    )
    for number, attachment in enumerate(moving.index.attachments.values(), 1):
        yield _row(moving, number, attachment)


def _row(moving: Move, number: int, attachment: Attachment) -> PlannedRow:
    name = attachment.path.rpartition("/")[2] or attachment.title
    if kept := moving.pictures.get(attachment.id):
        return PlannedRow("attachment", number, attachment.id, name, RowOutcome.UNCHANGED, local_id=kept[0])
    if name.rpartition(".")[2].lower() not in _PICTURES:
        why = "The library here keeps pictures alone. Links to this file still lead to the old site."
        return PlannedRow("attachment", number, attachment.id, name, RowOutcome.SKIPPED, why)
    if moving.options.media_folder is None and moving.options.fetcher is None:
        why = "No folder with pictures was given, and none were to be fetched."
        return PlannedRow("attachment", number, attachment.id, name, RowOutcome.SKIPPED, why)
    if moving.is_dry_run and moving.options.media_folder is None:
        moving.pictures[attachment.id] = 0, slug_from(name)  # for the report: whether it can be had shows the real run
        return PlannedRow("attachment", number, attachment.id, name, RowOutcome.CREATED)
    try:
        picture = _prepared(moving, attachment)
    except (Missing, Rejected) as error:
        return PlannedRow("attachment", number, attachment.id, name, RowOutcome.FAILED, str(error))
    apply = partial(_added, moving, attachment, name, picture) if picture else None
    return PlannedRow("attachment", number, attachment.id, name, RowOutcome.CREATED, apply=apply)


def _added(moving: Move, attachment: Attachment, name: str, picture: Prepared) -> Kept:
    asset = add_asset(picture=picture, filename=name, by=moving.by, key=slug_from(name.rpartition(".")[0]))
    describe_if_undecided(asset, attachment.alt, by=moving.by)
    moving.pictures[attachment.id] = asset.id, asset.key
    return Kept(asset.id, asset.version)


def _prepared(moving: Move, attachment: Attachment) -> Prepared | None:
    """The picture, with its files made; None on a trial, which only looks whether it can be had."""
    db.session.rollback()  # nothing is kept waiting while the picture is fetched
    data = _data(moving, attachment)
    if moving.is_dry_run:
        return None
    with reading():
        return prepare(data)


def _data(moving: Move, attachment: Attachment) -> bytes:
    if moving.options.media_folder is not None:
        return _in_folder(moving.options.media_folder, attachment.path)
    return fetched_picture(cast(Fetcher, moving.options.fetcher), attachment.url)


def _in_folder(folder: Path, path: str) -> bytes:
    """The file in a copy of `wp-content/uploads`, and nothing outside of it."""
    below = path.partition(_UPLOADS)[2] or path.lstrip("/")
    place = (folder / below).resolve()
    if not place.is_relative_to(folder.resolve()) or not place.is_file():
        raise Missing(f"There is no {below} in the folder.")
    if place.stat().st_size > LARGEST:
        raise Missing(f"{below} is larger than {LARGEST // 1_000_000} MB.")
    return place.read_bytes()
