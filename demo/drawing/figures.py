"""Figures that explain (3:2) and portraits of the authors (1:1)."""

from collections.abc import Callable

import shoes
import wear
from paper import ACCENT, FIELDS, INK, PAPER, ellipse, inside, line, path, put, rect, sheet, stitch

WIDE, HIGH = 1200, 800


def _plain(what: str, field: str = FIELDS["paper"][0]) -> str:
    return sheet(WIDE, HIGH, field, what)


def _pressure() -> str:
    sock = put(wear.sock("#f7f1e4", "#34436b", bands=9), 380, 430, 1.05)
    bars = ""
    for place in range(7):
        y, length = 130 + 78 * place, 90 + 48 * place
        bars += line(f"M520,{y} L640,{y}", INK, 2, stroke_dasharray="4 7", opacity=0.5)
        bars += rect(660, y - 20, length, 40, "#34436b", 4, opacity=0.35 + 0.09 * place)
    return _plain(rect(0, 0, 560, 800, FIELDS["socks"][1]) + sock + bars)


def _wear() -> str:
    places = ([(-40, -150, 60, 44), (-20, 190, 46, 42)], [(58, -130, 36, 80), (40, 190, 36, 50)], [(0, -190, 70, 34)])
    soles = "".join(
        put(shoes.sole_from_below("#cfc2ac", worn), 240 + 360 * i, 400, 1.28, 4) for i, worn in enumerate(places)
    )
    return _plain(soles, FIELDS["footwear"][1])


def _holes() -> str:
    belt = put(wear.strap("#a5673a", "#6f4222", "#cbb27c", 960, width=110), 170, 380)
    ends = line("M170,250 L170,560 M748,250 L748,560", INK, 3, stroke_dasharray="6 8")
    arrow = line("M176,540 L742,540 M206,520 L176,540 L206,560 M712,520 L742,540 L712,560", ACCENT, 7)
    ring = ellipse(748, 380, 26, 26, "none", stroke=ACCENT, stroke_width=7)
    return _plain(belt + ends + arrow + ring, FIELDS["belts"][1])


def _layers() -> str:
    bag = "M140,220 C150,170 190,150 240,150 L960,150 C1010,150 1050,170 1060,220 L1100,640 C1104,690 1080,710 1040,710 L160,710 C120,710 96,690 100,640 Z"
    rows = (
        rect(80, 590, 1040, 130, "#4b2e20")
        + put(shoes.derby("#3a2a24", "#53392e", "#1f1815"), 320, 610, 0.62)
        + put(shoes.derby("#3a2a24", "#53392e", "#1f1815"), 860, 610, 0.62, flip=True)
        + rect(80, 440, 1040, 110, "#7f93a8")
        + line("M80,495 L1120,495", INK, 3, opacity=0.3)
        + rect(80, 330, 1040, 100, "#eadfca")
        + line("M80,380 L1120,380", INK, 3, opacity=0.2)
        + rect(80, 240, 1040, 80, "#a8452e")
        + rect(80, 150, 1040, 80, "#c9ba98")
    )
    handles = line("M420,170 C424,20 776,20 780,170", "#4b2e20", 24)
    return _plain(handles + path(bag, PAPER) + inside(bag, rows, "cut") + line(bag, "#6d4c3a", 18), FIELDS["bags"][1])


def _brims() -> str:
    heads = ""
    for place, brim in enumerate((70, 120, 190)):
        x = 230 + 380 * place
        face = f"M{x - 90},330 C{x - 100},470 {x - 60},560 {x - 10},570 L{x - 10},680 L{x + 90},680 L{x + 90},330 Z"
        reach = 1.5 * brim
        heads += path(face, "#b57a55") + ellipse(x - 84, 430, 22, 30, "#b57a55")
        heads += inside(
            face,
            path(
                f"M{x - 150},330 L{x + 120},330 L{x + 120},{330 + reach} L{x - 150},{330 + reach * 0.72} Z",
                INK,
                opacity=0.42,
            ),
            f"f{place}",
        )
        heads += path(f"M{x - 96},326 C{x - 90},210 {x + 90},210 {x + 96},326 Z", "#e8d8b0") + rect(
            x - 96 - brim, 318, 192 + 1.7 * brim, 20, "#cbb27c", 10
        )
        heads += line(f"M{x - 96 - brim},720 L{x - 96},720", ACCENT, 9)
    rays = "".join(line(f"M{-60 + 150 * i},0 l-120,230", "#f1cf7a", 9, opacity=0.9) for i in range(10))
    return _plain(rays + heads, FIELDS["hats"][1])


def _slip() -> str:
    boot = put(shoes.boot("#8a4f2d", "#6d3b20", "#2c221c"), 640, 500, 1.3, -9)
    foot = path(
        "M330,40 L560,40 L556,360 C700,440 860,480 930,560 C900,600 600,600 390,590 C330,500 320,260 330,40 Z",
        "none",
        stroke=PAPER,
        stroke_width=7,
        stroke_dasharray="14 12",
    )
    gap = line("M300,560 L300,640 M280,580 L300,556 L320,580 M280,620 L300,644 L320,620", ACCENT, 8)
    floor = rect(0, 690, WIDE, 110, FIELDS["footwear"][0])
    return _plain(floor + boot + foot + gap, FIELDS["footwear"][1])


FIGURES: dict[str, Callable[[], str]] = {
    "figure-sock-pressure-zones": _pressure,
    "figure-sole-wear-patterns": _wear,
    "figure-belt-hole-measure": _holes,
    "figure-weekend-bag-layers": _layers,
    "figure-brim-shadow": _brims,
    "figure-heel-slip": _slip,
}


def _portrait(field: str, skin: str, shirt: str, hair: str, extra: str = "") -> str:
    neck = path("M270,350 L370,350 L384,470 L256,470 Z", skin) + path(
        "M270,380 C300,410 340,410 370,380 L372,400 C340,436 300,436 268,400 Z", INK, opacity=0.14
    )
    face = path("M222,210 C222,120 418,120 418,210 C424,310 386,396 320,398 C254,396 216,310 222,210 Z", skin)
    body = path("M60,640 C70,500 170,456 262,444 C300,486 340,486 378,444 C470,456 570,500 580,640 Z", shirt)
    features = line("M320,250 C314,280 306,300 312,312 C318,318 328,318 334,312", INK, 4, opacity=0.4) + line(
        "M290,346 C308,358 334,358 350,346", INK, 5, opacity=0.55
    )
    brows = line("M256,238 C270,228 286,228 298,236 M342,236 C354,228 372,228 384,238", INK, 6, opacity=0.6)
    return sheet(
        640,
        640,
        field,
        ellipse(320, 320, 270, 270, PAPER, opacity=0.25) + hair + neck + body + face + features + brows + extra,
    )


def _mara() -> str:
    hair = path("M190,420 C150,220 210,90 320,90 C430,90 490,220 450,420 Z", "#2f2622")
    fringe = path("M216,230 C220,130 300,100 330,112 C420,110 426,190 424,236 C390,170 300,160 216,230 Z", "#2f2622")
    return _portrait(FIELDS["socks"][0], "#d9a684", "#a8452e", hair, fringe)


def _tobias() -> str:
    hair = path("M212,220 C200,110 440,110 428,220 L420,170 C360,130 280,130 220,170 Z", "#8b8278")
    beard = path(
        "M224,270 C230,380 270,420 320,420 C370,420 410,380 416,270 C400,330 360,326 320,330 C280,326 240,330 224,270 Z",
        "#8b8278",
    )
    mouth = line("M292,356 C308,364 332,364 348,356", INK, 5, opacity=0.6)
    return _portrait(FIELDS["footwear"][0], "#c98f6d", "#3f4a52", hair, beard + mouth)


def _ines() -> str:
    hair = ellipse(320, 120, 74, 70, "#1f1a18") + path(
        "M206,280 C190,140 260,96 320,96 C380,96 450,140 434,280 Z", "#1f1a18"
    )
    top = path("M218,226 C230,140 300,130 320,132 C350,130 410,140 422,226 C380,180 260,180 218,226 Z", "#1f1a18")
    rings = ellipse(214, 330, 12, 20, "none", stroke="#d9a441", stroke_width=6) + ellipse(
        426, 330, 12, 20, "none", stroke="#d9a441", stroke_width=6
    )
    return _portrait(
        FIELDS["hats"][0], "#8a5a3c", "#3f5a63", hair, top + rings + stitch("M120,600 C200,500 440,500 520,600")
    )


PORTRAITS: dict[str, Callable[[], str]] = {
    "portrait-mara-ellery": _mara,
    "portrait-tobias-wrenn": _tobias,
    "portrait-ines-calloway": _ines,
}
