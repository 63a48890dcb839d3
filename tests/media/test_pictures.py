"""Pictures: what an upload must be, and what is kept of it."""

from io import BytesIO

import pytest
from PIL import Image

from crescendo.foundation.errors import Rejected
from crescendo.media import inspection, storage
from crescendo.media.actions import describe_asset
from crescendo.media.inspection import inspect
from crescendo.media.models import AltState
from crescendo.media.preparing import prepare
from crescendo.media.renditions import rendition_path, widths_of
from tests.factories.media import make_asset, picture_bytes

NO_PICTURES = {
    "text": b"words",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "html": b"<!doctype html><script>alert(1)</script>",
    "nothing": b"",
    "cut": picture_bytes()[:60],
}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF", "GIF"])
def test_type_is_read_from_the_bytes(kind: str) -> None:
    assert inspect(picture_bytes(kind=kind)).media_type == f"image/{kind.lower()}"


@pytest.mark.parametrize("data", NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(Rejected):
        inspect(data)


def test_picture_with_too_many_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "MAX_PIXELS", 100)
    with pytest.raises(Rejected):
        inspect(picture_bytes(size=(11, 10)))


def test_sideways_picture_is_put_upright_and_tells_no_secrets() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter clockwise
    exif[0x010F] = "A camera"
    data = BytesIO()
    Image.new("RGB", (40, 20)).save(data, "JPEG", exif=exif)
    picture = inspect(data.getvalue()).image
    assert picture.size == (20, 40)
    assert not picture.getexif()


@pytest.mark.usefixtures("app")
def test_same_bytes_are_one_picture() -> None:
    assert make_asset("boot").id == make_asset("other").id


@pytest.mark.usefixtures("app")
def test_names_are_lasting_and_unique() -> None:
    colours = ("red", "green", "blue")
    assert [make_asset("boot", colour=colour).key for colour in colours] == ["boot", "boot-2", "boot-3"]


@pytest.mark.usefixtures("app")
def test_every_size_and_format_is_stored_before_the_picture_is_known() -> None:
    asset = make_asset(size=(700, 500))
    widths = widths_of(asset.width)
    assert list(widths) == [320, 640, 700]
    paths = [rendition_path(asset.sha256, width, kind) for width in widths for kind in ("avif", "webp")]
    assert all(storage.exists(path) for path in paths)


@pytest.mark.usefixtures("app")
def test_small_picture_is_never_enlarged() -> None:
    assert list(widths_of(make_asset(size=(40, 30)).width)) == [40]


@pytest.mark.usefixtures("app")
def test_description_is_required_unless_the_picture_is_decoration() -> None:
    asset = make_asset()
    with pytest.raises(Rejected):
        describe_asset(asset, alt_state=AltState.TEXT, alt_text=" ", credit="", focal=(0.5, 0.5), version=1, by=None)
    describe_asset(
        asset, alt_state=AltState.DECORATIVE, alt_text="x", credit="", focal=(2, -1), version=asset.version, by=None
    )
    assert (asset.alt_text, asset.focal_x, asset.focal_y) == ("", 1, 0)


@pytest.mark.usefixtures("app")
def test_refused_upload_leaves_no_file() -> None:
    with pytest.raises(Rejected):
        prepare(b"words")
