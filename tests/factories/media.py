"""Pictures for tests."""

from io import BytesIO

from PIL import Image

from crescendo.foundation.database import db
from crescendo.media.actions import add_asset, describe_asset
from crescendo.media.models import AltState, Asset
from crescendo.media.preparing import prepare


def picture_bytes(*, size: tuple[int, int] = (40, 30), colour: str = "teal", kind: str = "PNG") -> bytes:
    """A picture of one colour, encoded."""
    data = BytesIO()
    Image.new("RGB", size, colour).save(data, kind)
    return data.getvalue()


def make_asset(key: str = "", *, size: tuple[int, int] = (40, 30), colour: str = "teal", alt: str = "") -> Asset:
    """A picture, described by `alt` if that is given."""
    asset = add_asset(
        picture=prepare(picture_bytes(size=size, colour=colour)), filename="picture.png", key=key, by=None
    )
    if alt:
        describe_asset(
            asset, alt_state=AltState.TEXT, alt_text=alt, credit="", focal=(0.5, 0.5), version=asset.version, by=None
        )
    db.session.commit()
    return asset
