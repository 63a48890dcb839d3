"""What all parts of one move from WordPress share: the file's index, the author's choices, and what became of what."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from ...accounts.models import User
from ...catalog.price_sources import RowOutcome
from ...foundation.fetching import Fetcher
from ...foundation.slugs import numbered, slug_from
from ..rows import PlannedRow
from ..run_queries import Known, keys_of
from .index import WxrIndex


@dataclass(frozen=True)
class MoveOptions:
    """What the author chose. Pages become guides of the category `pages`; without one they are left out.

    `category` takes guides that are in none. Pictures come from `media_folder`, a copy of `wp-content/uploads`, or
    are fetched with `fetcher`; without either there are none.
    """

    category: str = "guides"
    pages: str = ""
    currency: str = "USD"
    media_folder: Path | None = None
    fetcher: Fetcher | None = None


@dataclass
class Move:
    """One run of an import. The dictionaries tell what things of the file are here, by what the file calls them."""

    index: WxrIndex
    options: MoveOptions
    source: str
    now: datetime
    is_dry_run: bool
    by: User | None
    authors: dict[str, int] = field(default_factory=dict)
    categories: dict[str, int] = field(default_factory=dict)
    pictures: dict[str, tuple[int, str]] = field(default_factory=dict)  # our number and key, by the attachment's number
    products: dict[str, str] = field(default_factory=dict)  # slugs, by the number of the item
    offers: dict[str, str] = field(default_factory=dict)  # slugs of products, by the key of an offer's address
    guides: dict[str, str] = field(default_factory=dict)  # slugs, by the number of the item
    _keys: dict[str, dict[str, Known]] = field(default_factory=dict)

    def known(self, kind: str, key: str) -> Known | None:
        """What an earlier run made of a row."""
        if kind not in self._keys:
            self._keys[kind] = keys_of(self.source, kind)
        return self._keys[kind].get(key)


def left_out(kind: str, count: int, why: str) -> Iterator[PlannedRow]:
    """One row for many things of a kind that we do not take."""
    if count:
        yield PlannedRow(kind, 0, kind, f"{count} of this kind", RowOutcome.SKIPPED, why, count=count)


def free_slug(name: str, otherwise: str, taken: set[str]) -> str:
    """A slug for what is called `name`, which is then among the `taken` ones."""
    stem = slug_from(unescape(unquote(name))) or otherwise
    slug, count = stem, 2
    while slug in taken:
        slug, count = numbered(stem, count), count + 1
    taken.add(slug)
    return slug
