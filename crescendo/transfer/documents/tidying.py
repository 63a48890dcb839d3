"""Inlines put in order before they are written: neighbours joined, blanks where they belong, marks around words."""

import re
from collections.abc import Sequence
from dataclasses import replace

from .model import CODE, Break, Inline, Run

_EDGES = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)


def tidied(content: Sequence[Inline]) -> list[Inline]:
    """`content` without blanks at its ends and beside breaks, and with marks that begin and end at words."""
    pieces = _joined(_trimmed(_joined(_parted(content))))
    for place, piece in enumerate(pieces):
        if isinstance(piece, Run) and piece.text.isspace() and (piece.marks or piece.link):
            pieces[place] = _between(pieces, place)
    return _joined(_words_marked(_joined(pieces)), blanks=True)


def _parted(content: Sequence[Inline]) -> list[Inline]:
    """Blanks at the edges of marked or linked words as runs of their own."""
    parts: list[Inline] = []
    for each in content:
        if not isinstance(each, Run):
            parts.append(each)
        elif not (each.marks or each.link):
            parts += [each] if each.text else []
        elif found := _EDGES.fullmatch(each.text):
            parts += [replace(each, text=text) for text in found.groups() if text]
    return parts


def _joined(content: Sequence[Inline], *, blanks: bool = False) -> list[Inline]:
    """Neighbours with the same marks as one run, with single blanks; with `blanks`, marked blanks as well."""
    joined: list[Inline] = []
    for each in content:
        last = joined[-1] if joined else None
        if isinstance(each, Run) and isinstance(last, Run):
            if last.text[-1].isspace() and each.text[0] == " ":
                each = replace(each, text=each.text[1:])  # noqa: PLW2901 (what is left of it)
            if not each.text:
                continue
            if (last.marks, last.link) == (each.marks, each.link) and (blanks or not _parts_here(last, each)):
                joined[-1] = replace(last, text=last.text + each.text)
                continue
        joined.append(each)
    return joined


def _parts_here(last: Run, following: Run) -> bool:
    """Whether one is blank and the other is not: they stay apart until blanks have their marks."""
    return bool(last.marks or last.link) and last.text.isspace() != following.text.isspace()


def _trimmed(content: Sequence[Inline]) -> list[Inline]:
    """Without blanks at the ends and beside breaks, and without breaks at the ends."""
    trimmed: list[Inline] = []
    for each in content:
        piece = each
        if isinstance(piece, Run) and (not trimmed or isinstance(trimmed[-1], Break)):
            piece = replace(piece, text=piece.text.lstrip())
            if not piece.text:
                continue
        if isinstance(piece, Break):
            _strip_end(trimmed)
            if not trimmed:
                continue
        trimmed.append(piece)
    while trimmed and (isinstance(trimmed[-1], Break) or _strip_end(trimmed)):
        if isinstance(trimmed[-1], Break):
            trimmed.pop()
    return trimmed


def _strip_end(pieces: list[Inline]) -> bool:
    """Take blanks from the end of `pieces`. Whether there may be more to take."""
    last = pieces[-1] if pieces else None
    if not isinstance(last, Run) or not last.text[-1].isspace():
        return False
    if text := last.text.rstrip():
        pieces[-1] = replace(last, text=text)
        return False
    pieces.pop()
    return bool(pieces)


def _between(pieces: Sequence[Inline], place: int) -> Run:
    """A blank with the marks that both of its neighbours have."""
    before = pieces[place - 1] if place else None
    after = pieces[place + 1] if place + 1 < len(pieces) else None
    blank = Run(" ")
    if isinstance(before, Run) and isinstance(after, Run):
        blank.marks = before.marks & after.marks
        if before.link == after.link:
            blank.link = before.link
            blank.marks &= ~CODE if blank.link else ~0
    return blank


def _words_marked(pieces: list[Inline]) -> list[Inline]:
    """Marks drawn in behind punctuation where a letter follows it at once: `**Note:**this` would be no mark."""
    made: list[Inline] = []
    for place, piece in enumerate(pieces):
        if not isinstance(piece, Run) or not piece.marks or piece.marks & CODE:
            made.append(piece)
            continue
        before, after = pieces[place - 1] if place else None, pieces[place + 1] if place + 1 < len(pieces) else None
        made += _drawn_in(piece, before, after)
    return made


def _drawn_in(piece: Run, before: Inline | None, after: Inline | None) -> list[Inline]:
    text, head, tail = piece.text, "", ""
    if _touches(before, -1, piece):
        core = text.lstrip("".join(sign for sign in set(text) if not sign.isalnum()))
        head, text = text[: len(text) - len(core)], core
    if _touches(after, 0, piece):
        core = text.rstrip("".join(sign for sign in set(text) if not sign.isalnum()))
        text, tail = core, text[len(core) :]
    parts = [(head, 0), (text, piece.marks), (tail, 0)]
    return [Run(words, marks, piece.link) for words, marks in parts if words]


def _touches(neighbour: Inline | None, end: int, piece: Run) -> bool:
    """Whether `neighbour` lacks marks of `piece`, and has a letter beside it."""
    if not isinstance(neighbour, Run) or neighbour.link != piece.link:
        return False
    return bool(piece.marks & ~neighbour.marks) and neighbour.text[end].isalnum()
