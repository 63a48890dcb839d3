"""Prices from a product feed in XML."""

from collections.abc import Iterator
from typing import IO

from .feed_file import FeedFile
from .price_rows import RawRow

_NAMES = {
    "id": "external_id",
    "link": "url",
    "gtin": "gtin",
    "mpn": "mpn",
    "brand": "brand",
    "price": "price",
    "sale_price": "sale_price",
    "sale_price_effective_date": "sale_dates",
    "availability": "availability",
}


class FeedPrices:
    """A reader of such feeds."""

    def __init__(self, file: IO[bytes]) -> None:
        self._feed = FeedFile(file)

    def rows(self) -> Iterator[RawRow]:
        """All items, counted from 1."""
        for number, said in self._feed.items():
            yield RawRow(number, {field: said[name][-1] for name, field in _NAMES.items() if name in said})
