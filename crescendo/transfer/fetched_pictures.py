"""Pictures that files of other systems name by address."""

import tempfile
from typing import BinaryIO, cast

from ..accounts.models import User
from ..foundation.fetching import Fetcher, FetchError
from ..media.actions import describe_asset
from ..media.models import AltState, Asset

LARGEST = 50_000_000  # bytes of a picture
_OK = 200


class Missing(Exception):
    """The picture cannot be had; the message says why."""


def fetched_picture(fetcher: Fetcher, url: str) -> bytes:
    """What is at `url`; `Missing` when it cannot be had."""
    with tempfile.SpooledTemporaryFile(LARGEST) as file:
        try:
            answer = fetcher.download(url, cast(BinaryIO, file), limit=LARGEST)
        except FetchError as error:
            raise Missing(str(error)) from error
        if answer.status != _OK:
            raise Missing(f"Its site answered with status {answer.status}.")
        file.seek(0)
        return file.read()


def describe_if_undecided(asset: Asset, alt: str, *, by: User | None) -> None:
    """Say what the picture shows, unless somebody has already."""
    if alt.strip() and asset.alt_state is AltState.UNDECIDED:
        describe_asset(
            asset,
            alt_state=AltState.TEXT,
            alt_text=alt.strip()[:500],
            credit=asset.credit,
            focal=(asset.focal_x, asset.focal_y),
            version=asset.version,
            by=by,
        )
