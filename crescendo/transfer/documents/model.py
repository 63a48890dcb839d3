"""A document between its reading and its writing: blocks that hold inlines. Texts are plain, nothing is escaped."""

from dataclasses import dataclass, field
from typing import TypeAlias

STRONG, EM, DEL, CODE = 1, 2, 4, 8


@dataclass(slots=True)
class Run:
    """Words with the same marks. `link` is where they lead; empty when nowhere."""

    text: str
    marks: int = 0
    link: str = ""


@dataclass(slots=True)
class Break:
    """A new line within a block."""


@dataclass(slots=True)
class Picture:
    """A picture; it becomes a figure where it stands alone."""

    key: str
    alt: str
    caption: str = ""
    link: str = ""


@dataclass(slots=True)
class Reference:
    """A reference to the footnote `label`."""

    label: str


Inline: TypeAlias = Run | Break | Picture | Reference


@dataclass(slots=True)
class Paragraph:
    content: list[Inline]


@dataclass(slots=True)
class Heading:
    """A heading; `level` is that of the source until all are known."""

    level: int
    content: list[Inline]


@dataclass(slots=True)
class Listing:
    """A list; `start` is the first number of an ordered one."""

    items: list[list["Block"]]
    start: int | None = None


@dataclass(slots=True)
class Quote:
    blocks: list["Block"]


@dataclass(slots=True)
class Container:
    """A `:::name[label]` around blocks."""

    name: str
    label: str
    blocks: list["Block"]
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Code:
    text: str


@dataclass(slots=True)
class Table:
    """Rows of cells, all of the same width; the first row names the columns."""

    rows: list[list[list[Inline]]]
    caption: str = ""
    row_header: bool = False


@dataclass(slots=True)
class Figure:
    key: str
    alt: str
    caption: str = ""


@dataclass(slots=True)
class Rule:
    """A line between parts."""


@dataclass(slots=True)
class Leaf:
    """A `::name[label]` on a line of its own."""

    name: str
    label: str


@dataclass(slots=True)
class Footnote:
    label: str
    blocks: list["Block"]


Block: TypeAlias = Paragraph | Heading | Listing | Quote | Container | Code | Table | Figure | Rule | Leaf | Footnote
