"""What readers are told before paid links: a sentence for each kind, in versions. It cannot be switched off."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField

from ..catalog.disclosing import FIRST_SENTENCES, sentence_versions, write_sentence
from ..catalog.merchants import DisclosureText, Relationship
from ..foundation.errors import NotFound
from . import editors
from .access import me
from .saving import Difference, StudioForm, submit

TITLES = {
    Relationship.AFFILIATE: "Links by which we earn a share",
    Relationship.SPONSORED: "Links that we are paid to show",
}


class SentenceForm(StudioForm):
    """A sentence. Its version is the number of the one that it is written over."""

    text = TextAreaField("What readers are told", render_kw={"rows": 4})


@dataclass(frozen=True)
class Part:
    """A kind of link, with the form of its sentence and the versions before."""

    kind: str
    title: str
    form: SentenceForm
    differences: Sequence[Difference]
    versions: Sequence[DisclosureText]


@editors.get("/disclosure")
def disclosure() -> ResponseReturnValue:
    """The sentences of today, and what they were."""
    return _page()


@editors.post("/disclosure/<kind>")
def save_sentence(kind: str) -> ResponseReturnValue:
    """Let another sentence be said from now on."""
    relationship = next((each for each in TITLES if each == kind), None)
    if relationship is None:
        raise NotFound
    form = SentenceForm(prefix=kind)
    return submit(
        form,
        lambda: write_sentence(relationship, form.text.data or "", number=form.version.data, by=me()),
        page=lambda differences: _page(relationship, form, differences),
        current=lambda: _form(relationship),
        done="Saved. Readers are told so from now on.",
        to=lambda _none: url_for("studio.editors.disclosure"),
    )


def _page(
    sent: Relationship | None = None, form: SentenceForm | None = None, differences: Sequence[Difference] = ()
) -> str:
    """All sentences, with the form that was sent as it was sent."""
    parts = [
        Part(kind.value, title, form, differences, sentence_versions(kind))
        if form and kind is sent
        else Part(kind.value, title, _form(kind), (), sentence_versions(kind))
        for kind, title in TITLES.items()
    ]
    return render_template("studio/disclosure.html", parts=parts)


def _form(kind: Relationship) -> SentenceForm:
    newest = next(iter(sentence_versions(kind)), None)
    text, number = (newest.text, newest.number) if newest else (FIRST_SENTENCES[kind], 0)
    return SentenceForm(formdata=None, prefix=kind.value, data={"text": text, "version": number})
