"""What every reader of an element works with: where words go, how they are marked, and what was found on the way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from ...journal.markup import MAX_BODY_CHARS
from .escaping import one_line
from .flow import Flow
from .results import LinkUse, Loss, PictureSource, PictureUse, Resolver, Unreadable

Element: TypeAlias = Any  # lxml carries no types
MAX_DEPTH = 120  # elements within elements
MAX_LOSSES = 200
TOO_DEEP = "This document is nested too deeply to be read. Paste it into a new document, and save that."


class Style(NamedTuple):
    """How the words of an element are meant. `is_typed`: line ends are new lines, and blank lines part paragraphs."""

    marks: int = 0
    link: str = ""
    is_typed: bool = False


Handler: TypeAlias = Callable[["Reading", Element, Flow, Style], None]


@dataclass
class Reading:
    """One conversion."""

    resolve: Resolver
    handlers: Mapping[str, Handler]
    read_children: Callable[["Reading", Element, Flow, Style], None]
    notes: Mapping[Element, str] = field(default_factory=dict)  # elements that refer to a footnote, with its label
    hidden: set[Element] = field(default_factory=set)  # elements that were read elsewhere
    anchors: Mapping[str, str] = field(default_factory=dict)  # the anchors of headings by the ids of the source
    is_wordpress: bool = False
    losses: list[Loss] = field(default_factory=list)
    pictures: list[PictureUse] = field(default_factory=list)
    links: list[LinkUse] = field(default_factory=list)
    heading: str = ""
    words: str = ""  # those that were read last
    depth: int = 0
    length: int = 0  # characters of words so far

    def walk(self, element: Element, flow: Flow, style: Style) -> None:
        """Read all that is within `element` into `flow`."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable(TOO_DEEP)
        self.read_children(self, element, flow, style)
        self.depth -= 1

    def hear(self, words: str) -> None:
        """Note that `words` come next. `Unreadable` when there are more than a guide can hold."""
        self.length += len(words)
        if self.length > MAX_BODY_CHARS:
            raise Unreadable(f"This text has more than {MAX_BODY_CHARS:,} characters. Split it in two guides.")
        if not words.isspace():
            self.words = words[:200]

    def inner(self, element: Element, style: Style) -> Flow:
        """What is within `element`, as blocks of its own."""
        flow = Flow()
        self.walk(element, flow, style)
        flow.end()
        return flow

    def lose(self, what: str, why: str) -> None:
        """Note that something does not come through, once for each place."""
        loss = Loss(what, self.heading or _excerpt(self.words) or "the beginning", why)
        if len(self.losses) < MAX_LOSSES and loss not in self.losses[-20:]:
            self.losses.append(loss)

    def picture(self, source: PictureSource, alt: str, caption: str) -> str | None:
        """The key of the picture in our library, noted as used; None, and a loss, when it cannot be had."""
        key = self.resolve.picture(source)
        if key is None:
            named = source.address[:300] or f"number {source.number}"
            self.lose("picture", f"The picture {named} could not be had.")
        else:
            self.pictures.append(PictureUse(source, key, alt, caption))
        return key


def _excerpt(words: str) -> str:
    text = one_line(words)
    return text if len(text) <= 60 else f"{text[:59]}…"
