"""Counting what readers do. Whatever happens here, they get their answer, and not a moment later."""

import logging
from collections.abc import Mapping
from contextvars import Context
from datetime import date

from flask import Flask, current_app, request

from ..catalog.ways_out import WayOut
from ..foundation import clock
from ..foundation.database import db, unit_of_work
from ..outbound.click_actions import write_counts
from ..outbound.counting import is_ahead_of_a_click, is_robot, met, place_of, words_to_keep
from ..outbound.repeats import Repeats
from ..outbound.tally import Click, MissedSearch, Note, Tally

logger = logging.getLogger(__name__)


def install_counting(app: Flask) -> None:
    """Give `app` a tally, which writes by itself into the database of `app`."""

    def write(counts: Mapping[Note, int]) -> None:
        with app.app_context(), unit_of_work():
            write_counts(counts)

    # In a context of its own, because a request that only reads may be the one that has the counts written.
    app.extensions["tally"] = Tally(lambda counts: Context().run(write, counts))
    app.extensions["repeats"] = Repeats()


def tally_of(app: Flask) -> Tally:
    """The tally of `app`."""
    tally: Tally = app.extensions["tally"]
    return tally


def have_counts_written() -> None:
    """Let this request read what this process has counted so far: what it reads from now on is newer than that."""
    tally_of(current_app).settle()
    db.session.rollback()


def count_click(offer_id: int, place: str, way: WayOut) -> None:
    """Count this request as a click on an offer, from the place that its link names, unless nobody clicked."""
    if not _somebody_asks():
        return
    try:
        is_human = not is_robot(_user_agent()) and not _is_repeat(f"{offer_id}/{place}")
        _add(Click(day=_today(), offer_id=offer_id, place=place_of(place), met=met(way), is_human=is_human))
    except Exception:
        logger.exception("A click was not counted.")


def count_missed_search(text: str) -> None:
    """Count this request as a search for `text` that found nothing, unless a robot made it."""
    if not _somebody_asks():
        return
    try:
        words = words_to_keep(text)
        if words and not is_robot(_user_agent()) and not _is_repeat(f"?{words}"):
            _add(MissedSearch(day=_today(), words=words))
    except Exception:
        logger.exception("A search was not counted.")


def _add(note: Note) -> None:
    tally_of(current_app).add(note)


def _somebody_asks() -> bool:
    return request.method == "GET" and not is_ahead_of_a_click(dict(request.headers))


def _user_agent() -> str:
    return request.headers.get("User-Agent", "")


def _is_repeat(deed: str) -> bool:
    repeats: Repeats = current_app.extensions["repeats"]
    return repeats.is_repeat(address=request.remote_addr or "", user_agent=_user_agent(), deed=deed)


def _today() -> date:
    return clock.now().astimezone(current_app.config["SETTINGS"].timezone).date()
