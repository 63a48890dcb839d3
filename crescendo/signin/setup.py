"""The one-time address under which the first account is made."""

import hashlib
import hmac

from flask import current_app

from ..accounts.queries import has_users


def setup_token() -> str:
    """A secret that only the operator's console shows. It is worthless as soon as there is a user."""
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, b"first account", hashlib.sha256).hexdigest()[:40]


def setup_url() -> str:
    """The full address of the set-up page."""
    return f"{current_app.config['SETTINGS'].site_url}/studio/setup/{setup_token()}"


def setup_is_open(token: str) -> bool:
    """Whether `token` may make the first account."""
    return hmac.compare_digest(token.encode(), setup_token().encode()) and not has_users()
