"""What is gathered on the way through a body, in reading order."""

import re
from collections import Counter
from dataclasses import dataclass, field

from ...foundation.slugs import slug_from
from . import problems
from .document import Heading, LinkRef, MentionRef, PictureRef, Problem, Question

_LIKE_A_SOURCE = re.compile(r"source-(ref-)?[\d-]+")
_TAKEN = frozenset({"contents", "main", "sources", "top"})  # ids of the page around the body


@dataclass
class Gathered:
    """Everything that follows from a body besides its HTML."""

    headings: list[Heading] = field(default_factory=list)
    mentions: list[MentionRef] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    links: list[LinkRef] = field(default_factory=list)
    pictures: list[PictureRef] = field(default_factory=list)
    problems: dict[Problem, None] = field(default_factory=dict)  # each once, in order
    prices: list[tuple[int, str]] = field(default_factory=list)  # typed by hand, each with its line
    anchors: set[str] = field(default_factory=lambda: set(_TAKEN))
    _positions: int = 0
    _stems: Counter[str] = field(default_factory=Counter)
    _regions: Counter[str] = field(default_factory=Counter)

    def next_position(self) -> int:
        """The number of the next place that speaks of a product."""
        self._positions += 1
        return self._positions

    def problem(self, line: int, code: str, **words: str) -> None:
        """Tell the author of a problem, once a line."""
        self.problems.setdefault(problems.problem(line, code, **words))

    def picture(self, picture: PictureRef) -> None:
        """Add a picture."""
        self.pictures.append(picture)
        if not picture.alt:
            self.problem(picture.line, "undescribed-picture")

    def anchor(self, text: str) -> str:
        """A new id made from `text`, unlike all before it, unlike those of sources and of the page around."""
        stem = slug_from(text) or "section"
        if _LIKE_A_SOURCE.fullmatch(stem):
            stem = f"section-{stem}"
        anchor = stem
        while anchor in self.anchors:
            self._stems[stem] += 1
            anchor = f"{stem}-{self._stems[stem] + 1}"
        self.anchors.add(anchor)
        return anchor

    def region(self, label: str) -> str:
        """`label`, numbered from its second use on: no two regions of a page should have one name."""
        self._regions[label] += 1
        return label if self._regions[label] == 1 else f"{label} {self._regions[label]}"
