"""What must be said before paid links, in versions: one sentence for each relationship, and each merchant's own.

The sentences have no switch. What nobody has written yet is said by `FIRST_SENTENCES`, which are version 0.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from ..accounts.actions import record
from ..accounts.models import User
from ..foundation import clock
from ..foundation.database import db
from ..foundation.errors import Conflict, Rejected
from .known import KnownMerchant
from .merchants import DisclosureText, Merchant, Relationship

FIRST_SENTENCES = {
    Relationship.AFFILIATE: (
        "Some links on this page are paid: if you buy after following one, the shop may pay us, at no cost to you."
        " They do not change what we say or the order we say it in."
    ),
    Relationship.SPONSORED: (
        "Some links on this page are advertising: the shop pays us for showing them, whether or not you buy."
        " They do not change what we say or the order we say it in."
    ),
}
SHORTEST, LONGEST = 20, 500  # characters; less says nothing, more is not read


def sentence_about(merchant: Merchant | KnownMerchant) -> str:
    """What must be said before a link to `merchant`; empty when its links are not paid."""
    if not merchant.relationship_.is_paid:
        return ""
    return merchant.written_sentence or FIRST_SENTENCES[merchant.relationship_]


def sentence_versions(relationship: Relationship) -> Sequence[DisclosureText]:
    """What was written about a relationship, newest first; version 0 is not among it."""
    return _versions(DisclosureText.relationship_ == relationship)


def programme_versions(merchant: Merchant) -> Sequence[DisclosureText]:
    """What was written about the programme of `merchant`, newest first."""
    return _versions(DisclosureText.merchant_id == merchant.id)


def write_sentence(relationship: Relationship, text: str, *, number: int, by: User | None) -> None:
    """Let `text` be said from now on; `number` is the version that it was written over. The same text is no version."""
    text = " ".join(text.split())
    if relationship not in FIRST_SENTENCES:
        raise Rejected({"text": "Links of this kind are not paid, so nothing is said of them."})
    if not SHORTEST <= len(text) <= LONGEST:
        raise Rejected({"text": f"Readers must be told: write a sentence of {SHORTEST} to {LONGEST} characters."})
    newest = next(iter(sentence_versions(relationship)), None)
    if (newest.number if newest else 0) != number:
        raise Conflict
    if text == (newest.text if newest else FIRST_SENTENCES[relationship]):
        return
    _add(DisclosureText(relationship_=relationship, number=number + 1, text=text), by=by)
    record(by=by, verb="wrote the disclosure", subject="disclosure", subject_id=None, detail={"of": relationship})


def keep_programme(merchant: Merchant, *, by: User | None) -> None:
    """Keep the sentence of the merchant's programme as a version, if it is another than before."""
    newest = next(iter(programme_versions(merchant)), None)
    if merchant.programme != (newest.text if newest else ""):
        number = (newest.number if newest else 0) + 1
        _add(DisclosureText(merchant_id=merchant.id, number=number, text=merchant.programme), by=by)


def _versions(condition: ColumnElement[bool]) -> Sequence[DisclosureText]:
    statement = select(DisclosureText).where(condition).options(joinedload(DisclosureText.written_by))
    return db.session.scalars(statement.order_by(DisclosureText.number.desc())).all()


def _add(version: DisclosureText, *, by: User | None) -> None:
    version.written_at, version.written_by_id = clock.now(), by.id if by else None
    db.session.add(version)
    db.session.flush()
