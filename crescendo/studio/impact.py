"""The impact board: products that cannot be bought any more, what they touch, and what could take their place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from difflib import SequenceMatcher

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..accounts.permissions import is_editor
from ..catalog.models import Product
from ..catalog.queries import product_by_id, products_named
from ..foundation import clock
from ..foundation.errors import Rejected
from ..journal.bulk_queries import articles_by_ids
from ..journal.comparison import compared
from ..journal.derived import Mention, MentionForm
from ..journal.ownership import may_change
from ..journal.places import lines_of
from ..journal.swap_queries import last_swap, revisions_in_full, swap_by_id
from ..journal.swapping import SwapOutcome, SwapPlan, TextChange, plan_swap, reverse_swap, swap_products
from ..outbound.impact_queries import (
    TouchedGuide,
    Trouble,
    guides_touched,
    impacts_page,
    replacement_by_slug,
    replacements,
    trouble_with,
)
from ..presentation.choices import Choice, product_choice
from ..presentation.embeds import ROLE_WORDS
from ..presentation.navigation import pagination_of
from ..presentation.reading import this_reading
from ..web.addresses import page_number
from . import studio
from .access import me
from .days import today
from .narrowing import words_asked
from .revisions import FieldChanges
from .rows import ArticleRow, article_row
from .saving import StudioForm

SUGGESTIONS = 6
_OFFERED = {"price", "availability", "merchant", "brand"}  # what a choice says of offers, and no fact
CAN_BE_UNDONE = timedelta(hours=24)  # for so long the page offers to undo the last swap
TROUBLE_WORDS = {
    Trouble.RECALLED: "Recalled",
    Trouble.DISCONTINUED: "Discontinued",
    Trouble.SOLD_OUT: "Nowhere to buy",
    Trouble.NO_OFFER: "No offer",
    Trouble.LINK_BROKEN: "Broken link",
    Trouble.SUPERSEDED: "Has a successor",
}
FORM_WORDS = {
    MentionForm.CARD: "card",
    MentionForm.PICK: "pick",
    MentionForm.COMPARISON: "comparison",
    MentionForm.LINK: "link",
    MentionForm.PRICE: "price in the text",
    MentionForm.SPEC: "fact in the text",
}


@dataclass(frozen=True)
class Place:
    """A place of a guide that shows the product, and how often readers followed it in 30 days.

    `line` is that of the newest text, 0 when it no longer has the place.
    """

    position: int
    words: str
    clicks: int
    line: int


@dataclass(frozen=True)
class GuideLine:
    """A guide that the product touches; it can be chosen unless it is somebody else’s."""

    row: ArticleRow
    places: Sequence[Place]
    is_in_draft: bool
    can_be_chosen: bool


@dataclass(frozen=True)
class Candidate:
    """A product that could take the place, and in which facts it differs."""

    choice: Choice
    differences: Sequence[str]


@dataclass(frozen=True)
class Confirmation:
    """What a swap would do to a guide: the lines that change, and what stays as it is."""

    row: ArticleRow
    version: int
    live: Sequence[FieldChanges]
    draft: Sequence[FieldChanges]
    warnings: int


@studio.get("/impact/")
def impact_board() -> ResponseReturnValue:
    """Products in trouble that live guides speak of, the most clicked first; for authors those of their own guides."""
    whose = None if is_editor(me()) else me()
    page = impacts_page(now=clock.now(), today=today(), whose=whose, number=page_number())
    return render_template(
        "studio/impacts.html",
        impacts=page.items,
        total=page.total,
        words=TROUBLE_WORDS,
        pagination=pagination_of(page, request.path, ()),
    )


@studio.get("/impact/<int:product_id>")
def impact(product_id: int) -> ResponseReturnValue:
    """All that a product touches, and what could take its place."""
    return _page(product_by_id(product_id))


@studio.get("/impact/<int:product_id>/swap")
def plan(product_id: int) -> ResponseReturnValue:
    """What putting the chosen product in its place would do to the chosen guides. Nothing changes yet."""
    old = product_by_id(product_id)
    new, guides = replacement_by_slug(request.args.get("with", "")), request.args.getlist("guide", type=int)
    if errors := _faults(old, new, guides):
        return _page(old, errors=errors, ticked=guides), 422
    assert new is not None  # noqa: S101 (or else there are errors)
    plans = plan_swap(old, new, [one for one in articles_by_ids(guides) if may_change(one, me())])
    return render_template(
        "studio/swap.html",
        old=old,
        new=new,
        confirmations=[_confirmation(one) for one in plans if one.live or one.draft],
        untouched=[article_row(one.article) for one in plans if not (one.live or one.draft)],
    )


@studio.post("/impact/<int:product_id>/swap")
def swap(product_id: int) -> ResponseReturnValue:
    """Put the product in the place of the other, in all these guides at once."""
    old, form = product_by_id(product_id), StudioForm()
    new, versions = replacement_by_slug(request.form.get("with", "")), _versions(request.form.getlist("article"))
    if errors := _faults(old, new, list(versions)):
        return _page(old, errors=errors, ticked=list(versions)), 422
    assert new is not None  # noqa: S101 (or else there are errors)
    if not form.validate():
        return _page(old, errors=["Reload the page, and try again."], ticked=list(versions)), 422
    outcome = swap_products(old, new, versions, by=me())
    flash(_told(outcome, f"{new.full_name} stands in the place of {old.full_name} in"))
    return redirect(url_for("studio.impact", product_id=product_id), code=303)


@studio.post("/impact/swaps/<int:swap_id>/reversal")
def undo_swap(swap_id: int) -> ResponseReturnValue:
    """“Undo”."""
    found = swap_by_id(swap_id)
    try:
        outcome = reverse_swap(found, by=me())
        flash(_told(outcome, "The former texts are back in", of=len(found.guides)))
    except Rejected as rejection:
        flash(" ".join(rejection.errors.values()))
    return redirect(url_for("studio.impact", product_id=found.old_product_id), code=303)


def _faults(old: Product, new: Product | None, guides: Sequence[int]) -> list[str]:
    faults = []
    if new is None:
        faults.append("Choose the product that is to take the place. It must still be made.")
    elif new.id == old.id:
        faults.append("A product cannot take its own place. Choose another.")
    if not guides:
        faults.append("Tick at least one guide.")
    return faults


def _versions(texts: Iterable[str]) -> dict[int, int]:
    """What the page said of the guides: “7-3” for version 3 of guide 7."""
    pairs = (text.partition("-") for text in texts)
    return {int(key): int(version) for key, _dash, version in pairs if key.isdecimal() and version.isdecimal()}


def _told(outcome: SwapOutcome, beginning: str, *, of: int | None = None) -> str:
    done = (len(outcome.done.guides) if outcome.done else 0) if of is None else of - len(outcome.left)
    told = [f"{beginning} {done} guide{'' if done == 1 else 's'}."] if done else ["No guide was changed."]
    told += [f"{article.newest_revision.title} stays as it is: {reason}." for article, reason in outcome.left]
    return " ".join(told)


def _page(old: Product, *, errors: Sequence[str] = (), ticked: Sequence[int] | None = None) -> str:
    reading, now = this_reading(), clock.now()
    words = words_asked()
    found = (
        [one for one in products_named(words, limit=SUGGESTIONS) if one.id != old.id]
        if words
        else replacements(old, now=now, currency=reading.currency, limit=SUGGESTIONS)
    )
    trouble, last = trouble_with(old, now=now), last_swap(old, by=me(), since=now - CAN_BE_UNDONE)
    guides = _lines(guides_touched(old, today=today()))
    return render_template(
        "studio/impact.html",
        product=old,
        trouble=TROUBLE_WORDS[trouble] if trouble else "",
        guides=guides,
        ticked={line.row.id for line in guides if line.can_be_chosen} if ticked is None else set(ticked),
        candidates=[_candidate(old, one) for one in found],
        chosen=request.values.get("with", ""),
        words=words,
        last=last,
        errors=errors,
        is_editor=is_editor(me()),
    )


def _lines(guides: Sequence[TouchedGuide]) -> list[GuideLine]:
    texts = revisions_in_full([guide.article.newest_revision.id for guide in guides])
    return [_line(guide, texts[guide.article.newest_revision.id].body) for guide in guides]


def _line(guide: TouchedGuide, body: str) -> GuideLine:
    lines = lines_of(guide.mentions, body)
    places = [
        Place(
            position=mention.position,
            words=_place_words(mention),
            clicks=guide.clicks.get(mention.position, 0),
            line=lines.get(mention.position, 0),
        )
        for mention in guide.mentions
    ]
    return GuideLine(
        row=article_row(guide.article),
        places=places,
        is_in_draft=guide.is_in_draft,
        can_be_chosen=may_change(guide.article, me()),
    )


def _place_words(mention: Mention) -> str:
    words = FORM_WORDS[mention.form]
    return f"{words}, {ROLE_WORDS[mention.role].lower()}" if mention.form is MentionForm.PICK else words


def _candidate(old: Product, new: Product) -> Candidate:
    """`new` with the facts in which it differs from `old`, where both are known."""
    reading = this_reading()
    choice = product_choice(new, reading)
    were = {fact["key"]: fact["text"] for fact in product_choice(old, reading)["facts"]}
    differences = [
        f"{fact['label']}: {fact['text']}, not {were[fact['key']]}"
        for fact in choice["facts"]
        if fact["text"] and were.get(fact["key"]) and were[fact["key"]] != fact["text"] and fact["key"] not in _OFFERED
    ]
    return Candidate(choice, differences)


def _confirmation(plan: SwapPlan) -> Confirmation:
    return Confirmation(
        row=article_row(plan.article),
        version=plan.article.version,
        live=_changed(plan.live),
        draft=_changed(plan.draft),
        warnings=plan.warnings,
    )


def _changed(change: TextChange | None) -> Sequence[FieldChanges]:
    """The lines that change, each stretch of them apart."""
    if change is None:
        return ()
    before, after = change.before.split("\n"), change.after.split("\n")
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [
        FieldChanges(f"Line {i1 + 1}", compared("\n".join(before[i1:i2]), "\n".join(after[j1:j2])))
        for tag, i1, i2, j1, j2 in steps
        if tag != "equal"
    ]
