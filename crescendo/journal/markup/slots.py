"""What a body leaves open until it is read: the places that the page fills with what is true then."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, Union

Segments: TypeAlias = tuple[Union[str, "Slot"], ...]
"""Pieces of HTML and slots, in order. Every piece is safe, but only the whole is balanced."""


@dataclass(frozen=True)
class ProductCard:
    """`::product[slug]{note="…"}`. `position` counts the body's product places from 1."""

    position: int
    slug: str
    note: str


@dataclass(frozen=True)
class Pick:
    """`:::pick[slug]{role="…" evidence="…" verified="…"}` with its verdict, pros and cons.

    `role` and `evidence` are one of `words.ROLES` and `words.EVIDENCE`; `evidence` may be empty.
    """

    position: int
    slug: str
    role: str
    evidence: str
    verified_on: date | None
    verdict: Segments
    pros: tuple[Segments, ...]
    cons: tuple[Segments, ...]


@dataclass(frozen=True)
class Comparison:
    """`::compare[slug, slug]{columns="…"}`. Without columns the page chooses."""

    position: int
    slugs: tuple[str, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True)
class ProductLink:
    """`[text](product:slug)`."""

    position: int
    slug: str
    content: Segments


@dataclass(frozen=True)
class GuideLink:
    """`[text](guide:slug)` or `[text](guide:slug#anchor)`."""

    slug: str
    content: Segments
    anchor: str = ""


@dataclass(frozen=True)
class WebLink:
    """A link to another site or an e-mail address. What it says of itself depends on whose site that is."""

    url: str
    content: Segments


@dataclass(frozen=True)
class PriceToken:
    """`[last known text](price:slug)`."""

    position: int
    slug: str
    fallback: str


@dataclass(frozen=True)
class SpecToken:
    """`[last known text](spec:slug/key)`."""

    position: int
    slug: str
    key: str
    fallback: str


@dataclass(frozen=True)
class Figure:
    """`![alt](media:key "caption")` alone in a paragraph. Texts are plain, not HTML."""

    key: str
    alt: str
    caption: str


@dataclass(frozen=True)
class Picture:
    """A picture amid text."""

    key: str
    alt: str


Slot: TypeAlias = (
    ProductCard | Pick | Comparison | ProductLink | GuideLink | WebLink | PriceToken | SpecToken | Figure | Picture
)
