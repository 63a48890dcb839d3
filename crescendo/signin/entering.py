"""The last steps of every way in: the code, where one is asked for, and the session."""

from flask import Response, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user

from ..accounts.actions import open_session, record
from ..accounts.models import User
from ..accounts.one_time import make_token, running_token
from ..accounts.proofs import Purpose
from ..accounts.queries import session_by_token
from ..accounts.second_step import authenticator_of
from ..foundation.database import unit_of_work
from ..foundation.errors import TooSoon
from ..web.addresses import safe_next
from .allowances import mark_browser
from .identity import Identity

_HELD = "held"  # the token of somebody whose password was right and whose code is missing
_NEXT = "next"


def enter_with_password(user: User, target: str) -> ResponseReturnValue:
    """On to the page that was asked for, or to the page that asks for the code first."""
    if authenticator_of(user) is None:
        return enter(user, target, way="password")
    session.clear()
    session[_HELD] = make_token(purpose=Purpose.SECOND_STEP, user=user)
    session[_NEXT] = target
    return redirect(url_for("signin.ask_for_code"))


def held() -> tuple[str, User] | None:
    """The token of whoever has given a right password here and still owes the code, and who that is."""
    token = session.get(_HELD, "")
    found = running_token(token, Purpose.SECOND_STEP)
    return (token, found.user) if found and found.user else None


def target_of_held() -> str:
    """Where they wanted to go."""
    return str(session.get(_NEXT, ""))


def enter(user: User, target: str, *, way: str) -> ResponseReturnValue:
    """Open a session and go on to `target`, a page of ours, or to the studio."""
    session.clear()  # whatever was in the cookie before belongs to nobody
    token = open_session(user=user, browser=request.user_agent.string, way=way)
    opened = session_by_token(token)
    if opened is not None:
        login_user(Identity(opened, token))
    session.permanent = True
    mark_browser(user)
    return redirect(safe_next(target, default=url_for("studio.dashboard")))


def note_failure(user: User | None, way: str) -> None:
    """Keep that somebody was refused, though the answer is an error: of an unknown account, not even the address."""
    with unit_of_work():
        record(by=None, verb="was refused", subject="user", subject_id=user.id if user else None, detail={"way": way})


def too_soon(page: str, refusal: TooSoon) -> Response:
    """`page` as the answer to whoever tries too fast."""
    return make_response(page, 429, {"Retry-After": str(refusal.seconds)})


def wait_words(refusal: TooSoon) -> str:
    """How long to wait, in words."""
    minutes = -(-refusal.seconds // 60)
    wait = f"{refusal.seconds} seconds" if refusal.seconds < 60 else f"{minutes} minute{'s' if minutes > 1 else ''}"
    return f"That was tried too often. Wait {wait}, then try again."
