"""Links that lead away: where they stand, what came of the last look, and what to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField, StringField
from wtforms.validators import DataRequired, Length

from ..accounts.models import User
from ..accounts.permissions import is_editor
from ..foundation import clock
from ..outbound.link_actions import accept_link, ask_for_check, take_back_acceptance
from ..outbound.link_queries import (
    LinkFilter,
    LinkPlace,
    accepted_count,
    link_by_id,
    link_counts,
    links_page,
    places_of,
    progress,
)
from ..outbound.links import CheckedLink, LinkState
from ..presentation.search import Choice
from ..web.addresses import page_number
from ..web.jobs import the_jobs
from . import studio
from .access import me
from .days import today
from .narrowing import Narrowed, Narrowing, one_of, words_asked
from .saving import StudioForm, submit

CHECK = "check-links"
ACCEPTED = "accepted"
STATE_WORDS = {
    LinkState.BROKEN: "Broken",
    LinkState.TIMEOUT: "No answer",
    LinkState.MOVED: "Moved",
    LinkState.UNKNOWN: "Turns checks away",
    LinkState.UNCHECKED: "Not checked yet",
    LinkState.OK: "Works",
}


class LinkOrder(StrEnum):
    """The one order of links: dead ones first."""

    STATE = "state"


class AcceptanceForm(StudioForm):
    """Until when a link is to be left as it is."""

    until = DateField("Leave it as it is until", validators=[DataRequired("Choose a day.")])
    reason = StringField(
        "Why",
        validators=[Length(max=200)],
        description="For whoever wonders later, such as “closed until May”.",
    )


@dataclass(frozen=True)
class LinkRow:
    """A link as a line of the list, or as a page of its own. `uses` are where it stands, each with the way there."""

    link: CheckedLink
    state: str
    state_words: str
    is_failing: bool
    is_accepted: bool
    uses: Sequence[tuple[str, str]]


@studio.get("/links/")
def link_list() -> ResponseReturnValue:
    """All links, dead ones first; for authors those of their own guides."""
    state = one_of("state", [(state.value, words) for state, words in STATE_WORDS.items()] + [(ACCEPTED, "Accepted")])
    narrowed = _narrowed(state, words_asked())
    return narrowed.canonical(page_number()) or _list(state, narrowed)


def _list(state: str, narrowed: Narrowed[LinkOrder]) -> str:
    filters = LinkFilter(
        whose=_whose(),
        state=LinkState(state) if state and state != ACCEPTED else None,
        accepted=state == ACCEPTED,
        words=words_asked(),
    )
    page = links_page(filters, today=today(), number=page_number())
    return render_template(
        "studio/links.html",
        rows=_rows(page.items),
        total=page.total,
        states=_state_choices(state),
        words=words_asked(),
        kept=[(narrowing.name, narrowing.value) for narrowing in narrowed.narrowings if narrowing.name != "q"],
        narrowed=narrowed,
        pagination=narrowed.pagination(page),
        progress=progress(clock.now()),
        are_running=the_jobs().are_running(),
    )


@studio.post("/links/checks")
def check_links() -> ResponseReturnValue:
    """Let all links be checked, or those of one's own guides."""
    whose = _whose()
    ids = None if whose is None else [link.id for link in _all_of(whose)]
    ask_for_check(ids)
    the_jobs().ask_for(CHECK)
    flash("The links are being checked. Reload this page to see how far it is.")
    return redirect(url_for("studio.link_list"), code=303)


@studio.get("/links/<int:link_id>")
def link(link_id: int) -> ResponseReturnValue:
    """One link: where it stands, and what came of the last look."""
    return _page(link_by_id(link_id, whose=_whose()), AcceptanceForm(formdata=None))


@studio.post("/links/<int:link_id>/check")
def check_link(link_id: int) -> ResponseReturnValue:
    """Let the link be checked soon."""
    found = link_by_id(link_id, whose=_whose())
    ask_for_check([found.id])
    the_jobs().ask_for(CHECK)
    flash("The link is being checked. Reload this page in a moment.")
    return redirect(url_for("studio.link", link_id=link_id), code=303)


@studio.post("/links/<int:link_id>/acceptance")
def accept(link_id: int) -> ResponseReturnValue:
    """Leave the link as it is until a day."""
    found, form = link_by_id(link_id, whose=_whose()), AcceptanceForm()

    def act() -> CheckedLink:
        accept_link(found, until=form.until.data, today=today(), reason=form.reason.data or "", by=me())
        return found

    return submit(
        form,
        act,
        page=lambda _differences: _page(link_by_id(link_id, whose=_whose()), form),
        done="Accepted. It is no task until then.",
        to=lambda saved: url_for("studio.link", link_id=saved.id),
    )


@studio.post("/links/<int:link_id>/acceptance/end")
def end_acceptance(link_id: int) -> ResponseReturnValue:
    """Treat the link as any other again."""
    take_back_acceptance(link_by_id(link_id, whose=_whose()), by=me())
    flash("The link is treated as any other again.")
    return redirect(url_for("studio.link", link_id=link_id), code=303)


def _whose() -> User | None:
    return None if is_editor(me()) else me()


def _all_of(whose: User) -> list[CheckedLink]:
    page = links_page(LinkFilter(whose=whose), today=today(), number=1, size=10_000)
    return list(page.items)


def _rows(links: Sequence[CheckedLink]) -> list[LinkRow]:
    places = places_of({link.address for link in links}, whose=_whose())
    return [
        LinkRow(
            link=link,
            state=link.state.value,
            state_words=STATE_WORDS[link.state],
            is_failing=bool(link.failures) and not link.state.is_dead,
            is_accepted=link.is_accepted(today()),
            uses=[_use(place) for place in places[link.address]],
        )
        for link in links
    ]


def _use(place: LinkPlace) -> tuple[str, str]:
    if place.offer is not None:
        words = f"Offer: {place.offer.product.full_name} at {place.offer.merchant.name}"
        return words, url_for("studio.editors.offer", offer_id=place.offer.id)
    if place.article is None:
        raise ValueError("A link that stands nowhere.")
    kind = "Source in" if place.is_source else f"“{place.words}” in" if place.words else "In"
    return f"{kind} {place.article.newest_revision.title}", url_for("studio.article", article_id=place.article.id)


def _page(link: CheckedLink, form: AcceptanceForm) -> str:
    [row] = _rows([link])
    return render_template("studio/link.html", row=row, link=link, form=form)


def _state_choices(chosen: str) -> list[Choice]:
    counts = link_counts(whose=_whose(), today=today())
    accepted = accepted_count(whose=_whose(), today=today())
    everything = sum(counts.values()) + accepted
    shown = [state for state in STATE_WORDS if state in counts or state.value == chosen]
    choices = [Choice("Everything", _narrowed("", "").address, everything, not chosen)]
    choices += [
        Choice(STATE_WORDS[state], _narrowed(state.value, "").address, counts.get(state, 0), state.value == chosen)
        for state in shown
    ]
    if accepted or chosen == ACCEPTED:
        choices.append(Choice("Accepted", _narrowed(ACCEPTED, "").address, accepted, chosen == ACCEPTED))
    return choices


def _narrowed(state: str, words: str) -> Narrowed[LinkOrder]:
    said = [("q", words), ("state", state)]
    return Narrowed(
        path=url_for("studio.link_list"),
        narrowings=[Narrowing(name, value, "") for name, value in said if value],
        order=LinkOrder.STATE,
    )
