"""What an upload really is: its type from its bytes, its size in pixels, and whether we take it."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from ..foundation.errors import Rejected

MAX_BYTES = 30 * 1024 * 1024
MAX_PIXELS = 50_000_000
MEDIA_TYPES = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "AVIF": "image/avif",
    "GIF": "image/gif",
}


@dataclass(frozen=True)
class Inspected:
    """A decoded upload: upright, in sRGB, without metadata."""

    image: Image.Image
    media_type: str


def inspect(data: bytes) -> Inspected:
    """The picture in `data`; `Rejected` under the field `file` says what to upload instead."""
    if len(data) > MAX_BYTES:
        raise _refused("This file is too large. Upload a picture of at most 30 MB.")
    try:
        with Image.open(BytesIO(data), formats=list(MEDIA_TYPES)) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise _refused("This picture has too many pixels. Upload one of at most 50 megapixels.")
            media_type = MEDIA_TYPES[opened.format or ""]
            opened.load()
            upright = ImageOps.exif_transpose(opened)
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise _refused("This is not a picture we can read. Upload a JPEG, PNG, WebP, AVIF or GIF file.") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise _refused("This picture is damaged. Export it again and upload the new file.") from error
    return Inspected(image=_in_srgb(upright), media_type=media_type)


def _in_srgb(image: Image.Image) -> Image.Image:
    """`image` in RGB or RGBA, converted from its own colour profile where it has one."""
    profile = image.info.get("icc_profile")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    plain = image.convert(mode)
    if profile and image.mode in {"RGB", "RGBA"}:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(plain, source, ImageCms.createProfile("sRGB"))
            plain = converted if converted is not None else plain
        except ImageCms.PyCMSError:
            pass  # a broken profile: the numbers are taken as sRGB, as browsers do
    stripped = Image.new(mode, plain.size)
    stripped.paste(plain)
    return stripped


def _refused(message: str) -> Rejected:
    return Rejected({"file": message})
