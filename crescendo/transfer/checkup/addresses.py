"""Whether old addresses lead readers on in one hop, and stand in nobody's way."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from ...catalog.models import Product, ProductStatus
from ...catalog.taxonomy import Category
from ...foundation.database import db
from ...foundation.urls import author_path, category_path, guide_path, product_path, tag_path
from ...journal.models import Article, AuthorProfile, Tag
from ...redirects.models import Redirect
from .faults import Fault


def faults_of_redirects(_thorough: bool) -> Iterator[Fault]:
    """Redirects that lead to another redirect, and those of addresses at which something stands."""
    further = aliased(Redirect)
    chained = select(Redirect.path, Redirect.target).join(further, further.path == Redirect.target)
    for path, target in db.session.execute(chained.order_by(Redirect.path)).all():
        advice = f"Let the redirect of {path} lead to where {target} leads."
        yield Fault(path, f"It leads to {target}, which itself leads elsewhere.", advice)
    taken = select(Redirect.path).where(_something_stands_there()).order_by(Redirect.path)
    for path in db.session.scalars(taken).all():
        yield Fault(path, "There is a redirect of it, but something stands there.", "Remove the redirect.")


def _something_stands_there() -> ColumnElement[bool]:
    return or_(
        _is_at(guide_path(""), Article.slug, Article.live_revision_id.is_not(None)),
        _is_at(product_path(""), Product.slug, Product.status != ProductStatus.MERGED),
        _is_at(category_path(""), Category.slug),
        _is_at(tag_path(""), Tag.slug),
        _is_at(author_path(""), AuthorProfile.slug),
    )


def _is_at(start: str, slug: InstrumentedAttribute[str], *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(slug).where(Redirect.path == literal(start) + slug, *conditions).correlate(Redirect).exists()
