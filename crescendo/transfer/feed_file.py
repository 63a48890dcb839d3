"""Product feeds in XML, as merchants make them for Google Merchant Center: RSS 2.0 or Atom with `g:` names.

Source: Google Merchant Center, product data specification. The file is read as a stream, so that its size costs time
and no memory. Entities and document types are refused.
"""

from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from .price_rows import Unreadable

_GOOGLE = "http://base.google.com/ns/1.0"
_ATOM = "http://www.w3.org/2005/Atom"
_ITEMS = {"item", f"{{{_ATOM}}}entry"}
_LONGEST = 20_000  # characters of a field that we read


class FeedFile:
    """A feed, which is read as often as asked."""

    def __init__(self, file: IO[bytes]) -> None:
        """`Unreadable` when it is no feed at all."""
        self._file = file
        file.seek(0)
        start = file.read(2)
        if not start:
            raise Unreadable("The file is empty.")
        if start == b"\x1f\x8b":
            raise Unreadable("This file is compressed. Unpack it and try again.")

    def items(self) -> Iterator[tuple[int, dict[str, list[str]]]]:
        """All items, counted from 1: what each says, by name. Google’s names count before others spelled alike."""
        self._file.seek(0)
        events = etree.iterparse(
            self._file,
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        number, inside = 0, 0
        try:
            for event, element in events:
                is_item = element.tag in _ITEMS
                if event == "start":
                    _refuse_types(element)
                    inside += is_item
                    continue
                inside -= is_item
                if is_item and not inside:
                    number += 1
                    yield number, _said(element)
                if not inside:
                    _forget(element)
        except etree.XMLSyntaxError as error:
            raise Unreadable(_reason(error)) from error
        if not number:
            raise Unreadable("There is no product in this file: neither <item> nor <entry>.")


def _refuse_types(element: Any) -> None:
    """Document types and their entities hide other files or endless text, and no honest feed has any."""
    if element.getparent() is None and element.getroottree().docinfo.doctype:
        raise Unreadable(
            "The file begins with a DOCTYPE, which can hide other files. Ask the merchant for a plain feed."
        )


def _said(item: Any) -> dict[str, list[str]]:
    google: dict[str, list[str]] = {}
    other: dict[str, list[str]] = {}
    for child in item:
        if not isinstance(child.tag, str):
            continue
        name = etree.QName(child)
        text = "".join(child.itertext()).strip() or child.get("href", "")
        (google if name.namespace == _GOOGLE else other).setdefault(name.localname, []).append(text[:_LONGEST])
    return other | google


def _forget(element: Any) -> None:
    """Let go of what was read, and of what stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _reason(error: etree.XMLSyntaxError) -> str:
    message = (error.msg or "").lower()
    line = f"Line {error.lineno or 1}"
    known = {
        f"The file ends in the middle, at line {error.lineno or 1}. Perhaps it was cut off.": (
            "premature end",
            "extra content",
            "expected '>'",
        ),
        f"{line} has letters that are not in the file’s encoding.": ("encoding", "utf-8", "invalid bytes"),
        f"{line} is nested too deep or has far too long a text.": ("excessive depth", "resource limit"),
        "This is no XML. If it is CSV, choose “CSV”.": ("document is empty", "start tag expected"),
        "The file holds an entity, such as &nbsp;, that XML does not know.": ("no element found", "entity"),
    }
    found = (words for words, signs in known.items() if any(sign in message for sign in signs))
    return next(found, f"{line} is no proper XML: {error.msg}.")
