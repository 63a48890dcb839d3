"""The form below the list of guides: what to do to all that are chosen."""

from flask import request
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import Length

from ..catalog.queries import categories
from ..foundation.errors import Rejected
from ..foundation.slugs import slug_from
from ..journal.bulk import Change
from ..journal.bulk_changes import ChangeKind
from ..journal.bulk_queries import find_tag
from ..journal.desk_queries import authors
from .saving import required

MOST = 200  # guides at once; a page of the list has fewer


class BulkForm(FlaskForm):
    """What to do. The guides are ticked in the list, as `article`, and carry their versions once they were shown."""

    change = SelectField("With the chosen guides", [required("Choose what to do.")], default="")
    tag_name = StringField("Which tag", [Length(max=80)], render_kw={"autocomplete": "off", "spellcheck": "false"})

    def __init__(self) -> None:
        super().__init__()
        self.change.choices = {
            "What to do": [("", "Choose …")],
            "Move to the category": [(f"category-{row.id}", row.name) for row in categories()],
            "Give to the author": [(f"author-{row.id}", row.name) for row in authors()],
            "Tags": [("add-tag", "Add the tag …"), ("remove-tag", "Take off the tag …")],
            "Readers": [("withdraw", "Withdraw")],
        }

    def asked(self) -> Change:
        """The change that was chosen; `Rejected` when its tag is missing or unknown."""
        name, _, number = str(self.change.data).rpartition("-")
        if name in {"category", "author"}:
            offered = {value: words for group in self.change.choices.values() for value, words in group}
            return Change(ChangeKind(name), int(number), offered[self.change.data])
        kind = ChangeKind(str(self.change.data))
        return Change(kind) if kind is ChangeKind.WITHDRAW else self._tag_change(kind)

    def _tag_change(self, kind: ChangeKind) -> Change:
        name = (self.tag_name.data or "").strip()
        if not slug_from(name):
            raise Rejected({"tag_name": "Say which tag."})
        tag = find_tag(name)
        if tag is None and kind is ChangeKind.REMOVE_TAG:
            raise Rejected({"tag_name": f"There is no tag “{name}”."})
        return Change(kind, tag.id, tag.name) if tag else Change(kind, None, name)


def chosen_guides() -> dict[int, int]:
    """The ids of the guides that the request names, each with the version that was shown, 0 when none was."""
    chosen = {}
    for text in request.form.getlist("article")[:MOST]:
        number, _, version = text.partition("-")
        if _is_number(number) and _is_number(version or "0"):
            chosen[int(number)] = int(version or "0")
    return chosen


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
