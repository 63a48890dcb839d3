"""Addresses in requests: where to go next, and which page of a list."""

from urllib.parse import urlsplit

from flask import request

from ..foundation.errors import NotFound


def safe_next(target: str, *, default: str) -> str:
    """`target` when it is a path on this site, else `default`: nobody is sent elsewhere by a crafted link."""
    parts = urlsplit(target.replace("\\", "/"))
    is_local = not parts.scheme and not parts.netloc and target.startswith("/") and not target.startswith("//")
    return target if is_local and target.isprintable() else default


def page_number() -> int:
    """The page that `?page=` asks for, 1 when it does not; `NotFound` when that is no number."""
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 7 and text[0] != "0"):
        raise NotFound
    return int(text)
