"""Footnotes as sources, numbered in the order in which readers meet them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from .cleaning import Pieces, clean
from .document import Source
from .gathering import Gathered
from .grammar import Block
from .plain import plain_blocks
from .slots import Segments


@dataclass
class _Cited:
    """A footnote that something refers to, with the ids of the places that do."""

    number: int
    label: str
    footnote: Block
    references: list[str] = field(default_factory=list)


class Sources:
    """The footnotes of a body and who refers to them."""

    def __init__(self, footnotes: Iterable[Block], gathered: Gathered) -> None:
        self._gathered = gathered
        self._footnotes: dict[str, Block] = {}
        self._cited: dict[str, _Cited] = {}
        self._in_order: list[_Cited] = []
        for footnote in footnotes:
            label = footnote.token.meta["label"]
            if self._footnotes.setdefault(label, footnote) is not footnote:
                gathered.problem(footnote.line, "repeated-footnote", name=label)

    def refer(self, label: str) -> tuple[int, str] | None:
        """The number of the source `label`, and an id for this reference to it; None where there is none."""
        if label not in self._footnotes:
            return None
        if label not in self._cited:
            self._cited[label] = _Cited(len(self._in_order) + 1, label, self._footnotes[label])
            self._in_order.append(self._cited[label])
        cited = self._cited[label]
        again = f"-{len(cited.references) + 1}" if cited.references else ""
        cited.references.append(f"source-ref-{cited.number}{again}")
        return cited.number, cited.references[-1]

    def listed(self, write: Callable[[Iterable[Block]], Pieces]) -> tuple[Source, ...]:
        """The sources that are referred to, written by `write`.

        A source may refer to others: the list grows while it is written.
        """
        written = [(cited, self._content(cited, write)) for cited in self._in_order]
        for label, footnote in self._footnotes.items():
            if label not in self._cited:
                self._gathered.problem(footnote.line, "unused-footnote", name=label)
        return tuple(_source(cited, *content) for cited, content in written)

    def _content(self, cited: _Cited, write: Callable[[Iterable[Block]], Pieces]) -> tuple[Segments, tuple[str, ...]]:
        blocks, links = cited.footnote.children, self._gathered.links
        if not plain_blocks(blocks):
            self._gathered.problem(cited.footnote.line, "empty-footnote")
        before = len(links)
        segments = clean(write(blocks[0].children if [b.kind for b in blocks] == ["paragraph"] else blocks))
        return segments, tuple(link.target for link in links[before:] if link.kind == "web")


def _source(cited: _Cited, segments: Segments, urls: tuple[str, ...]) -> Source:
    return Source(
        number=cited.number,
        label=cited.label,
        segments=segments,
        text=plain_blocks(cited.footnote.children),
        urls=urls,
        references=tuple(cited.references),
        line=cited.footnote.line,
    )
