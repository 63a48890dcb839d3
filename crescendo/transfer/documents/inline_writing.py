"""Writing inlines: words with marks, links, pictures and references, in one or several lines.

Marks are a matter of what stands beside their signs. Where that is in doubt, what was written is read again, and the
marks are left out if it does not read as it was meant.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from ...journal.markup.grammar import parse_tokens
from .escaping import escape_address, escape_line_starts, escape_title, escape_words, one_line
from .model import CODE, DEL, EM, STRONG, Break, Inline, Picture, Reference, Run
from .tidying import tidied

_SIGNS = {STRONG: "**", EM: "*", DEL: "~~"}
_TOKENS = {"strong": STRONG, "em": EM, "s": DEL}
_TICKS = re.compile("`+")
_OPENS_AFTER = " \n(["
_CLOSES_BEFORE = " \n.,;:!?)]"


def write_inlines(content: Sequence[Inline]) -> str:
    """`content` as Markdown at the beginning of a block; empty when there is nothing to see."""
    content = tidied(content)
    written = _Line(content)
    if written.is_sure or _reads_as(written.text, content):
        return written.text
    for kept in (STRONG | CODE, CODE):
        plainer = _marked_at_most(content, kept)
        written = _Line(plainer)
        if written.is_sure or _reads_as(written.text, plainer):
            return written.text
    return _Line(_marked_at_most(content, 0)).text


def _marked_at_most(content: Sequence[Inline], marks: int) -> list[Inline]:
    """`content` with no other marks than these."""
    return tidied(
        [Run(each.text, each.marks & marks, each.link) if isinstance(each, Run) else each for each in content]
    )


class _Line:
    """Inlines as they are written. `is_sure`: every mark stands where it can only be read as it is meant."""

    def __init__(self, content: Sequence[Inline]) -> None:
        self.is_sure = True
        self._parts: list[str] = []
        self._after = [_first_sign(each) for each in content[1:]] + [""]
        self._open: list[int] = []
        self._has_just_marked = False
        place = 0
        for link, group in groupby(content, key=_link_of):
            linked = list(group)
            self._write_linked(linked, link, place)
            place += len(linked)
        self.text = escape_line_starts("".join(self._parts))
        if len(content) > 1 and isinstance(content[0], Reference) and self._after[0] == ":":
            self.text = self.text.replace("]:", "]\\:", 1)

    def _write_linked(self, content: Sequence[Inline], link: str, place: int) -> None:
        if link:
            self._guard_exclamation()
            self._parts.append("[")
        for number, each in enumerate(content):
            following = content[number + 1] if number + 1 < len(content) else None
            self._write(each, following, "]" if link and following is None else self._after[place + number])
        if link:
            self._parts.append(f"]({escape_address(link)})")

    def _write(self, each: Inline, following: Inline | None, sign_after: str) -> None:
        if isinstance(each, Run):
            self._mark(each.marks & ~CODE, each.text[0])
            self._parts.append(_code(each.text) if each.marks & CODE else escape_words(each.text))
            self._has_just_marked = False
            staying = following.marks & ~CODE if isinstance(following, Run) else 0
            self._unmark(staying, sign_after)
        elif isinstance(each, Break):
            self._parts.append("\\\n")
        elif isinstance(each, Picture):
            self._parts.append(write_picture(each))
        else:
            self._guard_exclamation()
            self._parts.append(f"[^{each.label}]")

    def _mark(self, marks: int, sign: str) -> None:
        for mark, sign_of_mark in _SIGNS.items():
            if marks & mark and mark not in self._open:
                before = self._parts[-1][-1:] if self._parts else "\n"
                self.is_sure &= (
                    before in _OPENS_AFTER and not self._has_just_marked and (sign.isalnum() or before in " \n")
                )
                self._open.append(mark)
                self._parts.append(sign_of_mark)
                self._has_just_marked = True

    def _unmark(self, staying: int, sign_after: str) -> None:
        while self._open and not all(staying & mark for mark in self._open):
            mark = self._open.pop()
            before = self._parts[-1][-1:]
            at_end = not sign_after or sign_after in " \n"
            self.is_sure &= (at_end or (sign_after in _CLOSES_BEFORE and before.isalnum())) and (
                not self._has_just_marked
            )
            self._parts.append(_SIGNS[mark])
            self._has_just_marked = True

    def _guard_exclamation(self) -> None:
        """An exclamation mark before a bracket would make a picture of it."""
        if self._parts and self._parts[-1].endswith("!"):
            self._parts[-1] = f"{self._parts[-1][:-1]}\\!"


def write_picture(picture: Picture) -> str:
    """The picture with its description, and with its caption when it has one."""
    caption = f' "{escape_title(picture.caption)}"' if picture.caption.strip() else ""
    return f"![{escape_words(one_line(picture.alt))}](media:{escape_address(picture.key)}{caption})"


def _code(text: str) -> str:
    fence = "`" * (1 + max(map(len, _TICKS.findall(text)), default=0))
    blank = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{blank}{text}{blank}{fence}"


def _link_of(inline: Inline) -> str:
    return inline.link if isinstance(inline, Run | Picture) else ""


def _first_sign(inline: Inline) -> str:
    """The sign that will stand first when `inline` is written."""
    if isinstance(inline, Break):
        return "\n"
    if isinstance(inline, Picture):
        return "!"
    if isinstance(inline, Reference) or inline.link:
        return "["
    return "`" if inline.marks & CODE else inline.text[0]


def _reads_as(written: str, content: Sequence[Inline]) -> bool:
    """Whether the parser reads `written` as `content`, words and marks alike."""
    tokens = parse_tokens(written)
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        return False
    return _merged(_read(tokens[1].children or ())) == _merged(_meant(content))


def _meant(content: Sequence[Inline]) -> Iterator[tuple[str, int]]:
    for each in content:
        yield (each.text, each.marks) if isinstance(each, Run) else ("\n" if isinstance(each, Break) else "\0", 0)


def _read(tokens: Sequence[object]) -> Iterator[tuple[str, int]]:
    marks = 0
    for token in tokens:
        kind, content = token.type, token.content  # type: ignore[attr-defined]
        name = kind.removesuffix("_open").removesuffix("_close")
        if name in _TOKENS:
            marks ^= _TOKENS[name]
        elif kind == "code_inline":
            yield content, marks | CODE
        elif kind in {"hardbreak", "softbreak"}:
            yield "\n", 0
        elif kind in {"image", "footnote_ref"}:
            yield "\0", 0
        elif name != "link":
            yield content, marks


def _merged(pieces: Iterator[tuple[str, int]]) -> list[tuple[str, int]]:
    """Neighbours with the same marks as one; blanks have no marks that anyone sees."""
    signs = [(sign, 0 if sign.isspace() else marks) for text, marks in pieces for sign in text]
    return [("".join(sign for sign, _ in group), marks) for marks, group in groupby(signs, key=lambda pair: pair[1])]
