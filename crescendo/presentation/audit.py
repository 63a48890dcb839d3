"""The audit trail in words: who did what to what."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ..accounts.audit_queries import user_names
from ..accounts.models import AuditEvent
from ..catalog.names import (
    attribute_names,
    brand_names,
    category_names,
    merchant_names,
    offer_names,
    price_source_names,
    product_names,
)
from ..journal.names import author_names, guide_names, revision_names, tag_names
from ..media.queries import asset_names
from ..outbound.link_queries import link_names

NOBODY = "Nobody signed in"
SUBJECTS = {
    "article": "Guide",
    "articles": "Several guides",
    "asset": "Picture",
    "attribute": "Attribute",
    "author": "Author",
    "brand": "Brand",
    "category": "Category",
    "disclosure": "Disclosure",
    "import": "Import",
    "link": "Link",
    "merchant": "Merchant",
    "offer": "Offer",
    "price source": "Price source",
    "product": "Product",
    "product_swap": "Swap",
    "revision": "Revision",
    "site": "The whole site",
    "tag": "Tag",
    "user": "Account",
    "wanted pictures": "Pictures of products to fetch",
}
_NAMES: Mapping[str, Callable[[Collection[int]], dict[int, str]]] = {
    "article": guide_names,
    "asset": asset_names,
    "attribute": attribute_names,
    "author": author_names,
    "brand": brand_names,
    "category": category_names,
    "link": link_names,
    "merchant": merchant_names,
    "offer": offer_names,
    "price source": price_source_names,
    "product": product_names,
    "revision": revision_names,
    "tag": tag_names,
    "user": user_names,
}
_SAID = {  # what of an event's detail is said, and the words before it
    "way": "by",
    "from": "from",
    "to": "to",
    "role": "as",
    "name": "",
    "slug": "",
    "key": "",
    "into": "into",
    "for": "for",
    "at": "for",
    "until": "until",
    "revision": "number",
    "of": "of",
    "kind": "",
}


@dataclass(frozen=True)
class EventLine:
    """An event as a line. `name` is empty for what has none, or is gone."""

    at: datetime
    who: str
    verb: str
    kind: str
    subject: str
    subject_id: int | None
    name: str
    detail: str


def event_lines(events: Sequence[AuditEvent]) -> list[EventLine]:
    """The lines of `events`, in their order; one query for each kind of thing."""
    ids: dict[str, set[int]] = {}
    for event in events:
        if event.subject_id is not None:
            ids.setdefault(event.subject, set()).add(event.subject_id)
    names = {subject: _NAMES[subject](numbers) for subject, numbers in ids.items() if subject in _NAMES}
    return [_line(event, names) for event in events]


def subject_words(subject: str) -> str:
    """What kind of thing it is."""
    return SUBJECTS.get(subject, subject.replace("_", " ").capitalize())


def verb_words(verb: str) -> str:
    """What was done."""
    return verb.replace("_", " ").capitalize()


def _line(event: AuditEvent, names: Mapping[str, Mapping[int, str]]) -> EventLine:
    return EventLine(
        at=event.at,
        who=event.user.name if event.user else NOBODY,
        verb=verb_words(event.verb),
        kind=subject_words(event.subject),
        subject=event.subject,
        subject_id=event.subject_id,
        name=names.get(event.subject, {}).get(event.subject_id or 0, ""),
        detail=_detail(event.detail),
    )


def _detail(detail: Mapping[str, Any]) -> str:
    said = [f"{words} {_value(detail[name])}".strip() for name, words in _SAID.items() if detail.get(name)]
    return ", ".join(said) if len(said) > 2 else " ".join(said)


def _value(value: Any) -> str:
    text = str(value)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text.replace("_", " ")
    return text if len(text) <= len("2026-10-01") else moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
