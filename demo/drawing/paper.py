"""What all drawings share: colours, the paper they are printed on, and a few words of SVG."""

from collections.abc import Mapping

INK = "#231c18"
PAPER = "#f6f0e4"
ACCENT = "#c23f26"
FIELDS: Mapping[str, tuple[str, str]] = {
    "footwear": ("#d09a7d", "#dfb59d"),
    "socks": ("#8895bb", "#a9b4d2"),
    "hats": ("#dcb467", "#e8cc93"),
    "bags": ("#a0a97f", "#bcc3a1"),
    "belts": ("#ae889e", "#c6a8b9"),
    "paper": ("#e9dfcd", "#f3ecdf"),
}


def path(d: str, fill: str = "none", **attributes: object) -> str:
    """A path; underscores in attribute names become hyphens."""
    rest = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f'<path d="{d}" fill="{fill}"{rest}/>'


def line(d: str, colour: str = INK, width: float = 3, **attributes: object) -> str:
    """A stroke with round ends."""
    return path(d, stroke=colour, stroke_width=width, stroke_linecap="round", stroke_linejoin="round", **attributes)


def stitch(d: str, colour: str = PAPER, width: float = 2.5) -> str:
    """A row of stitches."""
    return line(d, colour, width, stroke_dasharray="9 8", opacity=0.85)


def ellipse(x: float, y: float, rx: float, ry: float, fill: str, **attributes: object) -> str:
    rest = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f'<ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry}" fill="{fill}"{rest}/>'


def rect(x: float, y: float, w: float, h: float, fill: str, r: float = 0, **attributes: object) -> str:
    rest = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{r}" fill="{fill}"{rest}/>'


def put(what: str, x: float, y: float, scale: float = 1, turn: float = 0, *, flip: bool = False) -> str:
    """`what`, moved to (x, y), sized, turned by degrees clockwise, and seen in a mirror if `flip`."""
    mirror = -scale if flip else scale
    return f'<g transform="translate({x} {y}) rotate({turn}) scale({mirror} {scale})">{what}</g>'


def inside(shape: str, what: str, name: str) -> str:
    """`what`, seen only within the outline `shape` (path data)."""
    return f'<clipPath id="{name}"><path d="{shape}"/></clipPath><g clip-path="url(#{name})">{what}</g>'


def ground(x: float, y: float, width: float, depth: float = 26) -> str:
    """The soft shadow of a thing that stands at (x, y)."""
    return ellipse(x, y, width, depth, INK, opacity=0.2, filter="url(#soft)")


def wedge(x: float, y: float, length: float, opening: float, fill: str) -> str:
    """The hairpin as a shape: a point at (x, y) that opens to the right."""
    return path(f"M{x},{y} L{x + length},{y - opening} L{x + length},{y + opening} Z", fill)


def sheet(width: int, height: int, field: str, what: str) -> str:
    """A whole drawing on a field of colour, with the grain of the paper over it."""
    return f"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">
<defs>
<filter id="soft" x="-30%" y="-120%" width="160%" height="340%"><feGaussianBlur stdDeviation="13"/></filter>
<filter id="grain"><feTurbulence type="fractalNoise" baseFrequency="0.8" numOctaves="2" seed="7"/>
<feColorMatrix values="0 0 0 0 0.14  0 0 0 0 0.1  0 0 0 0 0.08  0 0 0 1.3 -0.62"/></filter>
</defs>
<rect width="{width}" height="{height}" fill="{field}"/>{what}
<rect width="{width}" height="{height}" filter="url(#grain)" opacity="0.2"/>
</svg>"""
