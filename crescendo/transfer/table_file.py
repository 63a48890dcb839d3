"""Tables in CSV as shops and spreadsheets write it: UTF-8, UTF-16 or Windows-1252; comma, semicolon, tab or bar."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from .price_rows import Unreadable

_DIVIDERS = ",;\t|"
_BINARY = {
    b"PK\x03\x04": "This is a spreadsheet or an archive. Save it as CSV and try again.",
    b"\xd0\xcf\x11\xe0": "This is a spreadsheet. Save it as CSV and try again.",
    b"\x1f\x8b": "This file is compressed. Unpack it and try again.",
    b"%PDF": "This is a PDF. Save its table as CSV and try again.",
}
_CHUNK = 1 << 20  # bytes


class TableFile:
    """A table with a line of names at its top, which is read as a stream and as often as asked."""

    def __init__(self, file: IO[bytes]) -> None:
        """`Unreadable` when it is no table at all."""
        self._file = file
        self._encoding = _encoding_of(file)

    @property
    def names(self) -> list[str]:
        """What the columns are called."""
        with self._reading() as lines:
            return next(lines, (1, []))[1]

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows below, but for empty ones. They count as in a spreadsheet: the line of names is row 1."""
        with self._reading() as lines:
            next(lines, None)
            for number, cells in lines:
                if any(cell.strip() for cell in cells):
                    yield number, cells

    @contextmanager
    def _reading(self) -> Iterator[Iterator[tuple[int, list[str]]]]:
        self._file.seek(0)
        text = io.TextIOWrapper(self._file, encoding=self._encoding, newline="")
        reader = csv.reader(text, delimiter=_divider(text), strict=True)
        try:
            yield enumerate(reader, start=1)
        except UnicodeError as error:
            raise Unreadable("The file is not text that can be read. Save it as CSV in UTF-8 and try again.") from error
        except csv.Error as error:
            raise Unreadable(f"Line {reader.line_num} cannot be read: {_reason(error)}") from error
        finally:
            text.detach()


def plain_name(name: str) -> str:
    """The name of a column as it is compared: `Regular price` and `regular_price` are one."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower().removeprefix("\ufeff").removeprefix("g:")).strip("_")


def fault_of(names: list[str], cells: list[str]) -> str:
    """Why a row cannot be understood at all; empty when nothing is wrong with it."""
    if any("\0" in cell for cell in cells):
        return "The row holds signs that are no text."
    if len(cells) < len(names) or any(cell.strip() for cell in cells[len(names) :]):
        return f"The row has {len(cells)} cells, where the first line has {len(names)}."
    return ""


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


def _reason(error: csv.Error) -> str:
    known = {
        "unexpected end of data": "a quotation mark is never closed. Perhaps the file was cut off.",
        "field larger": "a cell is far too long. Perhaps a quotation mark is never closed.",
        "expected after": "something follows a closing quotation mark. Write a quotation mark in a cell twice.",
        "new-line character": "it breaks in the middle. Save the file as CSV again.",
    }
    return next((words for sign, words in known.items() if sign in str(error)), f"{error}.")
