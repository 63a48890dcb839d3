"""What a reader typed, understood: words, "phrases", prefixes* and -exclusions. Any text is a query."""

import re
from dataclasses import dataclass, replace

MAX_LENGTH = 200  # characters
MAX_TERMS = 12
_TERM = re.compile(r'(?P<minus>(?<!\S)[-−])?(?:"(?P<phrase>[^"]*)(?:"|$)|(?P<word>[^\s"]+))')
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Term:
    """Words that must stand next to each other; the last may be the beginning of a word."""

    words: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True)
class Query:
    """`wanted` terms must all occur, none of `excluded` may. Without a wanted term nothing is found."""

    wanted: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()

    @property
    def text(self) -> str:
        """The query as a reader would type it."""
        return " ".join([*map(_typed, self.wanted), *(f"-{_typed(term)}" for term in self.excluded)])

    def open_ended(self) -> "Query":
        """The same while its last word is still being typed."""
        *others, last = self.wanted or (Term(()),)
        return replace(self, wanted=(*others, replace(last, is_prefix=True))) if last.words else self


def read_query(text: str) -> Query:
    """The query in `text`, of which the first 200 characters and 12 terms count."""
    wanted: list[Term] = []
    excluded: list[Term] = []
    for match in list(_TERM.finditer(text[:MAX_LENGTH].replace("“", '"').replace("”", '"')))[:MAX_TERMS]:
        written = match["phrase"] if match["phrase"] is not None else match["word"]
        words = tuple(words_of(written))
        if words:
            term = Term(words, is_prefix=match["phrase"] is None and written.endswith("*"))
            (excluded if match["minus"] else wanted).append(term)
    return Query(tuple(wanted), tuple(excluded))


def _typed(term: Term) -> str:
    words = " ".join(term.words)
    return f'"{words}"' if len(term.words) > 1 else words + ("*" if term.is_prefix else "")


def words_of(text: str) -> list[str]:
    """The words of `text`: runs of letters and digits."""
    return _WORD.findall(text)
