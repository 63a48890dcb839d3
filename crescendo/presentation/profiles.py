"""An author as readers meet them."""

from dataclasses import dataclass

from markupsafe import Markup

from ..foundation.urls import author_path
from ..journal.models import AuthorProfile
from .pictures import Picture, picture_of
from .texts import short_text


@dataclass(frozen=True)
class AuthorBox:
    """A byline with its profile."""

    name: str
    role: str
    address: str
    bio: Markup
    picture: Picture | None


def author_box(author: AuthorProfile) -> AuthorBox:
    """The profile of `author`."""
    return AuthorBox(
        name=author.name,
        role=author.role,
        address=author_path(author.slug),
        bio=short_text(author.bio),
        picture=picture_of(author.picture) if author.picture else None,
    )
