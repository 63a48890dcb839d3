"""All reading of redirects."""

from sqlalchemy import select

from ..foundation.database import db
from .models import Redirect


def target_of(path: str) -> str | None:
    """The current address of what once stood at `path`; None when nothing public ever did, or it still does."""
    return db.session.scalar(select(Redirect.target).where(Redirect.path == path))


def paths_leading_to(target: str) -> list[str]:
    """Every old address that leads to `target`."""
    return list(db.session.scalars(select(Redirect.path).where(Redirect.target == target).order_by(Redirect.path)))
