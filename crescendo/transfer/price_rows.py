"""What a file of prices says, row by row, whatever its format: readers make `RawRow`s, which get their meaning here."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from ..catalog.models import Availability
from ..foundation.money import Money, is_currency, parse_amount
from ..foundation.urls import is_web_address

_MONEY = re.compile(r"([A-Z]{3}|[€£$¥])?\s*([0-9][0-9.,'\s]*|\.[0-9]+)\s*([A-Z]{3}|[€£$¥])?")
_SIGNS = {"€": "EUR", "£": "GBP"}  # the other signs stand for several currencies
_STOCK_WORDS = {
    Availability.IN_STOCK: "instock available limitedavailability limitedstock yes true",
    Availability.PREORDER: "preorder presale backorder availablefororder",
    Availability.OUT_OF_STOCK: "outofstock soldout unavailable no false",
    Availability.GONE: "discontinued gone",
    Availability.UNKNOWN: "unknown",
}
_STOCK = {word: stock for stock, words in _STOCK_WORDS.items() for word in words.split()}
_NOT_IN_WORDS = re.compile(r"^https?://schema\.org/|[\s_-]")


class Unreadable(Exception):
    """The file cannot be read (any further); the message says why, in words for an editor."""


@dataclass(frozen=True)
class RawRow:
    """A row as it is written. `number` is its place in the file; `fault` says why it has no meaning at all.

    Fields are external_id, url, gtin, mpn, brand, price, sale_price, sale_dates, currency, availability, observed_at.
    """

    number: int
    fields: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""

    @property
    def name(self) -> str:
        """How a person finds the row."""
        told = (self.fields.get(name, "") for name in ("external_id", "gtin", "mpn", "url"))
        return next(filter(None, told), "")[:200]

    @property
    def depends_on_time(self) -> bool:
        """Whether the row says something else tomorrow, though the file stays the same."""
        return any(self.fields.get(name) for name in ("sale_dates", "observed_at"))


class PriceReader(Protocol):
    """A reader of one format."""

    def rows(self) -> Iterator[RawRow]:
        """All rows, from the first, as often as asked, few in memory at once; `Unreadable` where it ends too early."""


@dataclass(frozen=True)
class PriceRow:
    """A row, understood. `price` is None when it names none, `availability` when it says nothing of stock."""

    number: int
    external_id: str
    url: str
    gtin: str
    mpn: str
    brand: str
    price: Money | None
    availability: Availability | None
    observed_at: datetime


def understood(row: RawRow, *, currency: str, now: datetime) -> PriceRow:
    """What `row` means; prices without a currency are in `currency`. `ValueError` says what is wrong with it."""
    if row.fault:
        raise ValueError(row.fault)
    said = row.fields.get
    url = said("url", "")
    if url and not (is_web_address(url) and len(url) <= 2000):
        raise ValueError(f"“{_short(url)}” is no address of a web page.")
    if len(said("external_id", "")) > 120:
        raise ValueError(f"The number “{_short(said('external_id', ''))}” is longer than 120 characters.")
    price = price_of(row, currency, now)
    availability = availability_of(said("availability", ""))
    if price is None and availability is None:
        raise ValueError("The row says neither what it costs nor whether it is in stock.")
    return PriceRow(
        number=row.number,
        external_id=said("external_id", ""),
        url=url,
        gtin=re.sub(r"\D", "", said("gtin", "")),
        mpn=said("mpn", ""),
        brand=said("brand", ""),
        price=price,
        availability=availability,
        observed_at=_observed_at(said("observed_at", ""), now),
    )


def read_price(text: str, currency: str) -> Money:
    """The price in `text`, such as `19.95 USD`, `€19,95` or `19.95`; `currency` is that of a price that names none."""
    found = _MONEY.fullmatch(text.strip().replace("\u00a0", " ").replace("\u202f", " "))
    if found is None:
        raise ValueError(f"“{_short(text)}” is no price.")
    marks = [_SIGNS.get(mark, mark) for mark in (found[1], found[3]) if mark]
    codes = {mark for mark in marks if len(mark) == 3} | ({currency} if currency else set())
    if len(codes) > 1:
        raise ValueError(f"“{_short(text)}” is not in {currency or ' and '.join(sorted(codes))}.")
    if not codes:
        raise ValueError(f"“{_short(text)}” names no currency: add a column “currency”, or choose one for this source.")
    [code] = codes
    if not is_currency(code):
        raise ValueError(f"“{code}” is no currency.")
    return Money(code, parse_amount(found[2].replace("'", ""), code))


def price_of(row: RawRow, usual: str, now: datetime) -> Money | None:
    """What the row says that it costs now, in the `usual` currency unless it names another; None without a word."""
    own = row.fields.get("currency", "").upper()
    texts = [row.fields.get("price", "")]
    if (sale := row.fields.get("sale_price", "")) and _is_on_sale(row.fields.get("sale_dates", ""), now):
        texts.append(sale)
    written = [text for text in texts if text]
    return _named_or_usual(written[-1], own, usual) if written else None


def _named_or_usual(text: str, own: str, usual: str) -> Money:
    """A price that names its currency keeps it, whatever is usual; one that names none takes that of its row."""
    if own or not re.search(r"[A-Z]{3}|[€£]", text):
        return read_price(text, own or usual)
    return read_price(text, "")


def _is_on_sale(dates: str, now: datetime) -> bool:
    """Whether `now` is within `dates`, such as `2026-11-20T00:00+0100/2026-11-27T23:59+0100`; always without any."""
    if not dates:
        return True
    first, _, last = dates.partition("/")
    try:
        return _moment(first) <= now < _moment(last)
    except ValueError as error:
        raise ValueError(f"“{_short(dates)}” are no dates of a sale: write 2026-11-20/2026-11-27.") from error


def availability_of(text: str) -> Availability | None:
    """What `text` says of stock; None when it is empty. `ValueError` says what is wrong with it."""
    word = _NOT_IN_WORDS.sub("", text.strip().lower())
    if not word:
        return None
    if word.isascii() and word.isdigit():  # how many there are
        return Availability.IN_STOCK if int(word[:18]) else Availability.OUT_OF_STOCK
    if word not in _STOCK:
        raise ValueError(f"“{_short(text)}” says nothing of stock. Write in stock, out of stock or preorder.")
    return _STOCK[word]


def _observed_at(text: str, now: datetime) -> datetime:
    if not text:
        return now
    try:
        return min(_moment(text), now)
    except ValueError as error:
        raise ValueError(f"“{_short(text)}” is no time: write 2026-11-20 or 2026-11-20T14:30Z.") from error


def _moment(text: str) -> datetime:
    """A time as ISO 8601 writes it, in UTC unless it says otherwise."""
    moment = datetime.fromisoformat(text.strip())
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
