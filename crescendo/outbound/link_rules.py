"""What an answer says of a link: pure rules. When in doubt a link is unknown, never broken."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from ..foundation.fetching import Answer, BadAddress, FetchError, PrivateAddress, TooSlow, Unreachable
from .links import LinkState

FAILURES = 3  # that make a failing link a dead one
FAILING_FOR = timedelta(days=1)  # at least, from the first failure to the one that counts
AGAIN = {
    LinkState.OK: timedelta(days=7),
    LinkState.MOVED: timedelta(days=7),
    LinkState.UNKNOWN: timedelta(days=3),
    LinkState.BROKEN: timedelta(days=2),
    LinkState.TIMEOUT: timedelta(days=2),
}
AGAIN_WHILE_FAILING = timedelta(hours=12)
LONGEST_WAIT = timedelta(days=14)
GONE = frozenset({404, 410})
TURNED_AWAY = frozenset({401, 402, 403, 405, 406, 407, 408, 421, 423, 425, 426, 428, 429, 451, 503, 999})
LASTING = frozenset({301, 308})
# What pages of robot walls say, which answer 200 or 5xx though no reader would see them.
WALLS = (b"cf-chl", b"challenge-platform", b"_Incapsula_Resource", b"px-captcha", b"captcha-delivery", b"awswaf")


@dataclass(frozen=True)
class Finding:
    """What one look at a link found. A dead state is a failure yet to be confirmed.

    `answered` tells whether any server spoke to us at all; `retry_at` is when it asked us to come again.
    """

    state: LinkState
    detail: str
    status: int | None = None
    final_address: str = ""
    answered: bool = True
    retry_at: datetime | None = None


@dataclass(frozen=True)
class Standing:
    """What is known of a link: its confirmed state, and the failures that are not confirmed yet."""

    state: LinkState
    failures: int
    failing_since: datetime | None


def finding_of(answer: Answer, *, now: datetime) -> Finding:
    """What `answer` says of the link that led to it."""
    state, detail = _judged(answer)
    return Finding(
        state=state,
        detail=detail,
        status=answer.status,
        final_address=answer.address if answer.hops else "",
        retry_at=_retry_at(answer, now) if state is LinkState.UNKNOWN else None,
    )


def finding_of_error(error: FetchError) -> Finding:
    """What it says of a link that nothing could be fetched."""
    last = error.hops[-1] if error.hops else None
    if isinstance(error, (PrivateAddress, BadAddress)):
        state = LinkState.UNKNOWN
    else:
        state = LinkState.TIMEOUT if isinstance(error, TooSlow) else LinkState.BROKEN
    return Finding(
        state=state,
        detail=str(error)[:200],
        status=last.status if last else None,
        final_address=last.address if last else "",
        answered=not isinstance(error, (Unreachable, TooSlow)) or last is not None,
    )


def standing_after(before: Standing, finding: Finding, *, now: datetime) -> Standing:
    """What is known once `finding` has come: a link is dead after three failures over at least a day."""
    if not finding.state.is_dead:
        return Standing(finding.state, 0, None)
    since, failures = before.failing_since or now, before.failures + 1
    is_confirmed = failures >= FAILURES and now - since >= FAILING_FOR
    return Standing(finding.state if is_confirmed or before.state.is_dead else before.state, failures, since)


def next_check(standing: Standing, finding: Finding, *, now: datetime) -> datetime:
    """When to look again: soon while it is failing, later than the server asks us to, never later than two weeks."""
    is_waiting = standing.failures and not standing.state.is_dead
    again = now + (AGAIN_WHILE_FAILING if is_waiting else AGAIN[standing.state])
    return min(max(again, finding.retry_at or again), now + LONGEST_WAIT)


def _judged(answer: Answer) -> tuple[LinkState, str]:
    status = answer.status
    if any(wall in answer.body for wall in WALLS) or answer.headers.get("cf-mitigated") == "challenge":
        return LinkState.UNKNOWN, "A robot wall stands before it."
    if status in GONE:
        return LinkState.BROKEN, f"It answers {status}: the page is gone."
    if status in TURNED_AWAY:
        return LinkState.UNKNOWN, f"It answers {status}, which it may say to checks alone."
    if status >= 400:
        return LinkState.BROKEN, f"It answers {status}."
    if status >= 300:
        return LinkState.UNKNOWN, f"It answers {status}, and does not say where to go."
    if any(hop.status in LASTING for hop in answer.hops):
        return LinkState.MOVED, "It has moved for good."
    return LinkState.OK, "It works."


def _retry_at(answer: Answer, now: datetime) -> datetime | None:
    """RFC 9110, 10.2.3: seconds, or a date."""
    text = answer.headers.get("retry-after", "").strip()
    if text.isdecimal():
        return now + timedelta(seconds=min(int(text), LONGEST_WAIT.total_seconds()))
    try:
        moment = parsedate_to_datetime(text) if text else None
    except (TypeError, ValueError):
        return None
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
