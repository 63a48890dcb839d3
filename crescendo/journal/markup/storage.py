"""Documents as JSON, as they are stored with a revision. What is written reads back the same."""

from dataclasses import fields
from datetime import date
from typing import Any

from .document import Document, Heading, Question, Source, StoredDocument
from .slots import (
    Comparison,
    Figure,
    GuideLink,
    Pick,
    Picture,
    PriceToken,
    ProductCard,
    ProductLink,
    Segments,
    SpecToken,
    WebLink,
)

FORMAT = 1  # raise it when stored documents read differently, and store them anew
_KINDS: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        ProductCard,
        Pick,
        Comparison,
        ProductLink,
        GuideLink,
        WebLink,
        PriceToken,
        SpecToken,
        Figure,
        Picture,
        Heading,
        Question,
        Source,
    )
}


def document_to_json(document: Document) -> dict[str, Any]:
    """What is stored of `document`: lists, dictionaries, strings and numbers."""
    return {
        "format": FORMAT,
        "segments": _to_json(document.segments),
        "headings": _to_json(document.headings),
        "questions": _to_json(document.questions),
        "sources": _to_json(document.sources),
    }


def stored_from_json(stored: dict[str, Any]) -> StoredDocument:
    """What `document_to_json` stored. `ValueError` for a format that is not ours."""
    if stored.get("format") != FORMAT:
        raise ValueError(f"Documents of format {stored.get('format')} cannot be read.")
    return StoredDocument(**{name: _from_json(stored[name]) for name in stored if name != "format"})


def segments_to_json(segments: Segments) -> list[Any]:
    """`segments` as lists, dictionaries, strings and numbers."""
    return [_to_json(piece) for piece in segments]


def segments_from_json(stored: list[Any]) -> Segments:
    """What `segments_to_json` stored."""
    return tuple(_from_json(piece) for piece in stored)


def _to_json(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_to_json(item) for item in value]
    if isinstance(value, date):
        return {"kind": "date", "date": value.isoformat()}
    if type(value) in _KINDS.values():
        named = {field.name: _to_json(getattr(value, field.name)) for field in fields(value)}
        return {"kind": type(value).__name__, **named}
    return value


def _from_json(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_from_json(item) for item in value)
    if not isinstance(value, dict):
        return value
    if value["kind"] == "date":
        return date.fromisoformat(value["date"])
    return _KINDS[value["kind"]](**{name: _from_json(item) for name, item in value.items() if name != "kind"})
