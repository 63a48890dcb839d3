"""What a body reads as: safe HTML with slots, and everything that follows from the text.

Every `line` counts from 1 in the body. Every `text` is plain, not HTML.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from .slots import Segments


@dataclass(frozen=True)
class Heading:
    """A heading outside an FAQ; `level` is 2 to 4."""

    level: int
    text: str
    anchor: str
    line: int


@dataclass(frozen=True)
class MentionRef:
    """A place where the body speaks of a product; `position` is that of its slot.

    `form` is card, pick, comparison, link, price or spec. The products of one comparison share a position.
    What a form does not have is empty; only a pick has a role.
    """

    position: int
    slug: str
    form: str
    line: int
    role: str = ""
    evidence: str = ""
    verified_on: date | None = None
    verdict: str = ""
    pros: tuple[str, ...] = ()
    cons: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Question:
    """A question of an FAQ; `position` counts from 1 through all FAQs of the body."""

    position: int
    text: str
    anchor: str
    answer: str
    line: int


@dataclass(frozen=True)
class Source:
    """A footnote, numbered by its first reference. `label` is the author's own name for it.

    Its element has the id `anchor`; `references` are the ids of the places that refer to it, at least one.
    """

    number: int
    label: str
    segments: Segments
    text: str
    urls: tuple[str, ...]
    references: tuple[str, ...]
    line: int

    @property
    def anchor(self) -> str:
        """The address of this source within its page."""
        return f"source-{self.number}"


@dataclass(frozen=True)
class LinkRef:
    """A link to the web, a guide, a product, or internal, as `kind` says.

    `target` is the slug of a guide or product, an address otherwise; it has at most 2,000 characters.
    """

    kind: str
    target: str
    text: str
    line: int


@dataclass(frozen=True)
class PictureRef:
    """A picture from the media library."""

    key: str
    alt: str
    caption: str
    line: int


@dataclass(frozen=True)
class Problem:
    """Something the author should mend; errors are what a reader would stumble over."""

    line: int
    severity: Literal["error", "warning"]
    code: str
    message: str


@dataclass(frozen=True)
class Document:
    """A body, read. `text` is what a search looks through; like `word_count`, it leaves out sources."""

    segments: Segments
    headings: tuple[Heading, ...]
    mentions: tuple[MentionRef, ...]
    questions: tuple[Question, ...]
    sources: tuple[Source, ...]
    links: tuple[LinkRef, ...]
    pictures: tuple[PictureRef, ...]
    problems: tuple[Problem, ...]
    text: str
    word_count: int


@dataclass(frozen=True)
class StoredDocument:
    """The part of a document that is stored with its revision, because pages show it."""

    segments: Segments
    headings: tuple[Heading, ...]
    questions: tuple[Question, ...]
    sources: tuple[Source, ...]
