"""Socks, hats and belts, each about 500 across and centred on (0, 0)."""

import math

from paper import ACCENT, INK, PAPER, ellipse, inside, line, path, rect, stitch


def sock(colour: str, trim: str, *, height: str = "knee", bands: int = 0, cushion: bool = False) -> str:
    """A sock with its toe to the right: knee, crew or quarter high, with pressure `bands` if it has any."""
    top = {"knee": -330, "crew": -150, "quarter": -50}[height]
    flare = 16 if height == "knee" else 4
    shape = (
        f"M{-96 - flare},{top} L{74 + flare},{top} C{84 + flare},{top + 120} 70,-20 84,24 C100,66 140,84 190,98 C262,118 286,150 276,192 "
        f"C266,232 214,240 160,236 C70,230 -20,226 -68,180 C-110,138 -100,60 {-92 - flare / 2},{(top + 40) / 2} Z"
    )
    ribs = "".join(
        line(f"M{x},{top} C{x + 2},{top + 200} {x - 2},60 {x + 40},240", INK, 1.6, opacity=0.18)
        for x in range(-130, 300, 15)
    )
    rings = "".join(
        line(
            f"M-140,{40 - 330 * (i / max(1, bands)) ** 1.35} q120,26 260,0",
            trim,
            9 - 4 * i / max(1, bands),
            opacity=0.8,
        )
        for i in range(bands)
    )
    heel = path("M-120,70 C-60,70 -20,110 -30,250 L-130,250 Z", trim)
    toe = path("M206,80 C196,130 200,190 214,250 L300,250 L300,80 Z", trim)
    pad = path("M-40,250 C40,190 140,190 230,214 L230,260 Z", trim, opacity=0.6) if cushion else ""
    cuff = rect(-150, top, 280, 46, trim)
    lines = "".join(line(f"M{x},{top + 4} l0,38", INK, 2.5, opacity=0.25) for x in range(-120, 110, 11))
    return path(shape, colour) + inside(
        shape, ribs + rings + pad + heel + toe + cuff + lines, f"k{colour[1:]}{trim[1:]}{top}{bands}"
    )


def folded_socks(colours: list[str]) -> str:
    """Folded socks, one pair on the other."""
    pile = ""
    for place, colour in enumerate(colours):
        y = 120 - place * 118
        shift = (-14, 10, -4)[place % 3]
        ribs = "".join(line(f"M{shift + x},{y - 44} l0,88", INK, 2.5, opacity=0.22) for x in range(120, 226, 11))
        pile += (
            rect(shift - 240, y - 54, 480, 108, colour, 52)
            + line(
                f"M{shift - 190},{y + 6} C{shift - 60},{y + 18} {shift + 60},{y - 4} {shift + 110},{y + 4}",
                INK,
                3,
                opacity=0.35,
            )
            + rect(shift + 112, y - 54, 8, 108, INK, 4, opacity=0.2)
            + ribs
        )
    return pile


def cap(colour: str, shade: str) -> str:
    """A cap with a short peak."""
    dome = "M-222,70 C-232,-90 -130,-180 0,-182 C130,-184 214,-96 214,60 C140,40 -120,40 -222,70 Z"
    return (
        path(dome, colour)
        + inside(
            dome, path("M-222,70 C-232,-90 -130,-180 0,-182 C-90,-120 -120,-20 -110,70 Z", shade), f"c{colour[1:]}"
        )
        + line("M0,-182 C-40,-100 -46,-20 -40,46", INK, 2.5, opacity=0.4)
        + line("M0,-182 C90,-110 120,-30 124,44", INK, 2.5, opacity=0.4)
        + path("M84,42 C180,28 300,60 342,112 C250,126 130,112 44,84 C50,66 62,50 84,42 Z", shade)
        + stitch("M92,58 C180,48 270,72 318,106")
        + stitch("M98,74 C180,66 250,84 296,108")
        + rect(-226, 40, 300, 30, shade, 14)
        + ellipse(0, -184, 16, 9, shade)
    )


def sun_hat(colour: str, shade: str) -> str:
    """A wide brim with a chin cord."""
    crown = "M-150,30 C-160,-100 -110,-160 0,-162 C110,-160 160,-100 150,30 Z"
    rings = "".join(
        ellipse(0, 44, 320 - 34 * i, 74 - 9 * i, "none", stroke=INK, stroke_width=2, opacity=0.2) for i in range(1, 5)
    )
    return (
        line("M-140,70 C-130,230 -30,300 4,300 C40,300 130,230 140,70", INK, 6)
        + ellipse(4, 290, 13, 19, ACCENT)
        + ellipse(0, 44, 336, 84, colour)
        + rings
        + ellipse(0, 34, 152, 34, INK, opacity=0.22)
        + path(crown, colour)
        + inside(
            crown, path("M-170,40 C-170,-100 -110,-170 0,-170 C-80,-120 -90,-20 -84,60 Z", shade), f"h{colour[1:]}"
        )
        + path("M-152,2 C-60,34 60,34 152,2 L151,36 C60,66 -60,66 -151,36 Z", shade)
        + "".join(ellipse(70 + 26 * i, -60, 6, 6, INK, opacity=0.6) for i in range(2))
    )


def beanie(colour: str, shade: str) -> str:
    """A ribbed beanie with its cuff turned up."""
    dome = "M-210,70 C-222,-120 -110,-216 0,-216 C110,-216 222,-120 210,70 Z"
    ribs = "".join(
        line(f"M{x},90 C{x * 1.06},-60 {x * 0.8},-160 {x * 0.16},-222", INK, 3, opacity=0.22)
        for x in range(-200, 201, 25)
    )
    fold = "".join(line(f"M{x},48 l0,104", INK, 3, opacity=0.24) for x in range(-212, 213, 17))
    return path(dome, colour) + inside(dome, ribs, f"e{colour[1:]}") + rect(-230, 44, 460, 114, shade, 34) + fold


def panama(straw: str, band: str) -> str:
    """A straw hat with a band."""
    crown = "M-160,40 C-150,-70 -146,-150 -96,-172 C-60,-184 -24,-150 8,-150 C40,-150 70,-180 104,-170 C148,-150 150,-70 162,40 Z"
    weave = "".join(line(f"M-200,{y} q200,-26 400,0", INK, 1.8, opacity=0.2) for y in range(-180, 60, 15))
    weave += "".join(line(f"M{x},-200 q14,120 0,260", INK, 1.8, opacity=0.16) for x in range(-170, 180, 15))
    brim = "M-330,58 C-250,0 -160,10 -150,22 C-60,58 60,58 150,22 C170,6 260,4 330,40 C330,92 170,116 0,116 C-170,116 -320,104 -330,58 Z"
    edge = "".join(
        line(f"M-330,{50 + 13 * i} C-200,{104 + 6 * i} 200,{104 + 6 * i} 332,{34 + 13 * i}", INK, 1.8, opacity=0.18)
        for i in range(4)
    )
    return (
        path(brim, straw)
        + inside(brim, edge, f"q{straw[1:]}")
        + path(crown, straw)
        + inside(
            crown,
            weave + path("M-168,44 C-60,84 60,84 168,44 L160,-18 C60,26 -60,26 -160,-18 Z", band),
            f"p{straw[1:]}",
        )
        + line("M-152,20 C-60,58 60,58 152,20", INK, 3, opacity=0.35)
    )


def bucket(colour: str, shade: str) -> str:
    """A bucket hat with a stitched brim."""
    crown = "M-146,10 L-118,-146 C-110,-172 110,-172 118,-146 L146,10 C60,40 -60,40 -146,10 Z"
    brim = "M-146,6 C-60,34 60,34 146,6 C190,50 236,98 262,132 C150,190 -150,190 -262,132 C-236,98 -190,50 -146,6 Z"
    rows = "".join(
        stitch(f"M{-158 - 25 * i},{26 + 26 * i} C-60,{58 + 27 * i} 60,{58 + 27 * i} {158 + 25 * i},{26 + 26 * i}", INK)
        for i in range(4)
    )
    return (
        path(brim, shade)
        + inside(brim, rows, f"v{colour[1:]}")
        + path(crown, colour)
        + inside(
            crown, path("M-150,10 L-118,-160 L-40,-170 C-60,-100 -66,-40 -66,40 Z", INK, opacity=0.12), f"u{colour[1:]}"
        )
        + stitch("M-118,-138 C-60,-122 60,-122 118,-138", INK)
        + ellipse(70, -60, 7, 7, INK, opacity=0.6)
        + ellipse(70, -30, 7, 7, INK, opacity=0.6)
    )


def _spiral(turns: float, outer: float, pitch: float) -> str:
    points = []
    for step in range(round(turns * 48) + 1):
        angle = step / 48 * 2 * math.pi
        radius = outer - pitch * angle / (2 * math.pi)
        points.append((radius * math.cos(angle - 2.2), 0.94 * radius * math.sin(angle - 2.2)))
    return "M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in points)


def buckle(metal: str, width: float) -> str:
    """A square buckle, its bar on the left."""
    return (
        rect(-14, -width * 0.86, width * 1.35, width * 1.72, "none", 14, stroke=metal, stroke_width=15)
        + line(f"M4,0 L{width * 1.28},0", metal, 11)
        + rect(-22, -width * 0.7, 18, width * 1.4, metal, 6)
    )


def belt(
    colour: str, edge: str, metal: str, *, width: float = 62, inner: str = "", braid: bool = False, web: bool = False
) -> str:
    """A coiled belt with its buckle to the right. `inner` is the colour of the other side."""
    coil = _spiral(2.35, 238, 74)
    body = line(coil, edge, width + 10) + line(coil, colour, width)
    if inner:
        inward = _spiral(2.35, 238 - width * 0.36, 74)
        body += line(inward, inner, width * 0.36)
    if braid:
        body += "".join(
            line(_spiral(2.35, 238 + shift, 74), edge, 7, stroke_dasharray="16 15", stroke_dashoffset=shift)
            for shift in (-22, -8, 8, 22)
        )
    elif web:
        body += line(_spiral(2.35, 238, 74), edge, width * 0.24)
        body += line(coil, PAPER, width, stroke_dasharray="2 5", opacity=0.18)
    else:
        body += stitch(_spiral(2.35, 238 + width * 0.36, 74)) + stitch(_spiral(2.35, 238 - width * 0.36, 74))
    x, y = 238 * math.cos(-2.2), 0.94 * 238 * math.sin(-2.2)
    head = rect(-34, -width * 0.6, 70, width * 1.2, metal, 8) if web else buckle(metal, width * 0.9)
    return body + f'<g transform="translate({x:.0f} {y:.0f}) rotate(-36)">{head}</g>'


def strap(colour: str, edge: str, metal: str, length: float, *, holes: int = 5, width: float = 64) -> str:
    """A belt laid flat from (0, 0) to the right, buckle at the left."""
    dots = "".join(ellipse(length - 120 - 46 * i, 0, 7, 5, INK) for i in range(holes))
    tip = f"M0,{-width / 2} L{length - 40},{-width / 2} L{length},0 L{length - 40},{width / 2} L0,{width / 2} Z"
    rows = stitch(f"M14,{-width / 2 + 9} L{length - 44},{-width / 2 + 9}") + stitch(
        f"M14,{width / 2 - 9} L{length - 44},{width / 2 - 9}"
    )
    return (
        path(tip, colour, stroke=edge, stroke_width=4)
        + rows
        + dots
        + f'<g transform="rotate(180)">{buckle(metal, width * 0.86)}</g>'
    )
