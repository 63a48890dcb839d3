"""What an upload really is: its type from its bytes, its size in pixels, and whether we take it.

Pillow is large and seldom needed, so it loads with the first picture.
"""

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from ..foundation.errors import Rejected

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES = 30 * 1024 * 1024
MAX_PIXELS = 50_000_000
TOO_MANY_PIXELS = "This picture has too many pixels. Upload one of at most 50 megapixels."
MEDIA_TYPES = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "AVIF": "image/avif",
    "GIF": "image/gif",
}
# What Pillow's readers raise when bytes end too early or contradict each other.
_DAMAGED = (OSError, SyntaxError, ValueError, EOFError, IndexError, RuntimeError, struct.error, zlib.error)


@dataclass(frozen=True)
class Inspected:
    """A decoded upload: upright, in sRGB, without metadata."""

    image: "Image"
    media_type: str


def inspect(data: bytes) -> Inspected:
    """The picture in `data`; `Rejected` under the field `file` says what to upload instead."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    if len(data) > MAX_BYTES:
        raise _refused("This file is too large. Upload a picture of at most 30 MB.")
    try:
        with Image.open(BytesIO(data), formats=list(MEDIA_TYPES)) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise _refused(TOO_MANY_PIXELS)
            media_type = MEDIA_TYPES[opened.format or ""]
            opened.load()
            upright = ImageOps.exif_transpose(opened)
    except UnidentifiedImageError as error:
        raise _refused("This is not a picture we can read. Upload a JPEG, PNG, WebP, AVIF or GIF file.") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _refused(TOO_MANY_PIXELS) from error
    except _DAMAGED as error:
        raise _refused("This picture is damaged. Export it again and upload the new file.") from error
    return Inspected(image=_in_srgb(upright), media_type=media_type)


def _in_srgb(image: "Image") -> "Image":
    """`image` in RGB or RGBA, converted from its own colour profile where it has one."""
    from PIL.Image import new

    mode = "RGBA" if image.has_transparency_data else "RGB"
    plain = _in_eight_bits(image).convert(mode)
    profile = image.info.get("icc_profile")
    if profile:
        # A profile describes the numbers as they are stored, so inks and greys are handed over as such.
        stored = image if mode == "RGB" and image.mode in {"CMYK", "L"} else plain
        plain = _converted(stored, profile, mode) or plain
    stripped = new(mode, plain.size)
    stripped.paste(plain)
    return stripped


def _in_eight_bits(image: "Image") -> "Image":
    """`image`, with sixteen bits of grey brought down to eight: plain conversion would cut off the light ones."""
    return image.point(lambda value: value / 256).convert("L") if image.mode.startswith("I;16") else image


def _converted(image: "Image", profile: bytes, mode: str) -> "Image | None":
    """`image` in sRGB; None for a broken profile: the numbers are then taken as sRGB, as browsers do."""
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None


def _refused(message: str) -> Rejected:
    return Rejected({"file": message})
