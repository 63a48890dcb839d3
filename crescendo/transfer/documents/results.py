"""What a conversion asks of the one who imports, and what it gives back."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto


class Unreadable(Exception):
    """The document cannot be converted at all; the message says why, and what to do."""


class TooLarge(Unreadable):
    """The file has more bytes than we take."""


class Flavour(Enum):
    """How a text of HTML is meant."""

    PLAIN = auto()  # a web page, or what a word processor saved
    WORDPRESS = auto()  # blocks, shortcodes, and blank lines for paragraphs


@dataclass(frozen=True)
class Loss:
    """Something that did not come through: what it was, the heading or words that it stood under, and why."""

    what: str
    where: str
    why: str


@dataclass(frozen=True)
class PictureSource:
    """A picture as the document names it: by its address, by its number in WordPress, or by both."""

    address: str = ""
    number: int | None = None


@dataclass(frozen=True)
class ProductName:
    """A product as a WordPress shop names it: by its number or by its SKU."""

    number: int | None = None
    sku: str = ""


@dataclass(frozen=True)
class PictureUse:
    """A picture that the body shows, under the key that it has in our library."""

    source: PictureSource
    key: str
    alt: str
    caption: str


@dataclass(frozen=True)
class LinkUse:
    """A link of the document, and where it leads now; the same where nothing better is known."""

    address: str
    target: str


@dataclass(frozen=True)
class Resolver:
    """What only the importer knows. Without one, pictures and products are reported and links stay as they are.

    picture: the key of the picture in our library, or None when it cannot be had.
    link: `guide:slug`, `product:slug`, the address itself or a better one; empty to keep no more than the words.
    product: the slug of the product, or None when there is none.
    """

    picture: Callable[[PictureSource], str | None] = lambda _: None
    link: Callable[[str], str] = lambda address: address
    product: Callable[[ProductName], str | None] = lambda _: None


@dataclass(frozen=True)
class ConvertedBody:
    """A body in our dialect, with what was lost on the way. Links and pictures stand in the order of the text."""

    body: str
    losses: tuple[Loss, ...] = ()
    pictures: tuple[PictureUse, ...] = ()
    links: tuple[LinkUse, ...] = ()
