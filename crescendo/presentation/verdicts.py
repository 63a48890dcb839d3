"""What a verdict could not know: how price and facts have moved since its day, in words for readers."""

from collections.abc import Iterable, Mapping, Sequence

from ..catalog.attributes import AttributeChange
from ..catalog.models import Product
from ..catalog.queries import attribute_changes
from ..catalog.values import stated, written
from ..journal.derived import Mention, MentionForm
from ..journal.verdicts import end_of, price_move
from .offers import OfferLine

Changes = Mapping[int, Sequence[AttributeChange]]


def changes_after(mentions: Iterable[Mention]) -> Changes:
    """What changed in the attributes of the picked products since the first of these verdicts, by product id."""
    dated = [mention for mention in mentions if mention.form is MentionForm.PICK and mention.verified_on]
    if not dated:
        return {}
    first = min(mention.verified_on for mention in dated if mention.verified_on)
    picked = frozenset(mention.product_id for mention in dated)
    return changes_by_product(attribute_changes(picked, since=end_of(first)))


def changes_by_product(changes: Iterable[AttributeChange]) -> Changes:
    """These changes by product id, in their order."""
    found: dict[int, list[AttributeChange]] = {}
    for change in changes:
        found.setdefault(change.product_id, []).append(change)
    return found


def since_verdict(mention: Mention, product: Product, offer: OfferLine | None, changes: Changes) -> list[str]:
    """What has changed since the day of a verdict, a sentence each; nothing for a verdict without a date.

    The price of that day is too old to be shown, so its move is told in percent, and only beside the price of now.
    """
    if mention.verified_on is None:
        return []
    return [*_price(mention, offer), *_facts(mention, product, changes)]


def _price(mention: Mention, offer: OfferLine | None) -> list[str]:
    if mention.price_minor is None or offer is None or offer.minor is None or offer.currency != mention.currency:
        return []
    percent = price_move(mention.price_minor, offer.minor)
    return [f"The price has {'risen' if percent > 0 else 'fallen'} by {abs(percent)}%."] if percent else []


def _facts(mention: Mention, product: Product, changes: Changes) -> list[str]:
    """One sentence for each attribute that is not what it was on the day."""
    assert mention.verified_on is not None  # noqa: S101 (the caller asked)
    now = {value.attribute_id: written(value) for value in product.attribute_values}
    first: dict[int, AttributeChange] = {}
    for change in changes.get(product.id, ()):
        if change.changed_at >= end_of(mention.verified_on):
            first.setdefault(change.attribute_id, change)
    return [
        f"{change.attribute.label} was {stated(change.attribute, change.before)}, {_became(change, now)}."
        for change in first.values()
        if change.before and change.before != now.get(change.attribute_id, "")
    ]


def _became(change: AttributeChange, now: Mapping[int, str]) -> str:
    text = now.get(change.attribute_id, "")
    return f"is now {stated(change.attribute, text)}" if text else "and is no longer known"
