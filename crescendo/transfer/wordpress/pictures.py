"""The media library of an export: pictures from a folder beside the file, or fetched from the old site."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from ...catalog.price_sources import RowOutcome
from ...foundation.fetching import Fetcher, FetchError
from ...foundation.slugs import slug_from
from ...media.actions import add_asset, describe_asset
from ...media.models import AltState, Asset
from ...media.queries import assets_by_id
from ..rows import Kept, PlannedRow
from .index import Attachment
from .moving import Move

LARGEST = 50_000_000  # bytes of a picture
_PICTURES = {"jpg", "jpeg", "png", "gif", "webp", "avif"}
_UPLOADS = "/wp-content/uploads/"
_OK = 200


class _Missing(Exception):
    """The picture cannot be had; the message says why."""


def picture_rows(moving: Move) -> Iterator[PlannedRow]:
    """All attachments. The file of each that is new is read before it is applied."""
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
        data = _data(moving, attachment)
    except _Missing as error:
        return PlannedRow("attachment", number, attachment.id, name, RowOutcome.FAILED, str(error))

    def apply() -> Kept:
        asset = add_asset(data=data, filename=name, by=moving.by, key=slug_from(name.rpartition(".")[0]))
        _describe(moving, asset, attachment.alt)
        moving.pictures[attachment.id] = asset.id, asset.key
        return Kept(asset.id, asset.version)

    return PlannedRow("attachment", number, attachment.id, name, RowOutcome.CREATED, apply=apply)


def _describe(moving: Move, asset: Asset, alt: str) -> None:
    """Say what the picture shows, unless somebody has already."""
    if alt.strip() and asset.alt_state is AltState.UNDECIDED:
        describe_asset(
            asset,
            alt_state=AltState.TEXT,
            alt_text=alt.strip()[:500],
            credit=asset.credit,
            focal=(asset.focal_x, asset.focal_y),
            version=asset.version,
            by=moving.by,
        )


def _data(moving: Move, attachment: Attachment) -> bytes:
    if moving.options.media_folder is not None:
        return _in_folder(moving.options.media_folder, attachment.path)
    return _fetched(cast(Fetcher, moving.options.fetcher), attachment.url)


def _in_folder(folder: Path, path: str) -> bytes:
    """The file in a copy of `wp-content/uploads`, and nothing outside of it."""
    below = path.partition(_UPLOADS)[2] or path.lstrip("/")
    place = (folder / below).resolve()
    if not place.is_relative_to(folder.resolve()) or not place.is_file():
        raise _Missing(f"There is no {below} in the folder.")
    if place.stat().st_size > LARGEST:
        raise _Missing(f"{below} is larger than {LARGEST // 1_000_000} MB.")
    return place.read_bytes()


def _fetched(fetcher: Fetcher, url: str) -> bytes:
    with tempfile.SpooledTemporaryFile(LARGEST) as file:
        try:
            answer = fetcher.download(url, cast(BinaryIO, file), limit=LARGEST)
        except FetchError as error:
            raise _Missing(str(error)) from error
        if answer.status != _OK:
            raise _Missing(f"The old site answered with status {answer.status}.")
        file.seek(0)
        return file.read()
