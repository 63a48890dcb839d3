"""Files of prices: what is read from them, whoever wrote them, and what is said of those that cannot be read."""

import contextlib
import io
import resource
import tempfile
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crescendo.catalog.models import Availability
from crescendo.foundation.money import Money
from crescendo.transfer.csv_prices import CsvPrices
from crescendo.transfer.feed_prices import FeedPrices
from crescendo.transfer.price_rows import PriceRow, RawRow, Unreadable, read_price, understood
from tests.factories.prices import feed_of

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def csv_rows(data: bytes) -> list[RawRow]:
    return list(CsvPrices(io.BytesIO(data)).rows())


def feed_rows(data: bytes) -> list[RawRow]:
    return list(FeedPrices(io.BytesIO(data)).rows())


def meant(*, currency: str = "USD", **fields: str) -> PriceRow:
    return understood(RawRow(1, fields), currency=currency, now=NOW)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("divider", [",", ";", "\t", "|"])
def test_csv_is_read_in_every_encoding_and_with_every_divider(encoding: str, divider: str) -> None:
    lines = [["Id", "Link", "Price", "Notes"], ["bö-1", "https://shop.example/1", "19.95", "ours"]]
    data = "\r\n".join(divider.join(cells) for cells in lines).encode(encoding)
    [row] = csv_rows(data)
    assert row == RawRow(2, {"external_id": "bö-1", "url": "https://shop.example/1", "price": "19.95"})


def test_csv_counts_rows_as_a_spreadsheet_and_skips_empty_ones() -> None:
    assert [row.number for row in csv_rows(b"sku;preis;price\n1;;2\n;;\n2;;3\n")] == [2, 4]


def test_csv_row_of_another_length_is_a_fault_of_that_row_alone() -> None:
    rows = csv_rows(b"id,price\n1\n2,5\n3,5,x\n4,5,,\n")
    assert [row.fault for row in rows] == [
        "The row has 1 cells, where the first line has 2.",
        "",
        "The row has 3 cells, where the first line has 2.",
        "",
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04rest", "This is a spreadsheet or an archive. Save it as CSV and try again."),
        (b"\x1f\x8b\x08\x00", "This file is compressed. Unpack it and try again."),
        (b"<?xml version='1.0'?>", "This is XML or a web page, not CSV. If it is a feed, choose “XML feed”."),
        (b"name,price\n", "No column says which offer a row is about: name one external_id, url, gtin or mpn."),
        (
            b"id,colour\n",
            "No column says what an offer costs or whether there is any: name one price or availability.",
        ),
        (
            b'id,price\n1,2\n"3,4\n5,6',
            "Line 4 cannot be read: a quotation mark is never closed. Perhaps the file was cut off.",
        ),
        (
            b'id,price\n"1" 2,3',
            (
                "Line 2 cannot be read: something follows a closing quotation mark."
                " Write a quotation mark in a cell twice."
            ),
        ),
        (
            b"id,price\n" + b"x" * 200_000,
            "Line 2 cannot be read: a cell is far too long. Perhaps a quotation mark is never closed.",
        ),
        (
            "id,price\nä,5".encode("utf-16")[:-1],
            "The file is not text that can be read. Save it as CSV in UTF-8 and try again.",
        ),
        (b"id,price\n\x81\x8d,5", "The file is not text that can be read. Save it as CSV in UTF-8 and try again."),
    ],
)
def test_csv_that_cannot_be_read_says_why(data: bytes, message: str) -> None:
    with pytest.raises(Unreadable) as caught:
        csv_rows(data)
    assert str(caught.value) == message


def test_feed_is_read_as_rss_and_as_atom() -> None:
    inside = "<g:id>7</g:id><link{}<g:price>19.95 USD</g:price><g:gtin>4006381333931</g:gtin>"
    rss = feed_of(inside.format(">https://shop.example/7</link>"))
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><entry><id>urn:x</id>'
        + inside.format(' href="https://shop.example/7"/>')
        + "</entry></feed>"
    ).encode()
    said = {"external_id": "7", "url": "https://shop.example/7", "price": "19.95 USD", "gtin": "4006381333931"}
    assert feed_rows(rss) == feed_rows(atom) == [RawRow(1, said)]


LAUGHS = b'<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]><rss><item>&c;</item></rss>'
THIEF = b'<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss><item><id>&f;</id></item></rss>'
REFUSED = "The file begins with a DOCTYPE, which can hide other files. Ask the merchant for a plain feed."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The file is empty."),
        (b"\x1f\x8b\x08\x00", "This file is compressed. Unpack it and try again."),
        (LAUGHS, REFUSED),
        (THIEF, REFUSED),
        (b'<!DOCTYPE rss SYSTEM "http://127.0.0.1/x.dtd"><rss/>', REFUSED),
        (feed_of("<g:id>1</g:id>")[:-30], "The file ends in the middle, at line 1. Perhaps it was cut off."),
        (feed_of("<g:id>1</g:id>")[:-6], "The file ends in the middle, at line 1. Perhaps it was cut off."),
        (feed_of(), "There is no product in this file: neither <item> nor <entry>."),
        (b"id,price\n1,2\n", "This is no XML. If it is CSV, choose “CSV”."),
        (feed_of("<g:id>1</g:id>").replace(b"1<", b"\xff<"), "Line 1 has letters that are not in the file’s encoding."),
        (feed_of("<g:id>&nbsp;</g:id>"), "The file holds an entity, such as &nbsp;, that XML does not know."),
        (b"<a>" * 500, "Line 1 is nested too deep or has far too long a text."),
        (feed_of("x" * 11_000_000), "Line 1 is nested too deep or has far too long a text."),
    ],
    ids=str,
)
def test_feed_that_cannot_be_read_says_why(data: bytes, message: str) -> None:
    with pytest.raises(Unreadable) as caught:
        feed_rows(data)
    assert str(caught.value) == message


def test_large_feed_takes_no_more_memory_than_a_small_one() -> None:
    item = b"<item><g:id>%d</g:id><description>" + b"words " * 50 + b"</description><g:price>5 USD</g:price></item>"
    start, end = feed_of("").split(b"<item></item>")
    with tempfile.TemporaryFile() as file:
        file.write(start + b"".join(item % number for number in range(100)) + end)
        before = sum(1 for _ in FeedPrices(file).rows()), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        file.seek(0)
        file.write(start)
        for number in range(60_000):
            file.write(item % number)
        file.write(end)
        after = sum(1 for _ in FeedPrices(file).rows()), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert (before[0], after[0]) == (100, 60_000)
    assert after[1] - before[1] < 8_000  # kilobytes, of a file of 20 MB


@pytest.mark.parametrize(
    ("text", "currency", "price"),
    [
        ("19.95 USD", "", Money("USD", 1995)),
        ("USD 19.95", "", Money("USD", 1995)),
        ("19,95", "EUR", Money("EUR", 1995)),
        ("€19,95", "", Money("EUR", 1995)),
        ("1.299,00 €", "", Money("EUR", 129900)),
        ("1'299.00", "CHF", Money("CHF", 129900)),
        ("$5", "CAD", Money("CAD", 500)),
        ("1980", "JPY", Money("JPY", 1980)),
    ],
)
def test_prices_are_read_as_shops_write_them(text: str, currency: str, price: Money) -> None:
    assert read_price(text, currency) == price


@pytest.mark.parametrize(
    ("text", "currency", "message"),
    [
        ("call us", "USD", "“call us” is no price."),
        ("-5 USD", "", "“-5 USD” is no price."),
        ("1e3", "USD", "“1e3” is no price."),
        ("1_000", "USD", "“1_000” is no price."),
        ("1,299", "USD", "“1,299” is not an amount of USD."),
        ("19.95 EUR", "USD", "“19.95 EUR” is not in USD."),
        ("5 XQZ", "", "“XQZ” is no currency."),
        ("$5", "", "“$5” names no currency: add a column “currency”, or choose one for this source."),
        ("5", "", "“5” names no currency: add a column “currency”, or choose one for this source."),
        ("99999999999", "USD", "“99999999999” is too large an amount."),
    ],
)
def test_what_is_no_price_is_never_guessed(text: str, currency: str, message: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        read_price(text, currency)
    assert str(caught.value) == message


def test_price_in_a_named_currency_keeps_it_whatever_is_usual() -> None:
    assert meant(price="19.95 EUR", currency="USD").price == Money("EUR", 1995)


@pytest.mark.parametrize(
    ("dates", "minor"),
    [
        ("", 1000),
        ("2026-11-20T00:00+0100/2026-11-27T23:59+0100", 1000),
        ("2026-11-01/2026-11-10", 2000),
        ("2026-12-01/2026-12-10", 2000),
    ],
)
def test_sale_price_holds_on_its_days_alone(dates: str, minor: int) -> None:
    row = meant(price="20 USD", sale_price="10 USD", sale_dates=dates)
    assert row.price == Money("USD", minor)


@pytest.mark.parametrize(
    ("word", "availability"),
    [
        ("in stock", Availability.IN_STOCK),
        ("in_stock", Availability.IN_STOCK),
        ("https://schema.org/InStock", Availability.IN_STOCK),
        ("12", Availability.IN_STOCK),
        ("out of stock", Availability.OUT_OF_STOCK),
        ("Out-Of-Stock", Availability.OUT_OF_STOCK),
        ("0", Availability.OUT_OF_STOCK),
        ("preorder", Availability.PREORDER),
        ("backorder", Availability.PREORDER),
        ("discontinued", Availability.GONE),
        ("", None),
    ],
)
def test_stock_is_understood_in_both_spellings(word: str, availability: Availability | None) -> None:
    assert meant(price="5", availability=word).availability is availability


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"price": "5", "availability": "maybe"},
            "“maybe” says nothing of stock. Write in stock, out of stock or preorder.",
        ),
        ({"price": "5", "url": "shop.example/1"}, "“shop.example/1” is no address of a web page."),
        ({"price": "5", "observed_at": "yesterday"}, "“yesterday” is no time: write 2026-11-20 or 2026-11-20T14:30Z."),
        ({"external_id": "1"}, "The row says neither what it costs nor whether it is in stock."),
        (
            {"price": "5", "sale_price": "4", "sale_dates": "now"},
            "“now” are no dates of a sale: write 2026-11-20/2026-11-27.",
        ),
    ],
)
def test_row_without_a_meaning_says_what_is_wrong(fields: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        meant(**fields)
    assert str(caught.value) == message


def test_row_was_never_seen_in_the_future() -> None:
    assert meant(price="5", observed_at="2030-01-01").observed_at == NOW


@given(st.binary(max_size=400))
def test_any_bytes_are_rows_or_a_reason(data: bytes) -> None:
    for read in (csv_rows, feed_rows):
        with contextlib.suppress(Unreadable):
            assert all(row.number for row in read(data))


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=8), st.sampled_from(",;\t|"))
def test_cells_come_back_as_they_were_written(rows: list[tuple[str, str]], divider: str) -> None:
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"'

    lines = ["id" + divider + "price", *(quoted(name) + divider + quoted(price) for name, price in rows)]
    read = csv_rows("\n".join(lines).encode("utf-8-sig"))
    written = [(name.strip(), price.strip()) for name, price in rows if name.strip() or price.strip()]
    assert [(row.fields["external_id"], row.fields["price"]) for row in read] == written


@given(st.dictionaries(st.sampled_from(["price", "sale_price", "sale_dates", "availability", "observed_at"]), CELLS))
def test_any_row_has_a_meaning_or_a_reason(fields: dict[str, str]) -> None:
    with contextlib.suppress(ValueError):
        assert meant(**fields).observed_at <= NOW
