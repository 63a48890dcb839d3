"""Fetching a merchant's file into a temporary one, unless it is still the file of the last run."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from ..foundation.fetching import Fetcher, FetchError
from .price_rows import Unreadable

LARGEST = 200_000_000  # bytes
_IN_MEMORY = 5_000_000  # bytes, before a temporary file goes to the disk
_CHANGED, _SAME = 200, 304


@dataclass(frozen=True)
class Download:
    """A merchant's file, and the marks by which its server knows it. No file: it is still the one with these marks."""

    file: IO[bytes] | None
    etag: str = ""
    last_modified: str = ""


@contextmanager
def download(url: str, *, known: Download, fetcher: Fetcher) -> Iterator[Download]:
    """The file at `url`, if it is another than the `known` one. `Unreadable` says why it cannot be had."""
    asked = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        try:
            headers = {name: value for name, value in asked.items() if value}
            answer = fetcher.download(url, file, limit=LARGEST, headers=headers)  # type: ignore[arg-type]  # a file like any other
        except FetchError as error:
            raise Unreadable(f"The file cannot be fetched. {error}") from error
        if answer.status == _SAME:
            yield known
        elif answer.status == _CHANGED:
            etag, last_modified = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
            yield Download(
                file,
                etag if len(etag) <= 200 else "",
                last_modified if len(last_modified) <= 80 else "",
            )
        else:
            raise Unreadable(f"The file cannot be fetched. Its server answered with status {answer.status}.")
