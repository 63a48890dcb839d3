"""The drawing of each product: 4:5, the thing large on its category's field."""

from collections.abc import Callable

import bags
import shoes
import wear
from paper import FIELDS, ellipse, ground, path, put, sheet, wedge

THINGS: dict[str, tuple[str, str]] = {
    "halden-ridgeline-4": ("footwear", shoes.runner("#4a5b4a", "#e8dcc4", "#c9a24a", lugs=True)),
    "halden-metro-loop": ("footwear", shoes.runner("#e7e0d2", "#f4efe3", "#b6482f")),
    "orrin-quarter-boot": ("footwear", shoes.boot("#8a4f2d", "#6d3b20", "#2c221c")),
    "orrin-derby-no-2": ("footwear", shoes.derby("#3a2a24", "#53392e", "#1f1815")),
    "tessel-court-low": ("footwear", shoes.sneaker("#f5f0e6", "#e9e0cf", "#5d7a5f")),
    "fathom-deck-clog": ("footwear", shoes.clog("#37506b", "#c59d6a")),
    "norrel-steady-20": ("socks", wear.sock("#e9e2d4", "#34436b", bands=7)),
    "norrel-steady-30": ("socks", wear.sock("#2e3654", "#b8c0da", bands=10)),
    "wickerby-merino-crew": ("socks", wear.sock("#8f5a3c", "#e8dcc6", height="crew")),
    "wickerby-trail-quarter": ("socks", wear.sock("#5c6e55", "#d9a441", height="quarter", cushion=True)),
    "plainfold-cotton-rib": ("socks", wear.folded_socks(["#f1ead9", "#8d97ad", "#39415c"])),
    "brack-field-cap": ("hats", wear.cap("#5f6345", "#484c33")),
    "brack-marsh-hat": ("hats", wear.sun_hat("#cbb994", "#9a875f")),
    "lune-merino-beanie": ("hats", wear.beanie("#a8452e", "#8d3522")),
    "lune-straw-panama": ("hats", wear.panama("#f3e6c4", "#2f2a2a")),
    "brack-packable-bucket": ("hats", wear.bucket("#3f5a63", "#4d6c76")),
    "carrow-day-tote": ("bags", bags.tote("#ece2cc", "#c9ba98", "#7a4b2c")),
    "carrow-roll-top-22": ("bags", bags.roll_top("#3e4a3b", "#4f5d4a", "#232a22")),
    "sable-weekender": ("bags", bags.weekender("#b08d62", "#8b6a45", "#4b2e20")),
    "plume-sling": ("bags", bags.sling("#c4573a", "#a94730", "#2b2522")),
    "carrow-market-net": ("bags", bags.net("#efe4cd")),
    "tannery-lane-classic-32": ("belts", wear.belt("#a5673a", "#6f4222", "#cbb27c")),
    "tannery-lane-reversible": ("belts", wear.belt("#27211f", "#171312", "#b9b6ad", width=66, inner="#9b5a31")),
    "hitch-web-belt": ("belts", wear.belt("#59664a", "#d8c69a", "#a7a49a", width=66, web=True)),
    "hitch-stretch-braid": ("belts", wear.belt("#41506e", "#2a3550", "#c2b48d", width=66, braid=True)),
    "sable-dress-belt": ("belts", wear.belt("#2a2321", "#120e0d", "#d8d3c6", width=46)),
}
PLACES = {  # where a thing stands on its sheet of 960 × 1200, how large, how far turned
    "footwear": (486, 640, 1.46, -7),
    "socks": (410, 620, 1.28, 0),
    "hats": (480, 640, 1.24, -4),
    "bags": (480, 640, 1.42, 0),
    "belts": (480, 610, 1.5, 0),
}
OWN_PLACES = {
    "wickerby-merino-crew": (370, 560, 1.55, 0),
    "wickerby-trail-quarter": (360, 560, 1.7, -3),
    "plainfold-cotton-rib": (480, 640, 1.5, -4),
    "brack-marsh-hat": (480, 560, 1.28, -3),
    "orrin-quarter-boot": (470, 700, 1.5, 0),
    "sable-weekender": (480, 650, 1.3, 0),
    "plume-sling": (480, 720, 1.5, -4),
}


def _circle(tint: str) -> str:
    return ellipse(480, 600, 400, 400, tint)


def _arch(tint: str) -> str:
    return path("M130,1200 L130,560 C130,330 290,200 480,200 C670,200 830,330 830,560 L830,1200 Z", tint)


def _opening(tint: str) -> str:
    return wedge(60, 620, 960, 470, tint)


def _shelf(tint: str) -> str:
    return path("M0,860 L960,800 L960,1200 L0,1200 Z", tint)


BEHIND: tuple[Callable[[str], str], ...] = (_circle, _opening, _arch, _shelf)


def product(key: str) -> str:
    """The SVG of the product called `key`."""
    category, thing = THINGS[key]
    field, tint = FIELDS[category]
    x, y, scale, turn = OWN_PLACES.get(key, PLACES[category])
    behind = BEHIND[list(THINGS).index(key) % len(BEHIND)](tint)
    if category == "belts":
        shadow = ellipse(x + 14, y + 30, 400, 372, "#231c18", opacity=0.16, filter="url(#soft)")
    else:
        foot = {"footwear": 205, "socks": 320, "hats": 190, "bags": 390}[category]
        shadow = ground(x + 10, y + foot * (scale / PLACES[category][2]), 330)
    return sheet(960, 1200, field, behind + shadow + put(thing, x, y, scale, turn))


def small(key: str, x: float, y: float, scale: float, turn: float = 0, *, flip: bool = False) -> str:
    """The thing called `key` as a part of a larger scene."""
    return put(THINGS[key][1], x, y, scale, turn, flip=flip)
