"""All changes to redirects. They flush; the request or `unit_of_work()` commits."""

from sqlalchemy import delete, update

from ..foundation import clock
from ..foundation.database import db
from .models import Redirect, RedirectReason


def release(*, path: str) -> None:
    """Let `path` lead nowhere else: something stands there again."""
    db.session.execute(delete(Redirect).where(Redirect.path == path))


def move(*, path: str, target: str, reason: RedirectReason) -> None:
    """Make `path` and everything that led to it lead to `target` in one hop.

    `target` is a live address from now on, so it stops being redirected itself: renaming back is clean.
    """
    if path == target:
        return
    db.session.execute(delete(Redirect).where(Redirect.path.in_([target, path])))
    db.session.execute(update(Redirect).where(Redirect.target == path).values(target=target))
    db.session.add(Redirect(path=path, target=target, reason=reason, created_at=clock.now()))
    db.session.flush()
