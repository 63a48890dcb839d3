"""Where a link may lead: the web, a product or guide by its slug, a live value, a picture, or this site."""

import re
from dataclasses import dataclass
from typing import Literal

from markdown_it.common.normalize_url import normalizeLink

from ...foundation.urls import is_web_address

MAX_LENGTH = 2_000
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)

Kind = Literal["web", "internal", "product", "guide", "price", "spec", "media", "bad"]
_IDENTITIES: dict[str, tuple[Kind, str]] = {  # with what divides the name from the rest; no address holds a space
    "product": ("product", " "),
    "guide": ("guide", "#"),
    "price": ("price", " "),
    "spec": ("spec", "/"),
    "media": ("media", " "),
}


@dataclass(frozen=True)
class Address:
    """An address, understood. `rest` is the attribute of a live value, or the anchor of a guide."""

    kind: Kind
    target: str
    rest: str = ""

    @property
    def written(self) -> str:
        """The address as an author would write it."""
        return self.target if self.kind in {"web", "internal", "bad"} else f"{self.kind}:{self.target}"


def may_be_linked(url: str) -> bool:
    """Whether the parser may make a link to `url`: not where it would run code or read files."""
    scheme = _SCHEME.match(url.strip())
    return scheme is None or scheme[1].lower() in {"http", "https", "mailto", *_IDENTITIES}


def is_picture(url: str) -> bool:
    """Whether `url` names a picture of the media library."""
    address = read_address(url)
    return address.kind == "media" and bool(address.target)


def read_address(url: str) -> Address:
    """What the normalised `url` of a link leads to; kind “bad” when a reader could not follow it."""
    bad = Address("bad", url)
    if len(url) > MAX_LENGTH:
        return bad
    if url.startswith("//"):
        url = f"https:{url}"
    scheme, _, target = url.partition(":") if _SCHEME.match(url) else ("", "", url)
    scheme = scheme.lower()
    if scheme in {"http", "https"}:
        return Address("web", f"{scheme}:{target}") if is_web_address(url) else bad
    if scheme == "mailto":
        return Address("web", f"mailto:{target}") if "@" in target else bad
    if scheme in _IDENTITIES:
        kind, divider = _IDENTITIES[scheme]
        name, _, rest = target.partition(divider)
        return Address(kind, name, rest)
    return Address("internal", url) if url.startswith(("/", "#")) else bad


def read_typed_address(text: str) -> Address:
    """What an address leads to that was typed outside a link."""
    return read_address(normalizeLink(text.strip()))
