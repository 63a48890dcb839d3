"""Writing down what a tally counted. Nothing here is done by anybody, so nothing is recorded as such."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import Table, delete

from ..foundation.database import Base, db, insertion
from .clicks import BlockForm, DailyClicks, MissedSearches
from .place_queries import forms_of_places, offers_among
from .search_queries import words_of_day
from .tally import Click, MissedSearch, Note

MOST_WORDS = 500  # different searches without a result that a day keeps: whoever types nonsense fills no database
WORDS_KEPT = timedelta(days=366)


def write_counts(counts: Mapping[Note, int]) -> None:
    """Add `counts` to those of their days. Clicks on offers that are no longer there are left out."""
    clicks = {note: times for note, times in counts.items() if isinstance(note, Click)}
    missed = {note: times for note, times in counts.items() if isinstance(note, MissedSearch)}
    if clicks:
        _add_clicks(clicks)
    for day in sorted({note.day for note in missed}):
        _add_missed({note.words: times for note, times in missed.items() if note.day == day}, day=day)


def _add_clicks(clicks: Mapping[Click, int]) -> None:
    """A place counts when its guide shows readers the product there, or what is offered in its place, today."""
    offers = offers_among({click.offer_id for click in clicks})
    forms = forms_of_places({(*click.place, click.offer_id) for click in clicks if click.place})
    rows = []
    for click, times in clicks.items():
        if click.offer_id not in offers:
            continue
        form = forms.get((*click.place, click.offer_id), BlockForm.NONE) if click.place else BlockForm.NONE
        article_id, position = click.place if click.place and form is not BlockForm.NONE else (None, 0)
        rows.append(
            {
                "day": click.day,
                "offer_id": click.offer_id,
                "place": f"{article_id}-{position}" if article_id else "",
                "form": form,
                "met": click.met,
                "article_id": article_id,
                "position": position,
                "human": times if click.is_human else 0,
                "other": 0 if click.is_human else times,
            }
        )
    _add(DailyClicks, rows, counted=("human", "other"))


def _add_missed(words: Mapping[str, int], *, day: date) -> None:
    known = words_of_day(day)
    new = sorted(set(words) - known)[: max(0, MOST_WORDS - len(known))]
    db.session.execute(delete(MissedSearches).where(MissedSearches.day < day - WORDS_KEPT))
    rows = [{"day": day, "words": each, "times": words[each]} for each in {*new, *(set(words) & known)}]
    _add(MissedSearches, rows, counted=("times",))


def _add(model: type[Base], rows: list[dict[str, object]], *, counted: tuple[str, ...]) -> None:
    """Put in `rows`, or add what they count to the rows that are there.

    Always in the order of their keys, so that two processes never wait for each other.
    """
    table = model.__table__
    if not rows or not isinstance(table, Table):
        return
    statement = insertion(model)
    added = statement.on_conflict_do_update(
        index_elements=list(table.primary_key.columns),
        set_={name: table.c[name] + statement.excluded[name] for name in counted},
    )
    keys = [column.name for column in table.primary_key.columns]
    db.session.execute(added, sorted(rows, key=lambda row: tuple(str(row[key]) for key in keys)))
