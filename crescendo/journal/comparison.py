"""Two texts compared by words, and three merged by lines. Pure functions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise

_WORD = re.compile(r"\n|\S+[^\S\n]*|[^\S\n]+")
SHORT = 2  # words: so few unchanged ones between two changes read better as part of them


class ChangeKind(StrEnum):
    """What became of some words."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Change:
    """Words that stayed, went or came."""

    kind: ChangeKind
    text: str


def compared(before: str, after: str) -> list[Change]:
    """How `before` became `after`: unchanged words, and between them what went, followed by what came."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    changes: list[Change] = []
    for removed, added, same in _stretches(old, new):
        for kind, words in ((ChangeKind.REMOVED, removed), (ChangeKind.ADDED, added), (ChangeKind.SAME, same)):
            if words:
                changes.append(Change(kind, "".join(words)))
    return changes


def merged(base: str, mine: str, theirs: str) -> str | None:
    """`base` with the changes of both, line by line; None when both changed the same place differently."""
    lines = _lines(base)
    edits = sorted({*_edits(lines, _lines(mine)), *_edits(lines, _lines(theirs))})
    if any(later[0] <= earlier[1] for earlier, later in pairwise(edits)):
        return None
    for start, end, replacement in reversed(edits):
        lines[start:end] = replacement
    return "".join(lines).removesuffix("\n")


def _stretches(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """Removed words, added words, and the unchanged ones that follow them."""
    from rapidfuzz.distance import Indel  # readers never need it, and it takes megabytes

    removed: list[str] = []
    added: list[str] = []
    for step in Indel.opcodes(old, new):
        went, came = old[step.src_start : step.src_end], new[step.dest_start : step.dest_end]
        is_last = step.src_end == len(old) or step.dest_end == len(new)
        if step.tag == "equal" and (is_last or len(went) > SHORT or not (removed or added)):
            yield removed, added, list(went)
            removed, added = [], []
        else:
            removed += went
            added += came
    if removed or added:
        yield removed, added, []


def _lines(text: str) -> list[str]:
    return [f"{line}\n" for line in text.split("\n")]


def _edits(base: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """From which line of `base` to which, and what stands there in `other`."""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, base, other, autojunk=False).get_opcodes():
        if tag != "equal":
            yield i1, i2, tuple(other[j1:j2])
