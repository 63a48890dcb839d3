"""Addresses in requests: where to go next, and which page of a list."""

import re

from flask import current_app, request

from ..foundation.errors import NotFound

_TRACKING = re.compile(r"(utm_\w+|_g[al]|(dc|fb|g|msclk|tt|y)clid|[gw]braid|mc_[ce]id|srsltid)(=|$)")


def safe_next(target: str, *, default: str) -> str:
    """`target` when it is a path on this site, else `default`: nobody is sent elsewhere by a crafted link."""
    is_plain = target.isprintable() and "\\" not in target  # browsers take a backslash for a slash
    is_path = target.startswith("/") and not target.startswith("//")
    return target if is_plain and is_path else default


def without_tracking(query: str) -> str:
    """`query` without the parameters that only say who sent the reader: they make no other page."""
    return "&".join(part for part in query.split("&") if not _TRACKING.match(part))


def page_number() -> int:
    """The page that `?page=` asks for, 1 when it does not; `NotFound` when that is no number."""
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 7 and text[0] != "0"):
        raise NotFound
    return int(text)


def absolute(path: str) -> str:
    """The full address of a path of ours: by the site's own name, never by the one that a request was sent to."""
    return f"{current_app.config['SETTINGS'].site_url}{path}"
