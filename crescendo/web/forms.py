"""What all forms share: showing the domain's rejections beside the fields, and a few field types."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, SelectChoice, SelectField, StringField
from wtforms.validators import ValidationError

from ..foundation.errors import Rejected


def show_rejection(form: FlaskForm, rejection: Rejected) -> None:
    """Put each message of `rejection` beside its field; messages without a field stand above the form."""
    for name, message in rejection.errors.items():
        if name in form:
            form[name].errors = [*form[name].errors, message]
        else:
            form.form_errors.append(message)


def options(pairs: Iterable[tuple[Any, str]]) -> list[SelectChoice]:
    """What a list offers, from pairs of a value and the words that stand for it."""
    return [SelectChoice(value, words) for value, words in pairs]


class SiteTimeField(DateTimeLocalField):
    """A date and time typed in the site's zone. `data` is that moment in UTC, or None when empty.

    What was shown and comes back is the moment that it was: the text has no seconds, and names an hour that clocks
    repeat only once.
    """

    data: datetime | None

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([value for value in valuelist if value])
        zone = current_app.config["SETTINGS"].timezone
        if self.data is not None and valuelist == [_shown(self.object_data, zone)]:
            self.data = self.object_data
        elif self.data is not None:
            self.data = _moment(self.data, zone)

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return _shown(self.data, current_app.config["SETTINGS"].timezone)


def _shown(moment: datetime | None, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M") if moment else ""


def _moment(local: datetime, zone: ZoneInfo) -> datetime:
    moment = local.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local:
        raise ValueError("This hour does not exist: clocks skip it when summer time begins. Choose another.")
    return moment


class ListField(StringField):
    """Several short texts in one line, separated by commas. `data` is a list."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = [item.strip() for item in ",".join(valuelist).split(",") if item.strip()]

    def _value(self) -> str:
        return ", ".join(self.data or [])


class ChoiceField(SelectField):
    """A list to choose a row from, by number; the first, empty entry (where given) stands for None."""

    def __init__(
        self, label: str | None = None, validators: Any = None, *, empty: str | None = None, **kw: Any
    ) -> None:
        super().__init__(label, validators, coerce=_number_or_none, **kw)
        self.empty = empty

    def offer(self, rows: list[tuple[int, str]]) -> None:
        """Offer these rows."""
        first = [] if self.empty is None else [("", self.empty)]
        self.choices = options([*first, *rows])

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 (the signature of WTForms)
        if self.data is None and self.empty is not None:
            return
        if self.data not in {choice.value for choice in self.choices}:
            raise ValidationError("Choose one of the list.")


def _number_or_none(value: Any) -> int | None:
    return int(value) if value not in (None, "", "None") else None
