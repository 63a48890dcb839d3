"""What is kept of an upload: the picture alone, upright and in colours that every screen agrees on."""

import struct
from io import BytesIO
from zlib import crc32

import pytest
from PIL import Image

from crescendo.foundation.errors import Rejected
from crescendo.media import inspection, storage
from crescendo.media.inspection import inspect
from crescendo.media.renditions import make_renditions, rendition_path
from tests.factories.media import picture_bytes

KINDS = ("PNG", "JPEG", "WEBP", "AVIF", "GIF")
# The primaries of Display P3, adapted to D50 (ICC.1:2022 calls the tags rXYZ, gXYZ, bXYZ).
WIDE = {b"rXYZ": (0.5151, 0.2412, -0.0011), b"gXYZ": (0.2920, 0.6922, 0.0419), b"bXYZ": (0.1571, 0.0666, 0.7841)}


def wide_gamut_profile() -> bytes:
    """A small display profile (ICC version 2) whose green is greener than that of sRGB."""
    tags = {
        tag: b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in xyz))
        for tag, xyz in {**WIDE, b"wtpt": (0.9642, 1.0, 0.8249)}.items()
    }
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256)) + b"\0\0"
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    tags[b"desc"] = b"desc\0\0\0\0" + struct.pack(">I", 5) + b"wide\0" + bytes(79)
    tags[b"cprt"] = b"text\0\0\0\0none\0\0\0\0"
    table, body, start = b"", b"", 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        table += name + struct.pack(">II", start + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    rest = struct.pack(">I", len(tags)) + table + body
    header = struct.pack(">I4sI4s4s4s12x4s", 128 + len(rest), b"none", 0x02400000, b"mntr", b"RGB ", b"XYZ ", b"acsp")
    return header.ljust(68, b"\0") + struct.pack(">3i", 63190, 65536, 54061).ljust(60, b"\0") + rest


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    data = BytesIO()
    image.save(data, kind, **options)
    return data.getvalue()


def pixel(image: Image.Image, x: int = 0, y: int = 0) -> tuple[int, ...]:
    found = image.getpixel((x, y))
    assert isinstance(found, tuple)
    return found


def test_colours_of_a_wide_gamut_are_brought_to_srgb() -> None:
    data = encoded(Image.new("RGB", (4, 4), (100, 200, 100)), "PNG", icc_profile=wide_gamut_profile())
    red, green, _blue = pixel(inspect(data).image)
    assert red < 80
    assert green > 200


def test_broken_colour_profile_is_passed_over() -> None:
    data = encoded(Image.new("RGB", (4, 4), (100, 200, 100)), "PNG", icc_profile=b"no profile at all")
    assert pixel(inspect(data).image) == (100, 200, 100)


@pytest.mark.parametrize("profile", [None, wide_gamut_profile()], ids=["none", "of another kind"])
def test_picture_in_printing_inks_is_brought_to_the_screens_colours(profile: bytes | None) -> None:
    data = encoded(Image.new("CMYK", (8, 8), (255, 0, 0, 0)), "JPEG", icc_profile=profile)
    image = inspect(data).image
    red, green, blue = pixel(image, 4, 4)
    assert image.mode == "RGB"
    assert red < green
    assert red < blue


def test_sixteen_bits_of_grey_keep_their_light_tones() -> None:
    picture = Image.new("I;16", (4, 4), 40_000)
    assert pixel(inspect(encoded(picture, "PNG")).image) == (156, 156, 156)


def test_transparency_is_kept() -> None:
    assert pixel(inspect(encoded(Image.new("RGBA", (4, 4), (9, 9, 9, 0)), "PNG")).image)[3] == 0


@pytest.mark.usefixtures("app")
def test_renditions_do_not_tell_where_the_picture_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0110] = "Camera of Mara"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0)})
    data = encoded(Image.new("RGB", (40, 30), "teal"), "JPEG", exif=exif, comment=b"At home")
    assert Image.open(BytesIO(data)).getexif().get_ifd(0x8825)
    make_renditions(inspect(data).image, "a" * 64)
    for extension in ("avif", "webp"):
        stored = storage.read(rendition_path("a" * 64, 40, extension)) or b""
        assert not Image.open(BytesIO(stored)).getexif()
        assert not any(word in stored for word in (b"Camera", b"At home", b"Exif"))


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("kind", KINDS)
def test_what_hides_behind_a_picture_is_not_served(kind: str) -> None:
    data = picture_bytes(kind=kind) + b"<!doctype html><script>alert(1)</script>PK\x03\x04"
    make_renditions(inspect(data).image, "b" * 64)
    for extension in ("avif", "webp"):
        assert b"<script" not in (storage.read(rendition_path("b" * 64, 40, extension)) or b"<script")


@pytest.mark.parametrize(
    "front", [b"GIF89a<svg onload=alert(1)>", b"<svg/>" + picture_bytes(), b"%PDF-1.7\n", b"BM" * 40]
)
def test_first_bytes_of_a_picture_alone_do_not_make_one(front: bytes) -> None:
    with pytest.raises(Rejected):
        inspect(front)


@pytest.mark.parametrize("kind", KINDS)
def test_picture_that_ends_too_early_is_refused(kind: str) -> None:
    data = encoded(Image.effect_noise((90, 70), 60).convert("RGB"), kind)
    with pytest.raises(Rejected):
        inspect(data[: len(data) // 2])


@pytest.mark.parametrize("side", [8_000, 12_000, 60_000])
def test_small_file_that_unfolds_into_a_huge_picture_is_refused_before_it_is_decoded(side: int) -> None:
    header = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    bomb = (
        picture_bytes()[:8] + struct.pack(">I", 13) + header + struct.pack(">I", crc32(header)) + picture_bytes()[33:]
    )
    with pytest.raises(Rejected, match="50 megapixels"):
        inspect(bomb)


def test_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "MAX_BYTES", 50)
    with pytest.raises(Rejected, match="too large"):
        inspect(picture_bytes())
