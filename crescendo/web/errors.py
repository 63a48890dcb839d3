"""Errors become a status and a page here and nowhere else."""

import errno
from collections.abc import Callable
from sqlite3 import SQLITE_FULL

from flask import Flask, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from ..foundation.errors import Conflict, Gone, NotFound, NotPermitted, Rejected, TooSoon

DISK_FULL = "53100"  # PostgreSQL, appendix A: error codes
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
FindRedirect = Callable[[str], str | None]


def install_errors(app: Flask, *, find_redirect: FindRedirect) -> None:
    """Answer every error of `app` with its page; an address that moved answers 301 to where it is now."""

    def missing(_error: Exception) -> ResponseReturnValue:
        trimmed = request.path.rstrip("/")
        target = find_redirect(request.path) or find_redirect(trimmed) or _existing(trimmed)
        if target is None:
            return _page(404)
        query = request.query_string.decode()
        return redirect(f"{target}?{query}" if query else target, code=301)

    app.register_error_handler(404, missing)
    app.register_error_handler(NotFound, missing)
    app.register_error_handler(Gone, lambda _error: _page(410))
    app.register_error_handler(NotPermitted, lambda _error: _page(403))
    app.register_error_handler(Conflict, lambda _error: _page(409))
    app.register_error_handler(StaleDataError, lambda _error: _page(409))
    app.register_error_handler(Rejected, lambda error: _page(422, detail=str(error)))
    app.register_error_handler(TooSoon, lambda error: (*_page(429), {"Retry-After": str(error.seconds)}))
    app.register_error_handler(CSRFError, lambda _error: _page(400))
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _unavailable)
    app.register_error_handler(OSError, _broken)
    app.register_error_handler(DataError, lambda _error: _page(422))  # signs or numbers that no database keeps
    app.register_error_handler(500, lambda _error: (render_template("errors/500.html", code=500), 500))


def _existing(path: str) -> str | None:
    """`path` if some page may stand there, where none may at the address of this request."""
    return path if request.url_rule is None and current_app.url_map.bind("").test(path, method="GET") else None


def _broken(error: OSError) -> ResponseReturnValue:
    """Files cannot be written: for want of room, or for a reason that only the log tells."""
    if error.errno in _NO_ROOM:
        return _no_room(error)
    raise error


def _unavailable(error: OperationalError) -> ResponseReturnValue:
    """The database cannot be reached, is full or stays locked: nothing was saved, and a later try may succeed."""
    if getattr(error.orig, "sqlite_errorcode", None) == SQLITE_FULL or getattr(error.orig, "sqlstate", "") == DISK_FULL:
        return _no_room(error)
    current_app.logger.error("The database does not answer: %s", str(error.orig).strip())
    return render_template("errors/500.html", code=503), 503, {"Retry-After": "30"}


def _no_room(error: Exception) -> ResponseReturnValue:
    current_app.logger.error("There is no room left to write to: %s", str(getattr(error, "orig", error)).strip())
    return render_template("errors/500.html", code=507), 507


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    page, code = _page(error.code)
    response = error.get_response()
    response.data = page
    response.content_type = "text/html; charset=utf-8"
    response.status_code = code
    return response


def _page(code: int, *, detail: str = "") -> tuple[str, int]:
    words = _WORDS.get(code, ("Something went wrong", "The request could not be answered."))
    template = "errors/missing.html" if code in {404, 410} else "errors/error.html"
    return render_template(template, code=code, heading=words[0], advice=detail or words[1]), code


_WORDS = {
    400: (
        "We could not read that",
        "The form may have been open for too long. Go back, reload the page and try again.",
    ),
    403: (
        "Not yours to change",
        "Your account is not allowed to do this. Ask an editor or the owner of the site.",
    ),
    404: ("Nothing stands here", "The address may be mistyped, or the page was never published."),
    405: ("That cannot be done here", "This address does not take such requests."),
    409: ("Somebody saved this before you", "Go back, copy what you typed, reload the page and save again."),
    410: ("This page was withdrawn", "It was here once. We took it down on purpose."),
    413: ("That is too large", "Send less at once: pictures may have up to 30 MB, documents 20 MB, imports 1 GB."),
    422: ("Something needs changing", "Go back and check what was entered."),
    429: ("Too many tries", "Wait a few minutes, then try again."),
}
