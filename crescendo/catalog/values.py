"""Attribute values as authors type them: text in, typed value out, and back."""

from decimal import Decimal, InvalidOperation

from .attributes import Attribute, AttributeKind, AttributeValue

YES, NO = "yes", "no"


def read_value(attribute: Attribute, text: str) -> AttributeValue | None:
    """The typed value in `text`; None when it is blank. `ValueError` says what to type instead."""
    text = text.strip()
    if not text:
        return None
    value = AttributeValue(attribute_id=attribute.id, attribute=attribute)
    if attribute.kind is AttributeKind.NUMBER:
        value.number = _number(text)
    elif attribute.kind is AttributeKind.YES_NO:
        value.yes = _yes(text)
    else:
        value.text = _text(attribute, text)
    return value


def written(value: AttributeValue) -> str:
    """`value` as it stands in a form: what `read_value` reads."""
    answer = value.value
    if isinstance(answer, bool):
        return YES if answer else NO
    return answer if isinstance(answer, str) else format(answer.normalize(), "f")


def stated(attribute: Attribute, text: str) -> str:
    """A value as a reader sees it, from what an author types: with its unit, yes and no in words."""
    if attribute.kind is AttributeKind.YES_NO:
        return text.capitalize()
    return f"{text} {attribute.unit}".strip()


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise ValueError("Enter a number.") from error
    if not number.is_finite() or abs(number) >= 10**9 or number != round(number, 4):
        raise ValueError("Enter a number with at most four decimals.")
    return number


def _yes(text: str) -> bool:
    if text.lower() not in {YES, NO}:
        raise ValueError("Answer yes or no.")
    return text.lower() == YES


def _text(attribute: Attribute, text: str) -> str:
    if attribute.kind is AttributeKind.CHOICE and text not in attribute.choices:
        raise ValueError(f"Choose one of: {', '.join(attribute.choices)}.")
    if len(text) > 200:
        raise ValueError("Use at most 200 characters.")
    return text
