"""Links that only we can make, and that end by themselves."""

from datetime import timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from ..foundation.errors import Gone, NotFound


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
