"""The sizes and formats in which a picture is served. They follow from its width, so no row lists them."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import TYPE_CHECKING

from . import storage
from .models import Asset

if TYPE_CHECKING:
    from PIL.Image import Image

LADDER = (320, 640, 960, 1280, 1920)  # CSS pixels times pixel density
FORMATS = {"avif": "image/avif", "webp": "image/webp"}
_SAVE_OPTIONS = {"avif": {"quality": 60, "speed": 8}, "webp": {"quality": 80, "method": 4}}


def widths_of(width: int) -> list[int]:
    """The widths offered of a picture that is `width` pixels wide, ascending; never wider than itself."""
    return [step for step in LADDER if step < width] + ([width] if width <= LADDER[-1] else [])


def rendition_path(sha256: str, width: int, extension: str) -> str:
    """Where a rendition lies in storage, and below `/media/`."""
    return f"{start_of(sha256)}/{width}.{extension}"


def start_of(sha256: str) -> str:
    """The part of a picture's SHA-256 under which its renditions lie, and by which uploads wait for each other."""
    return sha256[:20]


def srcset_of(asset: Asset, extension: str) -> str:
    """The value of an `srcset` attribute for `asset` in one format."""
    return ", ".join(
        f"/media/{rendition_path(asset.sha256, width, extension)} {width}w" for width in widths_of(asset.width)
    )


def paths_of(sha256: str, width: int) -> list[str]:
    """Where all files of a picture lie in storage: as it was uploaded, and every rendition."""
    steps = [rendition_path(sha256, step, extension) for step in widths_of(width) for extension in FORMATS]
    return [original_path(sha256), *steps]


def original_path(sha256: str) -> str:
    """Where a picture lies in storage as it was uploaded; it is never served."""
    return f"originals/{sha256}"


def make_renditions(image: "Image", sha256: str) -> None:
    """Write every rendition of `image` to storage."""
    from PIL.Image import Resampling

    scaled = [image.resize((width, _height(image, width)), Resampling.LANCZOS) for width in widths_of(image.width)]
    jobs = [(picture, extension) for picture in scaled for extension in FORMATS]
    with ThreadPoolExecutor() as pool:  # the encoders work outside the interpreter's lock
        list(pool.map(lambda job: _write_rendition(job[0], job[1], sha256), jobs))


def _write_rendition(picture: "Image", extension: str, sha256: str) -> None:
    encoded = BytesIO()
    picture.save(encoded, extension, **_SAVE_OPTIONS[extension])
    storage.write(rendition_path(sha256, picture.width, extension), encoded.getvalue())


def _height(image: "Image", width: int) -> int:
    return max(1, round(image.height * width / image.width))
