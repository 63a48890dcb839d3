"""Reading what is here already, for somebody who moves in."""

from collections.abc import Collection

from sqlalchemy import or_, select

from ...catalog.models import Product
from ...catalog.taxonomy import Category
from ...foundation.database import db
from ...foundation.slugs import slug_from
from ...foundation.urls import guide_path
from ...journal.models import Article, AuthorProfile, Tag
from ...redirects.models import Redirect


def author_called(slug: str, name: str) -> int | None:
    """The author profile with this address or name."""
    found = select(AuthorProfile.id).where(or_(AuthorProfile.slug == slug_from(slug), AuthorProfile.name == name))
    return db.session.scalar(found.order_by(AuthorProfile.id).limit(1))


def category_called(slug: str, name: str) -> int | None:
    """The category with this address or name."""
    found = select(Category.id).where(or_(Category.slug == slug_from(slug), Category.name == name))
    return db.session.scalar(found.order_by(Category.id).limit(1))


def tag_called(_slug: str, name: str) -> int | None:
    """The tag with this name: capitals and punctuation make no difference."""
    return db.session.scalar(select(Tag.id).where(Tag.slug == slug_from(name)))


def taken_guide_slugs() -> set[str]:
    """Slugs that no new guide can have: of guides, and of addresses that lead to some."""
    old = db.session.scalars(select(Redirect.path).where(Redirect.path.startswith(guide_path(""), autoescape=True)))
    return {*db.session.scalars(select(Article.slug)), *(path.removeprefix(guide_path("")) for path in old)}


def guide_slugs_by_id(ids: Collection[int]) -> dict[int, str]:
    """The slugs that guides have now, by their number."""
    if not ids:
        return {}
    rows = db.session.execute(select(Article.id, Article.slug))
    wanted = set(ids)
    return {article_id: slug for article_id, slug in rows if article_id in wanted}


def product_slugs_by_id(ids: Collection[int]) -> dict[int, str]:
    """The slugs that products have now, by their number."""
    if not ids:
        return {}
    wanted = set(ids)
    rows = db.session.execute(select(Product.id, Product.slug))
    return {product_id: slug for product_id, slug in rows if product_id in wanted}
