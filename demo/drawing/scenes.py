"""The leads of guides (3:2), explanatory figures (3:2) and portraits (1:1)."""

from collections.abc import Callable

import shoes
import wear
from paper import ACCENT, FIELDS, INK, PAPER, ellipse, ground, inside, line, path, put, rect, sheet, stitch, wedge
from products import small

WIDE, HIGH = 1500, 1000


def lead(category: str, what: str, *, horizon: int = 700, hairpin: bool = True) -> str:
    """A lead on its category's field, with a floor below `horizon`."""
    field, tint = FIELDS[category]
    floor = rect(0, horizon, WIDE, HIGH - horizon, tint)
    behind = wedge(80, horizon - 250, 1420, 330, tint) if hairpin else ""
    return sheet(WIDE, HIGH, field, behind + floor + what)


def _tired_legs() -> str:
    leg = path("M-86,330 C-96,470 -120,560 -190,640 L40,640 C76,560 84,470 84,330 Z", "#c98f6d")
    limb = put(leg, 0, 0) + put(wear.sock("#e9e2d4", "#34436b", bands=8), 0, 0, 1, 180, flip=True)
    wall = rect(1120, 0, 380, WIDE, "#7382aa")
    floor = rect(0, 880, WIDE, 120, "#70505d") + rect(180, 830, 900, 60, "#8a6674", 30)
    thighs = path("M260,700 C430,640 640,650 790,760 L1010,800 C960,870 600,880 260,860 Z", "#c98f6d")
    shorts = path("M180,690 C280,640 420,640 520,668 L500,876 L180,876 Z", "#3f4a52")
    behind = wedge(60, 470, 1060, 340, FIELDS["socks"][1])
    legs = put(limb, 830, 390, 0.98) + put(limb, 980, 420, 1.02, 3)
    return sheet(WIDE, HIGH, FIELDS["socks"][0], behind + wall + legs + thighs + shorts + floor)


def _hooks() -> str:
    rail = rect(120, 110, 1260, 30, "#5b3a2b", 8)
    colours = (
        ("#a5673a", "#6f4222"),
        ("#27211f", "#171312"),
        ("#7a3b2a", "#55271b"),
        ("#59664a", "#3f4a34"),
        ("#c79a63", "#94703f"),
    )
    belts = "".join(
        ellipse(260 + 240 * i, 138, 15, 15, INK)
        + put(wear.strap(dark, edge, "#cbb27c", 640 - 40 * (i % 2), width=74), 260 + 240 * i, 190, 1, 90)
        for i, (dark, edge) in enumerate(colours)
    )
    return lead("belts", rail + belts, horizon=900)


def _tape() -> str:
    marks = "".join(line(f"M{160 + 26 * i},660 l0,{-34 if i % 5 == 0 else -18}", INK, 3) for i in range(46))
    tape = rect(130, 600, 1230, 62, "#efe2b6", 6) + marks + rect(1330, 590, 60, 82, "#a5673a", 8)
    belt = put(wear.strap("#a5673a", "#6f4222", "#cbb27c", 1080, width=96), 260, 420, 1, 0)
    return lead("belts", belt + tape, horizon=820)


def _one_belt() -> str:
    jeans = path("M70,240 L560,240 L600,1000 L360,1000 L318,560 L276,1000 L20,1000 Z", "#4a5f80") + stitch(
        "M80,262 L552,262", "#d9a441"
    )
    jeans += stitch("M120,300 C130,400 170,430 230,440", "#d9a441") + stitch(
        "M500,300 C490,400 450,430 392,440", "#d9a441"
    )
    suit = path("M940,240 L1430,240 L1480,1000 L1240,1000 L1186,520 L1132,1000 L890,1000 Z", "#3a3a42") + line(
        "M1186,520 L1186,260", "#2a2a31", 4
    )
    belt = put(wear.belt("#5b3624", "#3a2015", "#cbb27c"), 750, 520, 0.92)
    return lead(
        "belts", jeans + suit + ellipse(760, 560, 220, 190, INK, opacity=0.16, filter="url(#soft)") + belt, horizon=900
    )


def _airing() -> str:
    insole = "M0,-170 C50,-170 70,-110 64,-50 C58,0 48,40 52,90 C54,140 30,170 0,170 C-34,170 -56,140 -52,90 C-48,30 -70,0 -70,-70 C-70,-130 -46,-170 0,-170 Z"
    soles = put(path(insole, "#efe3c8") + stitch("M0,-150 L0,150", INK), 1090, 690, 1, 74) + put(
        path(insole, "#e3d3b0"), 1220, 790, 1, 66
    )
    waves = "".join(line(f"M{330 + 130 * i},250 c-40,-50 40,-90 0,-150", PAPER, 8, opacity=0.7) for i in range(3))
    return lead("footwear", ground(480, 760, 380) + small("halden-metro-loop", 470, 620, 1.25) + waves + soles)


def _two_runners() -> str:
    worn = shoes.runner("#b9ab98", "#cdbfa8", "#8d6a58")
    return lead(
        "footwear",
        ground(420, 780, 330)
        + put(worn, 410, 650, 1.14, 3)
        + ground(1090, 720, 340)
        + small("halden-metro-loop", 1090, 570, 1.26, -6),
    )


def _two_paths() -> str:
    field, tint = FIELDS["footwear"]
    gravel = "".join(
        ellipse((i * 137) % 720, 760 + (i * 61) % 230, 9 + i % 5, 6 + i % 3, "#7d5a43", opacity=0.6) for i in range(90)
    )
    road = path("M760,1000 L700,690 L1500,690 L1500,1000 Z", "#5a5450") + line(
        "M1000,860 L1180,860 M1280,860 L1460,860", PAPER, 12
    )
    earth = path("M0,690 L700,690 L760,1000 L0,1000 Z", "#a87c5d")
    return sheet(
        WIDE,
        HIGH,
        field,
        wedge(80, 420, 1420, 300, tint)
        + earth
        + gravel
        + road
        + ground(740, 740, 380)
        + small("halden-ridgeline-4", 740, 590, 1.4),
    )


def _stepping_in() -> str:
    leg = path("M430,0 L760,0 C752,140 730,250 724,330 L520,330 C500,220 452,120 430,0 Z", "#46536e")
    foot = path("M520,300 L724,300 L720,420 L530,440 Z", "#e8dcc6")
    return lead("footwear", ground(740, 830, 400) + leg + foot + small("orrin-quarter-boot", 800, 660, 1.35))


def _white() -> str:
    brush = rect(-150, -34, 300, 56, "#a5673a", 26) + "".join(
        line(f"M{x},22 l0,56", "#efe3c8", 8) for x in range(-130, 140, 15)
    )
    cloth = path(
        "M0,0 C80,-40 180,20 250,-10 C280,60 230,120 250,180 C150,150 90,200 -10,170 C-30,110 20,60 0,0 Z", "#8fa3b8"
    )
    return lead(
        "footwear",
        ground(520, 760, 390)
        + small("tessel-court-low", 520, 620, 1.34)
        + put(brush, 1130, 560, 1.1, -12)
        + put(cloth, 1040, 690),
    )


def _packing() -> str:
    shirts = "".join(
        rect(930 + 16 * i, 760 - 66 * i, 330 - 20 * i, 62, colour, 14)
        for i, colour in enumerate(("#eadfca", "#7f93a8", "#a8452e", "#4f5d4a"))
    )
    return lead(
        "bags",
        ground(520, 850, 420)
        + small("sable-weekender", 510, 600, 1.12)
        + ground(1090, 830, 220)
        + shirts
        + small("orrin-derby-no-2", 1280, 880, 0.5),
        horizon=760,
    )


def _two_bags() -> str:
    hook = rect(160, 820, 1180, 34, "#6b4a34", 8)
    return lead(
        "bags",
        ground(480, 832, 260, 14)
        + small("carrow-roll-top-22", 480, 560, 0.98)
        + ground(1020, 832, 270, 14)
        + small("carrow-day-tote", 1020, 566, 0.98)
        + hook,
        horizon=836,
    )


def _strong_sun() -> str:
    sun = ellipse(1090, 330, 270, 270, "#f1cf7a") + ellipse(1090, 330, 210, 210, ACCENT, opacity=0.9)
    head = path("M560,1000 L560,800 C470,770 430,690 440,560 L900,560 C910,700 870,780 790,800 L790,1000 Z", "#b57a55")
    shade = inside(
        "M560,1000 L560,800 C470,770 430,690 440,560 L900,560 C910,700 870,780 790,800 L790,1000 Z",
        rect(400, 540, 560, 170, INK, opacity=0.3),
        "face",
    )
    hat = put(wear.sun_hat("#e2d2ac", "#a8452e"), 672, 520, 1.34)
    shirt = path("M300,1000 C380,880 520,880 560,870 C620,930 740,930 790,870 C860,880 980,900 1050,1000 Z", "#3f5a63")
    return sheet(
        WIDE, HIGH, FIELDS["hats"][0], wedge(60, 560, 1440, 420, FIELDS["hats"][1]) + sun + head + shade + shirt + hat
    )


def _washing() -> str:
    basin = path(
        "M760,560 L1380,560 L1300,860 C1290,890 1260,900 1230,900 L910,900 C880,900 850,890 840,860 Z", "#dfe3e0"
    )
    water = ellipse(1070, 562, 310, 60, "#9fb9c4") + line(
        "M860,560 C940,530 1010,590 1090,560 C1150,540 1220,580 1280,556", PAPER, 6
    )
    foam = "".join(
        ellipse(900 + 66 * i, 540 - 18 * (i % 3), 34 - 4 * (i % 3), 30 - 4 * (i % 3), PAPER, opacity=0.9)
        for i in range(6)
    )
    return lead(
        "hats",
        ground(420, 800, 300)
        + small("lune-merino-beanie", 420, 620, 1.15, -3)
        + ground(1070, 905, 300)
        + basin
        + water
        + foam,
        horizon=740,
    )


def _bucket_alone() -> str:
    peg = rect(690, 90, 120, 26, "#6b4a34", 10) + rect(736, 100, 28, 150, "#6b4a34", 12)
    return lead("hats", ground(750, 800, 420) + peg + small("brack-packable-bucket", 750, 560, 1.6, 5), horizon=780)


def _snow() -> str:
    door = (
        rect(880, 60, 420, 740, "#6d4c3a", 10)
        + rect(930, 120, 320, 260, "#f1cf7a", 6)
        + ellipse(936, 470, 14, 14, "#cbb27c")
    )
    flakes = "".join(
        ellipse((i * 211) % 1500, (i * 89) % 700, 6 + i % 4, 6 + i % 4, PAPER, opacity=0.9) for i in range(70)
    )
    snow = path("M0,790 C240,740 480,800 760,770 C1040,740 1280,800 1500,768 L1500,1000 L0,1000 Z", PAPER)
    return sheet(
        WIDE,
        HIGH,
        "#5d6680",
        door
        + flakes
        + snow
        + ground(420, 870, 290)
        + small("orrin-quarter-boot", 330, 730, 1.0)
        + small("orrin-quarter-boot", 600, 760, 1.0),
    )


def _two_yarns() -> str:
    return lead(
        "socks",
        ground(400, 850, 260)
        + small("wickerby-merino-crew", 330, 610, 1.24)
        + ground(1080, 830, 330)
        + small("plainfold-cotton-rib", 1080, 650, 1.1, -3),
        horizon=780,
    )


LEADS: dict[str, Callable[[], str]] = {
    "guide-can-compression-socks-help-tired-legs": _tired_legs,
    "guide-merino-or-cotton-socks": _two_yarns,
    "guide-how-long-do-running-shoes-last": _two_runners,
    "guide-how-to-stop-shoes-smelling": _airing,
    "guide-trail-shoes-on-pavement": _two_paths,
    "guide-how-a-leather-boot-should-fit": _stepping_in,
    "guide-white-sneakers-that-stay-white": _white,
    "guide-best-everyday-leather-belts": _hooks,
    "guide-how-to-measure-your-belt-size": _tape,
    "guide-one-belt-for-jeans-and-suits": _one_belt,
    "guide-what-to-pack-in-a-weekend-bag": _packing,
    "guide-backpack-or-tote-for-the-commute": _two_bags,
    "guide-which-hat-for-strong-sun": _strong_sun,
    "guide-how-to-clean-a-wool-beanie": _washing,
    "guide-the-case-for-the-bucket-hat": _bucket_alone,
    "guide-winter-boots-before-the-first-snow": _snow,
}
