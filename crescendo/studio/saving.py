"""What all forms of the studio do when they are sent: save, or come back with everything that was typed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import Field, FileField, HiddenField, MultipleFileField
from wtforms.validators import InputRequired

from ..foundation.database import attempt, reading
from ..foundation.errors import Conflict, Rejected
from ..web.forms import show_rejection
from .moves import moved

Saved = TypeVar("Saved")


class NumberField(HiddenField):
    """A number that the form carries: of a version, or of a revision; 0 for a new row."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0] if valuelist else ""
        if not text.isdecimal() or len(text) > 9:
            raise ValueError("Reload the page and save again.")
        self.data = int(text)


class StudioForm(FlaskForm):
    """A form for one row, with the version that it was filled from."""

    version = NumberField(default=0)  # of the row that the form was filled from
    is_merged = False  # whether the form holds what two people changed

    def has_files(self) -> bool:
        """Whether files were sent that `prepare` has work with."""
        return False

    def prepare(self) -> None:
        """Do what takes its time with files and changes no row, while nobody waits. It may be `Rejected`."""


@dataclass(frozen=True)
class Difference:
    """A field that two people changed: what is saved now, and what was typed here. Both are plain text."""

    label: str
    saved: str
    typed: str


Page = Callable[[Sequence[Difference]], str]


def submit(
    form: StudioForm,
    act: Callable[[], Saved],
    *,
    page: Page,
    current: Callable[[], StudioForm] | None = None,
    merge: Callable[[], bool] = lambda: False,
    done: str,
    to: Callable[[Saved], str],
    address: str = "",
) -> ResponseReturnValue:
    """Act on `form` and go on `to` the next page, or show its `page` again with what has to change.

    When somebody saved meanwhile, both texts are shown, and saving again takes what is typed then; `current` makes
    the form as it is saved now, and `merge` puts both texts into `form`, if it can, and says whether it could.
    `address` is where readers found it until now; when that leads elsewhere afterwards, the message says where.
    """
    if not form.validate():
        return page(()), 422
    try:
        if form.has_files():
            with reading():
                form.prepare()
        with attempt():
            saved = act()
    except Rejected as rejection:
        show_rejection(form, rejection)
        return page(()), 422
    except Conflict:
        if current is None:
            raise
        differences = _take_over(form, current())
        form.is_merged = merge()
        return page(differences), 409
    flash(" ".join(filter(None, [done, moved(address)])))
    return redirect(to(saved), code=303)


def _take_over(form: StudioForm, saved: StudioForm) -> list[Difference]:
    form.version.data = saved.version.data
    return [
        Difference(field.label.text, _text(saved[field.short_name]), _text(field))
        for field in form
        if not isinstance(field, HiddenField | FileField | MultipleFileField)
        and _text(saved[field.short_name]) != _text(field)
    ]


def _text(field: Field) -> str:
    """What stands in `field`, as its author would read it."""
    choices = getattr(field, "choices", None)
    if choices:
        return next((choice.label for choice in choices if str(choice.value) == str(field.data or "")), "")
    if isinstance(field.data, bool):
        return "yes" if field.data else "no"
    value: Any = field._value() if hasattr(field, "_value") else field.data  # noqa: SLF001 (as WTForms prints it)
    return str(value or "").replace("\r\n", "\n").strip()


def required(message: str) -> InputRequired:
    """A validator for a field that may not be empty."""
    return InputRequired(message)
