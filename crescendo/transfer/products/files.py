"""Files of products: rows of a table or items of a feed, each with what its columns say."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Protocol

from ...catalog.models import OfferSource
from ...foundation.cells import unguarded
from ..feed_file import FeedFile
from ..price_rows import Unreadable
from ..table_file import TableFile, fault_of

SAMPLES = 3  # texts of each column that are shown to whoever decides what it holds
NO_ROWS = "There is no product in this file: nothing stands below the names of its columns."
_START = 200  # bytes


@dataclass(frozen=True)
class SourceRow:
    """A row as it is written: its texts by column. `fault` says why it has no meaning at all."""

    number: int
    texts: dict[str, list[str]] = field(default_factory=dict)
    fault: str = ""


class ProductFile(Protocol):
    """A file that is read as often as asked, a few rows in memory at once. Offers say that they are of its `source`."""

    source: OfferSource

    def rows(self) -> Iterator[SourceRow]:
        """All rows; `Unreadable` where the file ends too early."""


def open_products(file: IO[bytes]) -> ProductFile:
    """The file by what it begins with; `Unreadable` when it is neither a table nor a feed."""
    file.seek(0)
    start = file.read(_START)
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        start = start.removeprefix(mark)
    start = start.replace(b"\0", b"").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        raise Unreadable("This is a web page. Download the file that it offers, and choose that.")
    return _Feed(file) if start.startswith(b"<") else _Table(file)


def columns_in(file: ProductFile) -> dict[str, list[str]]:
    """All columns of `file` with the first different texts of each. `Unreadable` when it does not come to an end."""
    samples: dict[str, list[str]] = {}
    for row in file.rows():
        for column, texts in row.texts.items():
            known = samples.setdefault(column, [])
            if len(known) < SAMPLES:
                known.extend(text for text in texts[:SAMPLES] if text and text not in known)
    if not samples:
        raise Unreadable(NO_ROWS)
    return samples


class _Table:
    source = OfferSource.CSV

    def __init__(self, file: IO[bytes]) -> None:
        self._table = TableFile(file)

    def rows(self) -> Iterator[SourceRow]:
        names = [name.removeprefix("\ufeff").strip() for name in self._table.names]
        for number, cells in self._table.rows():
            texts: dict[str, list[str]] = {}
            for name, cell in zip(names, cells, strict=False):
                if name:
                    texts.setdefault(name, []).append(unguarded(cell.replace("\0", "").strip()))
            yield SourceRow(number, texts, fault_of(names, cells))


class _Feed:
    source = OfferSource.FEED

    def __init__(self, file: IO[bytes]) -> None:
        self._feed = FeedFile(file)

    def rows(self) -> Iterator[SourceRow]:
        for number, said in self._feed.items():
            yield SourceRow(number, said)
