"""Sources of prices, and files of them, for tests."""

import io
from itertools import count
from typing import Any, BinaryIO

from crescendo.catalog.merchants import Merchant
from crescendo.catalog.price_sources import PriceFormat, PriceSource
from crescendo.foundation.database import db
from crescendo.transfer.price_actions import SourceInput, create_price_source
from tests.factories.catalog import make_merchant

_numbers = count(1)


def make_price_source(merchant: Merchant | None = None, **entry: Any) -> PriceSource:
    """A source in dollars, whose files are uploaded unless `url` says otherwise."""
    values = {"name": f"Prices {next(_numbers)}", "format": PriceFormat.CSV, "currency": "USD", **entry}
    source = create_price_source(SourceInput(merchant_id=(merchant or make_merchant()).id, **values), by=None)
    db.session.commit()
    return source


def csv_file(*lines: str) -> BinaryIO:
    return io.BytesIO("\n".join(lines).encode())


def feed_of(*items: str) -> bytes:
    """A product feed with these items, each the inside of an `<item>`."""
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel>{inside}</channel></rss>'.encode()
