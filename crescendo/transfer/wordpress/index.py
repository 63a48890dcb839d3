"""What is in an export of WordPress, learnt by reading it to its end before anything is changed."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from ...foundation.urls import host_of
from .wxr import WxrFile, WxrItem, WxrSite

GUIDES = {"post", "page"}
_SIZED = re.compile(r"-(?:\d+x\d+|scaled|rotated|e\d{13})(?=\.[a-z]+$)", re.IGNORECASE)


@dataclass(frozen=True)
class Attachment:
    """A file of the media library. `path` is where it stands below the site's root."""

    id: str
    url: str
    path: str
    title: str
    alt: str
    caption: str


class Thing(NamedTuple):
    """A post, page or product: what it is called is its slug, or its title where it has none."""

    type: str
    status: str
    name: str


@dataclass
class WxrIndex:
    """Everything that one item must know of the others. Each post costs some hundred bytes of memory."""

    site: WxrSite
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)  # type and status
    comments: int = 0
    items: int = 0
    attachments: dict[str, Attachment] = field(default_factory=dict)  # by the number of the item
    pictures: dict[str, str] = field(default_factory=dict)  # the number of an attachment, by its path
    pages: dict[str, str] = field(default_factory=dict)  # the number of a guide or product, by its path
    things: dict[str, Thing] = field(default_factory=dict)  # guides and products, by their number
    numbers: dict[str, str] = field(default_factory=dict)  # the number of a product, by its SKU
    blocks: dict[str, str] = field(default_factory=dict)  # reusable blocks, by their number

    @property
    def hosts(self) -> set[str]:
        """Where the old site answered."""
        return {host_of(self.site.address)} - {""}

    def path_of(self, address: str) -> str | None:
        """The path of `address` if it is one of the old site; None for others."""
        host = host_of(address)
        return site_path(address) if host in self.hosts or (not host and address.startswith("/")) else None

    def thing_at(self, address: str) -> str | None:
        """The number of the guide or product at `address`, which is its permalink or such as `/?p=7`."""
        path = self.path_of(address)
        if path is None:
            return None
        number = _number_in(address)
        return number if number in self.things else self.pages.get(path)

    def picture_at(self, address: str) -> Attachment | None:
        """The attachment whose file, in whatever size, is at `address`."""
        path = self.path_of(address)
        found = self.pictures.get(path or "") or self.pictures.get(_SIZED.sub("", path or ""))
        return self.attachments.get(found) if found else None


def read_index(file: WxrFile) -> WxrIndex:
    """What the file holds; `Unreadable` when it cannot be read to its end."""
    index = WxrIndex(file.site)
    for item in file.items():
        index.items += 1
        index.kinds[item.type, item.status] += 1
        index.comments += item.comments
        _note(index, item)
    index.site = file.site
    return index


def site_path(address: str) -> str:
    """The path of `address` as redirects keep it: decoded, and without a slash at its end."""
    try:
        return unquote(urlsplit(address).path).rstrip("/")
    except ValueError:
        return ""


def _note(index: WxrIndex, item: WxrItem) -> None:
    if item.type == "attachment":
        path = site_path(item.attachment_url)
        alt = item.meta.get("_wp_attachment_image_alt", "")
        index.attachments[item.id] = Attachment(item.id, item.attachment_url, path, item.title, alt, item.excerpt)
        index.pictures[path] = item.id
        index.pictures.setdefault(_SIZED.sub("", path), item.id)
    elif item.type == "wp_block":
        index.blocks[item.id] = item.content
    elif item.type in GUIDES or item.type == "product":
        index.things[item.id] = Thing(item.type, item.status, item.slug or item.title)
        if path := site_path(item.link):
            index.pages[path] = item.id
        if sku := item.meta.get("_sku", ""):
            index.numbers[sku] = item.id


def _number_in(address: str) -> str:
    """The number in an address such as `/?p=7`."""
    try:
        query = parse_qs(urlsplit(address).query)
    except ValueError:
        return ""
    return next((query[name][0] for name in ("p", "page_id") if name in query), "")
