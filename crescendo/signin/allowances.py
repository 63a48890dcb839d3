"""Whose tries are counted together: those for an account, from an address, or by a browser that was here before.

A browser in which somebody signed in keeps a mark that says so. It is counted alone, so that strangers who try an
account again and again keep themselves out and not its owner.
"""

import secrets
from datetime import timedelta
from ipaddress import IPv6Address, ip_address
from typing import Any

from flask import Response, after_this_request, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from ..accounts.models import User
from ..accounts.tries import Allowance
from ..web.signing import fingerprint

MARK = "crescendo_browser"
MARK_LASTS = timedelta(days=365)
FOR_ACCOUNT, FOR_CODES, FOR_LETTERS = 10, 5, 3
FROM_ADDRESS = 50  # an office may share one
PATH = "/login"


def to_sign_in(email: str) -> list[Allowance]:
    """Under what a try to sign in with `email` counts."""
    return _by_mark(email, FOR_ACCOUNT) or [_allowance(f"account {_plain(email)}", FOR_ACCOUNT), from_here()]


def to_enter_code(user: User) -> list[Allowance]:
    """Under what a try to enter a code of `user` counts."""
    return _by_mark(user.email, FOR_CODES, "code") or [_allowance(f"code {user.id}", FOR_CODES), from_here()]


def to_ask_for_letter(email: str) -> list[Allowance]:
    """Under what asking for a letter to `email` counts."""
    return [_allowance(f"letter {_plain(email)}", FOR_LETTERS), from_here()]


def from_here() -> Allowance:
    """Under what anything from this address counts: of IPv6, the network that one household has."""
    address = ip_address(request.remote_addr or "127.0.0.1")
    network = str(int(address) >> 64) if isinstance(address, IPv6Address) else str(address)
    return _allowance(f"address {network}", FROM_ADDRESS)


def mark_browser(user: User) -> None:
    """Let the browser keep that `user` signed in here."""
    mark = _serializer().dumps([_name_of(user.email), secrets.token_urlsafe(12)])

    @after_this_request
    def keep(response: Response) -> Response:
        response.set_cookie(
            MARK,
            mark,
            max_age=MARK_LASTS,
            path=PATH,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
        return response


def _by_mark(email: str, free: int, what: str = "sign-in") -> list[Allowance]:
    try:
        said: Any = _serializer().loads(request.cookies.get(MARK, ""), max_age=int(MARK_LASTS.total_seconds()))
    except BadSignature:
        return []
    name, number = said
    return [_allowance(f"browser {what} {number}", free)] if name == _name_of(email) else []


def _allowance(words: str, free: int) -> Allowance:
    return Allowance(fingerprint(words, purpose="tries"), free)


def _name_of(email: str) -> str:
    return fingerprint(_plain(email), purpose="browser mark")


def _plain(email: str) -> str:
    return email.strip().lower()


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="browser mark")
