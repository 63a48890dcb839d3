"""The audit trail: who did what to what, for owners, as a page and as a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..accounts.audit_queries import EventFilter, events_page, kinds_of_events, newest_events
from ..accounts.queries import users
from ..foundation import clock
from ..presentation.audit import NOBODY, EventLine, event_lines, subject_words, verb_words
from ..presentation.navigation import address_of
from ..web.addresses import page_number
from . import owners
from .days import today
from .narrowing import Narrowed, Narrowing, Options, one_of
from .spreadsheets import spreadsheet

MOST = 50_000  # lines of a file
BATCH = 500  # events that are named together
A_DAY = "Write a day, such as 2026-10-01."
PAGES = {  # the page of a thing, by the name of its route and of its number there
    "article": ("article", "article_id"),
    "asset": ("asset", "asset_id"),
    "author": ("author", "author_id"),
    "link": ("link", "link_id"),
    "category": ("editors.category", "category_id"),
    "merchant": ("editors.merchant", "merchant_id"),
    "offer": ("editors.offer", "offer_id"),
    "price source": ("editors.price_source", "source_id"),
    "product": ("editors.product", "product_id"),
    "tag": ("editors.tag", "tag_id"),
    "user": ("owners.member", "user_id"),
}


class EventOrder(StrEnum):
    """The one order of events: the newest first."""

    NEWEST = "newest"


@dataclass(frozen=True)
class AskedEvents:
    """The events that an address asks for, and what is wrong with the days that it names."""

    filters: EventFilter
    narrowed: Narrowed[EventOrder]
    people: Options
    verbs: Options
    subjects: Options
    faults: Mapping[str, str]

    def value(self, name: str) -> str:
        """What is asked for under `name`."""
        return next((each.value for each in self.narrowed.narrowings if each.name == name), "")


@owners.get("/audit/")
def audit() -> ResponseReturnValue:
    """Events, the newest first."""
    asked = _asked()
    if asked.faults:
        return render_template("studio/audit.html", asked=asked, lines=[], page=None), 422
    return asked.narrowed.canonical(page_number()) or _page(asked)


@owners.get("/audit/events.csv")
def audit_file() -> ResponseReturnValue:
    """The same events, as a file for spreadsheets."""
    asked = _asked()
    if asked.faults:
        return render_template("studio/audit.html", asked=asked, lines=[], page=None), 422
    events = newest_events(asked.filters, most=MOST)
    lines = [line for first in range(0, len(events), BATCH) for line in event_lines(events[first : first + BATCH])]
    rows: list[list[str | int]] = [
        ["When (UTC)", "Who", "What", "Kind", "Number", "Name", "More"],
        *(_cells(line) for line in lines),
    ]
    return spreadsheet(rows, name=f"audit-{today()}.csv")


def _cells(line: EventLine) -> list[str | int]:
    moment = line.at.strftime("%Y-%m-%d %H:%M:%S")
    return [moment, line.who, line.verb, line.kind, line.subject_id or "", line.name, line.detail]


def _page(asked: AskedEvents) -> str:
    page = events_page(asked.filters, number=page_number())
    return render_template(
        "studio/audit.html",
        asked=asked,
        lines=[(line, _address(line)) for line in event_lines(page.items)],
        page=page,
        removals=[crumb for crumb in asked.narrowed.removals() if crumb.text],
        pagination=asked.narrowed.pagination(page),
        file=address_of(url_for("studio.owners.audit_file"), asked.narrowed.parameters),
    )


def _address(line: EventLine) -> str:
    """Where the thing of `line` is kept, if it still is."""
    if not line.name or line.subject not in PAGES:
        return ""
    route, number = PAGES[line.subject]
    values: dict[str, Any] = {number: line.subject_id}
    return url_for(f"studio.{route}", **values)


def _asked() -> AskedEvents:
    kinds = kinds_of_events()
    people = [*((str(user.id), user.name) for user in users()), ("nobody", NOBODY)]
    verbs = sorted({(verb, verb_words(verb)) for verb, _subject in kinds}, key=lambda pair: pair[1])
    subjects = sorted({(subject, subject_words(subject)) for _verb, subject in kinds}, key=lambda pair: pair[1])
    said = {"who": one_of("who", people), "did": one_of("did", verbs), "kind": one_of("kind", subjects)}
    typed = {name: request.args.get(name, "").strip()[:40] for name in ("from", "to")}
    days = {name: _day(text) for name, text in typed.items()}
    faults = {name: A_DAY for name, text in typed.items() if text and days[name] is None}
    words = {**dict(people), **dict(verbs), **dict(subjects)}
    narrowings = [Narrowing(name, value, words[value]) for name, value in said.items() if value]
    narrowings += [Narrowing(name, text, f"{name.capitalize()} {text}") for name, text in typed.items() if text]
    return AskedEvents(
        filters=EventFilter(
            user_id=int(said["who"]) if said["who"].isdecimal() else None,
            by_nobody=said["who"] == "nobody",
            verb=said["did"],
            subject=said["kind"],
            since=_start_of(days["from"]),
            until=_start_of(days["to"], later=1),
        ),
        narrowed=Narrowed(path=url_for("studio.owners.audit"), narrowings=narrowings, order=EventOrder.NEWEST),
        people=people,
        verbs=verbs,
        subjects=subjects,
        faults=faults,
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= clock.now().year + 100 else None


def _start_of(day: date | None, *, later: int = 0) -> datetime | None:
    """The moment at which the day begins where the site is, or that of so many days `later`."""
    if day is None:
        return None
    zone = current_app.config["SETTINGS"].timezone
    return datetime.combine(day + timedelta(days=later), time(), zone).astimezone(UTC)
