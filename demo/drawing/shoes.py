"""Shoes and boots in profile, toe to the right, standing on y = 140; about 540 wide."""

from paper import ACCENT, INK, PAPER, ellipse, inside, line, path, rect, stitch

LOW = (
    "M-252,92 C-268,30 -262,-52 -244,-92 C-232,-112 -196,-110 -180,-92 C-158,-68 -126,-66 -96,-90 "
    "C-84,-98 -66,-94 -58,-84 C-20,-44 40,-16 104,0 C176,16 246,36 262,92 Z"
)
COLLAR = "M-240,-94 C-222,-112 -196,-108 -180,-92 C-158,-68 -126,-66 -96,-90 C-120,-60 -150,-48 -180,-56 C-206,-62 -228,-78 -240,-94 Z"


def _laces(points: list[tuple[int, int]], colour: str) -> str:
    bars = [
        line(f"M{x - 20},{y + 6} C{x - 4},{y - 6} {x + 14},{y - 2} {x + 26},{y + 12}", colour, 7) for x, y in points
    ]
    return "".join(bars)


def runner(upper: str, sole: str, mark: str, *, lugs: bool = False) -> str:
    """A running shoe; with `lugs`, for trails."""
    base = "M-266,70 C-284,108 -270,138 -226,140 L176,140 C226,140 270,120 284,84 C250,72 200,78 150,84 C40,96 -120,92 -266,70 Z"
    teeth = "".join(path(f"M{x},136 l26,0 l-5,22 l-16,0 Z", INK) for x in range(-236, 200, 37)) if lugs else ""
    bands = line("M-120,92 C-96,30 -60,-20 -34,-58", mark, 17) + line("M-62,92 C-38,40 -8,0 18,-30", mark, 17)
    heel = path("M-252,92 C-268,30 -262,-52 -244,-92 C-214,-50 -190,20 -186,92 Z", mark, opacity=0.85)
    toe = path("M176,92 C180,58 196,40 218,44 C246,54 258,74 262,92 Z", mark, opacity=0.85)
    return (
        teeth
        + path(LOW, upper)
        + inside(LOW, bands + heel + toe, f"r{upper[1:]}")
        + path(COLLAR, INK, opacity=0.75)
        + _laces([(-58, -66), (-22, -42), (18, -22)], PAPER)
        + path(base, sole)
        + line("M-258,104 C-100,124 120,120 262,104", INK, 3, opacity=0.35)
        + (line("M-240,140 L200,140", INK, 12) if lugs else line("M-232,139 L186,139", INK, 6))
    )


def sneaker(upper: str, sole: str, heel: str) -> str:
    """A low court shoe with a cup sole."""
    holes = "".join(ellipse(60 + 16 * i, 30 + 7 * j, 3, 3, INK, opacity=0.5) for i in range(4) for j in range(2))
    back = path("M-252,92 C-268,30 -262,-52 -244,-92 C-222,-82 -206,-60 -204,-30 C-202,10 -206,60 -206,92 Z", heel)
    return (
        path(LOW, upper)
        + inside(LOW, back, f"n{upper[1:]}{heel[1:]}")
        + path(COLLAR, INK, opacity=0.7)
        + _laces([(-58, -66), (-24, -42), (14, -22), (50, -8)], "#d9cfbf")
        + holes
        + stitch("M-196,84 C-190,20 -150,-10 -96,-40", INK)
        + stitch("M120,86 C124,50 146,26 172,20", INK)
        + path("M-266,78 L272,78 C280,104 276,140 250,142 L-246,142 C-270,140 -274,104 -266,78 Z", sole)
        + stitch("M-250,96 L262,96", INK)
    )


def derby(upper: str, shade: str, sole: str) -> str:
    """A plain leather shoe with open lacing."""
    facing = path("M-100,-86 C-60,-70 -6,-36 34,2 C14,26 -40,30 -86,4 C-104,-22 -108,-60 -100,-86 Z", shade)
    return (
        path(LOW, upper)
        + inside(
            LOW, path("M-252,92 C-268,30 -262,-52 -244,-92 L-190,-60 C-186,0 -190,60 -194,92 Z", shade), f"d{upper[1:]}"
        )
        + facing
        + path(COLLAR, INK, opacity=0.75)
        + _laces([(-58, -62), (-26, -38), (6, -14)], INK)
        + stitch("M-92,6 C-40,36 20,30 40,4")
        + line("M140,20 C190,30 220,44 236,62", PAPER, 7, opacity=0.35)
        + path("M-262,88 L268,88 C276,100 274,112 262,116 L-158,116 L-158,142 L-258,142 Z", sole)
        + stitch("M-250,98 L258,98")
    )


def clog(upper: str, sole: str) -> str:
    """A closed clog with an open heel."""
    shape = "M-70,92 C-86,20 -60,-74 10,-86 C110,-96 236,-20 262,92 Z"
    nails = "".join(ellipse(x, 82, 5, 5, PAPER) for x in range(-40, 250, 36))
    return (
        path(
            "M-268,66 C-276,54 -250,50 -230,60 C-180,84 -110,92 -60,92 L266,92 C282,120 268,142 236,142 L110,142 C80,120 40,118 0,128 C-60,142 -200,146 -246,138 C-274,128 -276,90 -268,66 Z",
            sole,
        )
        + path(shape, upper)
        + path("M-70,92 C-86,20 -60,-74 10,-86 C30,-88 46,-84 58,-80 C0,-50 -30,10 -30,92 Z", INK, opacity=0.28)
        + line("M70,-52 C140,-36 200,10 226,56", PAPER, 8, opacity=0.35)
        + nails
    )


def boot(upper: str, shade: str, sole: str) -> str:
    """A laced ankle boot with a stitched welt; 380 tall."""
    shape = "M-214,88 C-226,0 -222,-120 -220,-196 C-220,-224 -204,-236 -180,-236 L-42,-236 C-18,-236 -8,-222 -10,-198 C-12,-150 -10,-110 6,-86 C40,-44 128,-26 194,2 C246,24 264,54 266,88 Z"
    eyelets = [(-22, -196), (-22, -158), (-20, -120), (-6, -86), (28, -58), (68, -36)]
    rings = "".join(ellipse(x, y, 6, 6, "#c9a35a") for x, y in eyelets)
    laces = "".join(line(f"M{x},{y} L{x + 40},{y - 14}", INK, 6) for x, y in eyelets)
    return (
        path(shape, upper)
        + inside(
            shape,
            path("M-230,88 L-230,-10 C-190,-30 -150,-10 -140,88 Z", shade)
            + path("M10,-240 L-60,-240 C-66,-150 -60,-70 90,-10 L120,-60 Z", shade),
            f"b{upper[1:]}",
        )
        + rect(-222, -240, 214, 18, shade, 9)
        + line("M-206,-238 C-210,-270 -182,-270 -184,-238", shade, 9)
        + laces
        + rings
        + stitch("M-138,82 C-146,10 -180,-20 -216,-16")
        + stitch("M150,84 C150,50 170,24 196,12")
        + path("M-224,84 L274,84 C282,96 280,108 270,112 L-118,112 L-118,142 L-222,142 Z", sole)
        + stitch("M-214,94 L264,94")
        + line("M-222,127 L-120,127", PAPER, 2, opacity=0.4)
    )


def sole_from_below(colour: str, worn: list[tuple[float, float, float, float]]) -> str:
    """The sole of a shoe, toe up, 460 tall, with worn places as ellipses (x, y, rx, ry)."""
    shape = "M0,-230 C70,-230 98,-160 92,-90 C88,-30 60,0 62,60 C66,120 84,150 70,200 C56,240 -46,240 -62,200 C-76,150 -50,110 -60,40 C-70,-30 -96,-70 -90,-140 C-84,-200 -50,-230 0,-230 Z"
    treads = "".join(line(f"M-110,{y} L0,{y - 22} L110,{y}", INK, 6, opacity=0.45) for y in range(-220, 260, 34))
    spots = "".join(ellipse(x, y, rx, ry, ACCENT, opacity=0.8) for x, y, rx, ry in worn)
    return path(shape, colour, stroke=INK, stroke_width=5, stroke_opacity=0.5) + inside(
        shape, treads + spots, f"s{len(worn)}{abs(worn[0][0]):.0f}"
    )
