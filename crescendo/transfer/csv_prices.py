"""Prices from CSV as shops and spreadsheets write it: UTF-8, UTF-16 or Windows-1252; comma, semicolon, tab or bar."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import IO

from .price_rows import RawRow, Unreadable

_NAMES = {
    "external_id": "external_id id sku offer_id item_id product_id merchant_product_id aw_product_id article_number",
    "url": "url link address product_url product_link deep_link deeplink aw_deep_link merchant_deep_link",
    "gtin": "gtin ean ean13 upc isbn barcode gtin13 gtin_ean product_gtin",
    "mpn": "mpn part_number manufacturer_part_number model_number",
    "brand": "brand brand_name manufacturer",
    "price": "price current_price search_price store_price amount",
    "sale_price": "sale_price",
    "sale_dates": "sale_price_effective_date",
    "currency": "currency currency_code price_currency",
    "availability": "availability stock stock_status in_stock stock_quantity",
    "observed_at": "observed_at seen_at last_updated",
}
_FIELDS = {name: field for field, names in _NAMES.items() for name in names.split()}
_IDENTITIES = {"external_id", "url", "gtin", "mpn"}
_DIVIDERS = ",;\t|"
_BINARY = {
    b"PK\x03\x04": "This is a spreadsheet or an archive. Save it as CSV and try again.",
    b"\xd0\xcf\x11\xe0": "This is a spreadsheet. Save it as CSV and try again.",
    b"\x1f\x8b": "This file is compressed. Unpack it and try again.",
    b"%PDF": "This is a PDF. Prices are read from CSV.",
}
_CHUNK = 1 << 20  # bytes


class CsvPrices:
    """A reader of CSV with a line of names at its top."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._encoding = _encoding_of(file)

    def rows(self) -> Iterator[RawRow]:
        """All rows. Numbers count as a spreadsheet does: the line of names is row 1."""
        self._file.seek(0)
        text = io.TextIOWrapper(self._file, encoding=self._encoding, newline="")
        reader = csv.reader(text, delimiter=_divider(text), strict=True)
        try:
            fields = _fields(next(reader, []))
            for number, cells in enumerate(reader, start=2):
                if any(cell.strip() for cell in cells):
                    yield _row(number, fields, cells)
        except UnicodeError as error:
            raise Unreadable("The file is not text that can be read. Save it as CSV in UTF-8 and try again.") from error
        except csv.Error as error:
            raise Unreadable(f"Line {reader.line_num} cannot be read: {_reason(error)}") from error
        finally:
            text.detach()


def _encoding_of(file: IO[bytes]) -> str:
    """How `file` writes its letters: as its first bytes say, else UTF-8 if all of it is, else Windows-1252."""
    file.seek(0)
    start = file.read(4)
    if not start:
        raise Unreadable("The file is empty.")
    for magic, advice in _BINARY.items():
        if start.startswith(magic):
            raise Unreadable(advice)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if start.lstrip(codecs.BOM_UTF8).startswith(b"<"):
        raise Unreadable("This is XML or a web page, not CSV. If it is a feed, choose “XML feed”.")
    if b"\0" in start:
        return "utf-16-be" if start.startswith(b"\0") else "utf-16-le"
    return "utf-8-sig" if _is_utf8(file) else "cp1252"


def _is_utf8(file: IO[bytes]) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _divider(text: io.TextIOWrapper) -> str:
    """What divides the cells: the sign that the line of names has most often outside quotation marks."""
    try:
        names = re.sub(r'"[^"]*"', "", text.readline(_CHUNK))
    except UnicodeError as error:
        text.detach()
        raise Unreadable("The file is not text that can be read. Save it as CSV in UTF-8 and try again.") from error
    text.seek(0)
    return max(_DIVIDERS, key=names.count)


def _fields(names: list[str]) -> list[str]:
    """For each column the field that it holds; empty for what we do not read."""
    fields: list[str] = []
    for name in names:
        plain = re.sub(r"[^a-z0-9]+", "_", name.lower().removeprefix("\ufeff").removeprefix("g:")).strip("_")
        known = _FIELDS.get(plain, "")
        fields.append("" if known in fields else known)
    if not _IDENTITIES & set(fields):
        raise Unreadable("No column says which offer a row is about: name one external_id, url, gtin or mpn.")
    if not {"price", "availability"} & set(fields):
        raise Unreadable("No column says what an offer costs or whether there is any: name one price or availability.")
    return fields


def _row(number: int, fields: list[str], cells: list[str]) -> RawRow:
    if any("\0" in cell for cell in cells):
        return RawRow(number, fault="The row holds signs that are no text.")
    said = {field: cell.strip() for field, cell in zip(fields, cells, strict=False) if field}
    if len(cells) < len(fields) or any(cell.strip() for cell in cells[len(fields) :]):
        return RawRow(number, said, f"The row has {len(cells)} cells, where the first line has {len(fields)}.")
    return RawRow(number, said)


def _reason(error: csv.Error) -> str:
    known = {
        "unexpected end of data": "a quotation mark is never closed. Perhaps the file was cut off.",
        "field larger": "a cell is far too long. Perhaps a quotation mark is never closed.",
        "expected after": "something follows a closing quotation mark. Write a quotation mark in a cell twice.",
        "new-line character": "it breaks in the middle. Save the file as CSV again.",
    }
    return next((words for sign, words in known.items() if sign in str(error)), f"{error}.")
