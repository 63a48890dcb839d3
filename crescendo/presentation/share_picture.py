"""The picture that stands beside a link to a page where people share it: 1200 by 630, as Open Graph recommends."""

import hashlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from ..catalog.models import Product
from ..catalog.taxonomy import FieldColour
from ..journal.models import Article
from ..media import storage
from ..media.models import Asset
from ..media.renditions import rendition_path, widths_of

WIDTH, HEIGHT = 1200, 630
DRAWING = 1  # raise it when the drawing changes, so that pictures are drawn anew

# The light side of tokens.css; a test compares them.
PAPER, INK, ACCENT = "#f9f5ed", "#211a16", "#a8321b"
FIELDS = {
    FieldColour.CLAY: ("#d2997c", "#8a3f20"),
    FieldColour.MOSS: ("#a3ad83", "#4a5729"),
    FieldColour.INDIGO: ("#8e9cc0", "#35457a"),
    FieldColour.OCHRE: ("#dfb86b", "#74500d"),
    FieldColour.PLUM: ("#b08aa0", "#6c3a56"),
}
FONTS = ("fraunces-basic.woff2", "fraunces-latin.woff2", "fraunces-extended.woff2")


@dataclass(frozen=True)
class SharePicture:
    """What stands in the picture. `picture` is where a rendition lies in storage, `focal` the shares of its focus."""

    title: str
    label: str
    colour: FieldColour
    picture: str = ""
    focal: tuple[float, float] = (0.5, 0.5)

    @property
    def key(self) -> str:
        """A name that changes when the picture would."""
        return hashlib.sha256(repr((DRAWING, *astuple(self))).encode()).hexdigest()[:20]


def share_picture_of_guide(article: Article) -> SharePicture:
    """The share picture of a live article."""
    title = article.live_revision.title if article.live_revision else ""
    return _with_picture(SharePicture(title, article.category.name, article.category.colour), article.hero)


def share_picture_of_product(product: Product) -> SharePicture:
    """The share picture of a product."""
    asset = product.pictures[0].asset if product.pictures else None
    return _with_picture(SharePicture(product.full_name, product.category.name, product.category.colour), asset)


def share_picture_file(share: SharePicture, fonts: Sequence[Path]) -> bytes:
    """The JPEG of `share`, drawn once and kept in storage; `fonts` are the files of `FONTS`."""
    path = f"share/{share.key}.jpg"
    data = storage.read(path)
    if data is None:
        from .share_drawing import drawn  # brings Pillow, which is large and seldom needed

        data = drawn(share, fonts)
        storage.write(path, data)
    return data


def _with_picture(share: SharePicture, asset: Asset | None) -> SharePicture:
    if asset is None:
        return share
    width = max(step for step in widths_of(asset.width) if step <= max(1280, widths_of(asset.width)[0]))
    path = rendition_path(asset.sha256, width, "webp")
    return SharePicture(share.title, share.label, share.colour, path, (asset.focal_x, asset.focal_y))
