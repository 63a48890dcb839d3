"""Tags as authors type them: by name, created when new."""

from collections.abc import Sequence

from sqlalchemy import select

from ..foundation.database import db
from ..foundation.slugs import slug_from
from .models import Tag


def tags_named(names: Sequence[str]) -> list[Tag]:
    """The tags with these names, in that order; names that only differ in case or punctuation are one tag."""
    wanted: dict[str, str] = {}
    for name in names:
        wanted.setdefault(slug_from(name), name.strip())
    wanted.pop("", None)
    known = {tag.slug: tag for tag in known_tags(names)}
    created = {slug: Tag(slug=slug, name=name[:80]) for slug, name in wanted.items() if slug not in known}
    db.session.add_all(created.values())
    return [known.get(slug) or created[slug] for slug in wanted]


def known_tags(names: Sequence[str]) -> list[Tag]:
    """Those of the tags with these names that exist."""
    slugs = [slug_from(name) for name in names]
    return list(db.session.scalars(select(Tag).where(Tag.slug.in_(slugs)).order_by(Tag.name)))
