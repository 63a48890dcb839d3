"""A picture as a page needs it."""

from dataclasses import dataclass

from ..media.models import AltState, Asset
from ..media.renditions import rendition_path, srcset_of, widths_of


@dataclass(frozen=True)
class Picture:
    """Addresses in every size, with the size in pixels that reserves its place. `focus` is a class name."""

    avif: str
    webp: str
    src: str
    width: int
    height: int
    alt: str
    credit: str
    focus: str


def picture_of(asset: Asset, *, alt: str | None = None) -> Picture:
    """`asset` ready to be shown; `alt` says what it shows in this place, where the place knows better."""
    middle = min(widths_of(asset.width), key=lambda width: abs(width - 960))
    return Picture(
        avif=srcset_of(asset, "avif"),
        webp=srcset_of(asset, "webp"),
        src=f"/media/{rendition_path(asset.sha256, middle, 'webp')}",
        width=asset.width,
        height=asset.height,
        alt=alt or (asset.alt_text if asset.alt_state is AltState.TEXT else ""),
        credit=asset.credit,
        focus=f"focus-{_quarter(asset.focal_x)}-{_quarter(asset.focal_y)}",
    )


def _quarter(share: float) -> int:
    """`share` rounded to a quarter, in percent: the stylesheet has a class for each, since styles are not inline."""
    return round(share * 4) * 25
