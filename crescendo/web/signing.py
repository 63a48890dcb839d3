"""What follows from our secret key: links that only we can make, fingerprints, and texts that only we can read."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from ..foundation.errors import Gone, NotFound

if TYPE_CHECKING:  # it is large, and most processes never seal anything
    from cryptography.fernet import Fernet


def signed(value: int, *, purpose: str) -> str:
    """`value` as a token for links of one `purpose`."""
    return _serializer(purpose).dumps(value)


def unsigned(token: str, *, purpose: str, lasts: timedelta) -> int:
    """What `token` says; `Gone` when it was made longer ago than it `lasts`, `NotFound` when it is not ours."""
    is_known, value = _serializer(purpose).loads_unsafe(token)
    if not is_known or not isinstance(value, int):
        raise NotFound
    try:
        _serializer(purpose).loads(token, max_age=int(lasts.total_seconds()))
    except BadSignature as error:
        raise Gone from error
    return value


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=purpose)


def fingerprint(value: str, *, purpose: str) -> str:
    """What stands for `value` where it is not to be kept: nobody can tell it from this without our key."""
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def sealed(text: str, *, purpose: str) -> str:
    """`text`, encrypted (AES-128 and HMAC, as Fernet puts them together)."""
    return _box(purpose).encrypt(text.encode()).decode()


def unsealed(sealed_text: str, *, purpose: str) -> str | None:
    """The text that was sealed; None when our key is another one by now."""
    from cryptography.fernet import InvalidToken

    try:
        return _box(purpose).decrypt(sealed_text.encode()).decode()
    except InvalidToken:
        return None


def _box(purpose: str) -> "Fernet":
    from cryptography.fernet import Fernet

    key = bytes.fromhex(fingerprint("", purpose=f"sealing {purpose}"))
    return Fernet(urlsafe_b64encode(key))
