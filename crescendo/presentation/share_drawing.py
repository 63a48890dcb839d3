"""How a share picture is drawn: the mark, a label and the title beside a picture or a field of colour."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

from ..media import storage
from .share_picture import ACCENT, FIELDS, HEIGHT, INK, PAPER, WIDTH, SharePicture

TEXT_WIDTH, MARGIN = 560, 64
FINE = 2  # lines and letters are drawn twice as large and scaled down, which smooths them

Run = tuple[str, ImageFont.FreeTypeFont]


def drawn(share: SharePicture, fonts: Sequence[Path]) -> bytes:
    """The JPEG of `share`; `fonts` are the files of `FONTS`."""
    canvas = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), PAPER)
    draw = ImageDraw.Draw(canvas)
    field, ink = FIELDS[share.colour]
    start = (TEXT_WIDTH + 2 * MARGIN) * FINE
    canvas.paste(_side(share, field, (WIDTH * FINE - start, HEIGHT * FINE)), (start, 0))
    for end in (-26, 26):
        draw.line(_scaled((MARGIN, 96), (MARGIN + 84, 96 + end)), fill=ACCENT, width=4 * FINE, joint="curve")
    _write(draw, [_runs(share.label, fonts, 32)], (MARGIN + 112, 74), 40, fill=ink)
    size, lines = _fitted(share.title, fonts)
    line_height = round(size * 1.12)
    _write(draw, lines, (MARGIN, HEIGHT - MARGIN - line_height * len(lines)), line_height, fill=INK)
    data = BytesIO()
    canvas.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(data, "JPEG", quality=86, progressive=True)
    return data.getvalue()


def _side(share: SharePicture, field: str, size: tuple[int, int]) -> Image.Image:
    """The picture, cut around its focus; where there is none, a field with a wedge that opens as the mark does."""
    data = storage.read(share.picture) if share.picture else None
    if data is not None:
        return ImageOps.fit(Image.open(BytesIO(data)).convert("RGB"), size, centering=share.focal)
    side = Image.new("RGB", size, field)
    light = Image.blend(side, Image.new("RGB", size, PAPER), 0.4)
    wedge = Image.new("L", size, 0)
    ImageDraw.Draw(wedge).polygon([(size[0] // 8, size[1] // 2), (size[0], 0), size], fill=255)
    side.paste(light, mask=wedge)
    return side


def _fitted(title: str, fonts: Sequence[Path]) -> tuple[int, list[list[Run]]]:
    """The largest type in which `title` fits its place, and its lines. Scripts that our font lacks stay away."""
    if _font_number(title) is None:
        return 0, []
    for size in range(76, 40, -4):
        lines = _lines(title, fonts, size)
        if len(lines) * size * 1.12 <= HEIGHT - 230 and all(_width(line) <= TEXT_WIDTH for line in lines):
            return size, lines
    return 40, _lines(title, fonts, 40)[:9]


def _lines(title: str, fonts: Sequence[Path], size: int) -> list[list[Run]]:
    lines, current = [], ""
    for word in title.split():
        longer = f"{current} {word}".strip()
        if current and _width(_runs(longer, fonts, size)) > TEXT_WIDTH:
            lines.append(current)
            longer = word
        current = longer
    return [_runs(line, fonts, size) for line in [*lines, current]]


def _runs(text: str, fonts: Sequence[Path], size: int) -> list[Run]:
    """`text` cut where another part of the font takes over."""
    runs: list[tuple[int, str]] = []
    for sign in text:
        number = _font_number(sign) or 0
        if runs and runs[-1][0] == number:
            runs[-1] = (number, runs[-1][1] + sign)
        else:
            runs.append((number, sign))
    return [(words, _font(fonts[number], size)) for number, words in runs]


@lru_cache(maxsize=64)  # three parts in eleven sizes; opening one unpacks it, which takes as long as drawing many lines
def _font(part: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(part, size * FINE)


def _font_number(text: str) -> int | None:
    """Which part of the font has every sign of `text`, the last one that is needed; None when no part has some."""
    numbers = list(_numbers(text))
    return None if None in numbers else max((number for number in numbers if number is not None), default=0)


def _numbers(text: str) -> Iterator[int | None]:
    for sign in text:
        code = ord(sign)
        if (code <= 0x7E and sign not in "#*<=>@\\^_`{|}~") or sign in "\u00a0°·×–—‘’“”…":
            yield 0
        elif code <= 0xFF or sign in "ıŒœ€™":
            yield 1
        else:
            yield 2 if code <= 0x24F or 0x1E02 <= code <= 0x1EFF else None


def _width(line: Sequence[Run]) -> float:
    return sum(font.getlength(words) for words, font in line) / FINE


def _write(
    draw: ImageDraw.ImageDraw, lines: Sequence[Sequence[Run]], place: tuple[int, int], height: int, *, fill: str
) -> None:
    for number, line in enumerate(lines):
        x = float(place[0] * FINE)
        for words, font in line:
            draw.text((x, (place[1] + number * height) * FINE), words, font=font, fill=fill)
            x += font.getlength(words)


def _scaled(*points: tuple[int, int]) -> list[tuple[int, int]]:
    return [(x * FINE, y * FINE) for x, y in points]
