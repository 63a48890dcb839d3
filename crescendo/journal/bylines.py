"""Changes to author profiles and tags. They flush; the request or `unit_of_work()` commits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from ..accounts.actions import record
from ..accounts.models import User
from ..foundation.database import claim, db
from ..foundation.errors import Rejected
from ..foundation.signals import article_changed
from ..foundation.slugs import is_slug, numbered, slug_from
from ..foundation.urls import author_path, tag_path
from ..redirects.actions import move
from ..redirects.models import RedirectReason
from ..redirects.queries import target_of
from .models import Article, AuthorProfile, Tag, article_tags


@dataclass(frozen=True)
class AuthorInput:
    """What is said of an author. `bio` is Markdown; an empty slug is made from the name."""

    name: str
    slug: str = ""
    role: str = ""
    bio: str = ""
    picture_id: int | None = None
    user_id: int | None = None


def create_author(entry: AuthorInput, *, by: User | None) -> AuthorProfile:
    """The new author profile; `Rejected` says what to change in `entry`."""
    author = AuthorProfile(slug="")
    _fill(author, entry)
    db.session.add(author)
    db.session.flush()
    record(by=by, verb="created", subject="author", subject_id=author.id)
    return author


def add_byline(user: User) -> AuthorProfile:
    """An author profile for an account that has none, under a free address."""
    stem = slug_from(user.name) or "author"
    slug, number = stem, 2
    while _slug_fault(AuthorProfile, AuthorProfile(slug=""), slug, path=author_path):
        slug, number = numbered(stem, number), number + 1
    return create_author(AuthorInput(name=user.name, slug=slug, user_id=user.id), by=user)


def update_author(author: AuthorProfile, entry: AuthorInput, *, version: int, by: User | None) -> None:
    """Change `author` into `entry`; a new slug leaves a redirect."""
    claim(author, version)
    old = author.slug
    _fill(author, entry)
    if old != author.slug:
        move(path=author_path(old), target=author_path(author.slug), reason=RedirectReason.RENAMED)
    db.session.flush()
    record(by=by, verb="updated", subject="author", subject_id=author.id)


def create_tag(*, name: str, slug: str = "", by: User | None) -> Tag:
    """The new tag; an empty slug is made from the name. `Rejected` says what to change."""
    tag = Tag(slug="")
    _fill_tag(tag, name=name, slug=slug or slug_from(name))
    db.session.add(tag)
    db.session.flush()
    record(by=by, verb="created", subject="tag", subject_id=tag.id)
    return tag


def update_tag(tag: Tag, *, name: str, slug: str, version: int, by: User | None) -> None:
    """Give `tag` another name or address; a new slug leaves a redirect."""
    claim(tag, version)
    old = tag.slug
    _fill_tag(tag, name=name, slug=slug)
    db.session.flush()
    for article in _tagged(tag):
        article_changed.send(article)
    if old != slug:
        move(path=tag_path(old), target=tag_path(slug), reason=RedirectReason.RENAMED)
    db.session.flush()
    record(by=by, verb="updated", subject="tag", subject_id=tag.id)


def delete_tag(tag: Tag, *, version: int, by: User | None) -> None:
    """Remove `tag` from every guide and for good."""
    claim(tag, version)
    record(by=by, verb="deleted", subject="tag", subject_id=tag.id, detail={"name": tag.name})
    tagged = _tagged(tag)
    db.session.delete(tag)
    db.session.flush()
    for article in tagged:
        article_changed.send(article)


def _tagged(tag: Tag) -> Sequence[Article]:
    return db.session.scalars(select(Article).join(article_tags).where(article_tags.c.tag_id == tag.id)).all()


def _fill(author: AuthorProfile, entry: AuthorInput) -> None:
    slug = entry.slug or author.slug or slug_from(entry.name)
    errors = {}
    if not entry.name.strip():
        errors["name"] = "Give the author a name."
    if fault := _slug_fault(AuthorProfile, author, slug, path=author_path):
        errors["slug"] = fault
    if entry.user_id is not None and _is_taken(AuthorProfile, author, user_id=entry.user_id):
        errors["user_id"] = "This account has another author profile already."
    if errors:
        raise Rejected(errors)
    author.name, author.slug, author.role = entry.name.strip(), slug, entry.role.strip()
    author.bio, author.picture_id, author.user_id = entry.bio.strip(), entry.picture_id, entry.user_id


def _fill_tag(tag: Tag, *, name: str, slug: str) -> None:
    name = name.strip()
    errors = {}
    if not name:
        errors["name"] = "Give the tag a name."
    elif _is_taken(Tag, tag, name=name):
        errors["name"] = "Another tag has this name."
    if fault := _slug_fault(Tag, tag, slug, path=tag_path):
        errors["slug"] = fault
    if errors:
        raise Rejected(errors)
    tag.name, tag.slug = name, slug


def _slug_fault(
    model: type[AuthorProfile] | type[Tag], row: AuthorProfile | Tag, slug: str, *, path: Callable[[str], str]
) -> str | None:
    if not is_slug(slug):
        return "Use lower-case letters, digits and single hyphens, such as rain-days."
    if _is_taken(model, row, slug=slug):
        return "This address is taken. Choose a different one."
    if slug != row.slug and target_of(path(slug)) not in {None, path(row.slug)}:
        return "This address still leads readers elsewhere. Choose a different one."
    return None


def _is_taken(model: type[AuthorProfile] | type[Tag], row: AuthorProfile | Tag, **values: object) -> bool:
    with db.session.no_autoflush:
        holder = db.session.scalar(select(model.id).filter_by(**values))
    return holder is not None and holder != row.id
