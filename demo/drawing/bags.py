"""Bags, each about 500 across and centred on (0, 0), standing on y = 250 or so."""

from paper import ACCENT, INK, PAPER, ellipse, inside, line, path, rect, stitch


def tote(colour: str, shade: str, handle: str) -> str:
    """An upright tote with two handles."""
    body = "M-200,-110 L200,-110 L226,250 C226,262 214,268 200,268 L-200,268 C-214,268 -226,262 -226,250 Z"
    return (
        line("M-96,-100 C-104,-330 100,-330 92,-100", shade, 20, opacity=0.8)
        + path(body, colour)
        + inside(
            body,
            path("M-240,190 L240,190 L240,280 L-240,280 Z", shade)
            + path("M130,-120 L240,-120 L240,280 L176,280 Z", INK, opacity=0.1),
            f"t{colour[1:]}",
        )
        + line("M-116,-40 L-116,-96 C-122,-300 122,-300 116,-96 L116,-40", handle, 24)
        + stitch("M-116,-88 L-116,-44")
        + stitch("M116,-88 L116,-44")
        + stitch("M-194,-92 L194,-92", INK)
        + stitch("M-218,178 L218,178", INK)
    )


def roll_top(colour: str, shade: str, strap: str) -> str:
    """A backpack with its top rolled down."""
    body = "M-176,-150 L176,-150 C196,-60 206,120 196,232 C192,262 170,276 140,276 L-140,276 C-170,276 -192,262 -196,232 C-206,120 -196,-60 -176,-150 Z"
    return (
        line("M-150,-120 C-260,-40 -262,160 -186,236", strap, 26)
        + path(body, colour)
        + inside(
            body,
            path("M90,-160 L220,-160 L220,300 L120,300 C150,140 140,0 90,-160 Z", INK, opacity=0.12),
            f"o{colour[1:]}",
        )
        + rect(-190, -236, 380, 96, shade, 44)
        + line("M-160,-206 L160,-206", INK, 3, opacity=0.35)
        + line("M-160,-176 L160,-176", INK, 3, opacity=0.35)
        + line("M-20,-232 L-20,20", strap, 26)
        + rect(-46, -64, 52, 40, "#cdb27a", 8)
        + path("M-130,70 L130,70 L146,236 L-146,236 Z", shade)
        + stitch("M-128,84 L128,84")
        + line("M-40,-240 C-40,-296 40,-296 40,-240", strap, 16)
    )


def weekender(colour: str, shade: str, leather: str) -> str:
    """A weekend bag with leather base and handles."""
    body = "M-276,-70 C-270,-120 -240,-140 -200,-140 L200,-140 C240,-140 270,-120 276,-70 L300,190 C302,224 284,240 254,240 L-254,240 C-284,240 -302,224 -300,190 Z"
    return (
        line("M-268,-84 C-236,-372 236,-372 268,-84", leather, 13, opacity=0.85)
        + line("M-120,-100 C-116,-290 116,-290 120,-100", shade, 20)
        + path(body, colour)
        + inside(
            body,
            path("M-310,120 L310,120 L310,250 L-310,250 Z", leather)
            + path("M190,-150 L320,-150 L320,130 L230,130 Z", INK, opacity=0.1),
            f"w{colour[1:]}",
        )
        + line("M-214,-116 L214,-116", INK, 4, opacity=0.5)
        + line("M-136,120 L-136,-60 C-134,-260 134,-260 136,-60 L136,120", leather, 22)
        + stitch("M-136,110 L-136,-50")
        + stitch("M136,110 L136,-50")
        + stitch("M-290,134 L290,134")
        + rect(-20, -128, 40, 20, "#cdb27a", 6)
    )


def sling(colour: str, shade: str, strap: str) -> str:
    """A small crossbody bag on a thin strap."""
    body = (
        "M-230,20 C-226,-50 -150,-70 0,-72 C150,-70 226,-50 230,20 C226,120 130,176 0,176 C-130,176 -226,120 -230,20 Z"
    )
    return (
        line("M-214,0 C-280,-220 -120,-340 0,-344 C120,-340 280,-220 214,0", strap, 14)
        + rect(146, -286, 44, 30, "#cdb27a", 6, transform="rotate(46 168 -270)")
        + path(body, colour)
        + inside(body, path("M-240,30 C-120,74 120,74 240,30 L240,190 L-240,190 Z", shade), f"g{colour[1:]}")
        + line("M-196,6 C-120,-26 120,-26 196,6", INK, 6, opacity=0.65)
        + line("M150,-6 l34,26", ACCENT, 9)
        + stitch("M-206,52 C-110,90 110,90 206,52")
    )


def net(cord: str) -> str:
    """A knotted net with oranges in it."""
    bag = "M-150,-70 C-230,60 -210,240 0,262 C210,240 230,60 150,-70 Z"
    fruit = "".join(
        ellipse(x, y, r, r, colour) + ellipse(x - r * 0.3, y - r * 0.34, r * 0.2, r * 0.14, PAPER, opacity=0.5)
        for x, y, r, colour in (
            (-92, 150, 74, "#d97b33"),
            (78, 158, 78, "#e08a3f"),
            (-6, 56, 72, "#cf6f2a"),
            (112, 40, 58, "#dd8138"),
        )
    )
    mesh = "".join(
        line(f"M{x},-90 l{230 if way else -230},380", cord, 6) for x in range(-420, 430, 56) for way in (True, False)
    )
    return (
        line("M-140,-70 C-150,-330 -20,-330 -10,-72", cord, 15)
        + line("M10,-72 C30,-330 150,-320 140,-70", cord, 15)
        + inside(bag, fruit + mesh, "net")
        + line(bag, cord, 8)
        + line("M-154,-72 C-60,-44 60,-44 154,-72", cord, 14)
    )
