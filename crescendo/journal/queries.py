"""All reading of the journal for readers. What a page will touch is loaded here; nothing loads lazily."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import BindParameter, Integer, Select, bindparam, case, func, select, union_all
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from ..catalog.known import known_categories
from ..catalog.models import Product, ProductStatus
from ..catalog.taxonomy import Category
from ..foundation.database import UTCDateTime, db
from ..foundation.errors import Gone, NotFound
from ..foundation.kept import kept, kept_each
from ..foundation.pagination import Page, paginate_rows
from ..foundation.urls import guide_path
from ..media.models import Asset
from ..redirects.queries import target_of
from .changes import next_change
from .derived import Mention, MentionForm
from .models import Article, AuthorProfile, Revision, Tag, article_tags
from .publishing import is_live, visible_at, was_public

_LATELY = 100  # guides, among whose picks the front page looks
_NOW = bindparam("now", type_=UTCDateTime())


@cache
def card_of_guide() -> tuple[ExecutableOption, ...]:
    """What a card shows of a guide."""
    return (
        joinedload(Article.live_revision),
        joinedload(Article.category),
        joinedload(Article.author),
        joinedload(Article.hero),
    )


def _visible(now: datetime | BindParameter[datetime]) -> Select[Article]:
    """Guides that readers see at `now`, newest first."""
    return select(Article).where(visible_at(now)).order_by(Article.publish_at.desc(), Article.id.desc())


@kept(8, until=next_change)
def guide_by_slug(slug: str, *, now: datetime) -> Article:
    """The guide with its texts, ready for its page. `Gone` when it was withdrawn, `NotFound` when never public."""
    article = db.session.scalar(_guide_in_full(), {"slug": slug})
    if article is not None and is_live(article, now):
        return article
    if article is not None and was_public(article, now):
        raise Gone
    raise NotFound


@cache
def _guide_in_full() -> Select[Article]:
    return (
        select(Article)
        .where(Article.slug == bindparam("slug"))
        .options(
            joinedload(Article.live_revision).undefer(Revision.document),
            joinedload(Article.category),
            joinedload(Article.author).joinedload(AuthorProfile.picture),
            joinedload(Article.hero),
        )
    )


@kept(20, until=next_change)
def latest_guides(*, now: datetime, limit: int, without: Collection[int] = ()) -> Sequence[Article]:
    """The newest guides that readers see, ready for cards."""
    return db.session.scalars(_latest(), {"now": now, "without": list(without), "limit": limit}).all()


@cache
def _latest() -> Select[Article]:
    others = Article.id.not_in(bindparam("without", expanding=True))
    return _visible(_NOW).where(others).options(*card_of_guide()).limit(bindparam("limit", type_=Integer))


def guides_in_full(
    *, now: datetime, limit: int, category: Category | None, author: AuthorProfile | None
) -> Sequence[Article]:
    """The newest guides that readers see, with their texts."""
    statement = _visible(now)
    if category is not None:
        statement = statement.where(Article.category_id == category.id)
    if author is not None:
        statement = statement.where(Article.author_id == author.id)
    text = joinedload(Article.live_revision).undefer(Revision.document)
    return db.session.scalars(statement.options(*card_of_guide(), text).limit(limit)).all()


def guide_addresses(*, now: datetime, number: int, size: int) -> Page[tuple[str, datetime, Asset | None]]:
    """Slugs of guides that readers see, with when what they see last changed and their pictures, oldest first."""
    changed_at = case((Revision.created_at > Article.publish_at, Revision.created_at), else_=Article.publish_at)
    statement = (
        select(Article.slug, changed_at.label("changed_at"), Asset)
        .outerjoin(Asset, Article.hero_id == Asset.id)
        .join(Revision, Article.live_revision_id == Revision.id)
        .where(visible_at(now))
        .order_by(Article.id)
    )
    return paginate_rows(statement, number=number, size=size)


def slugs_of_tags(*, now: datetime) -> Sequence[str]:
    """The slugs of tags that guides which readers see have."""
    statement = select(Tag.slug).join(article_tags).join(Article).where(visible_at(now))
    return db.session.scalars(statement.distinct().order_by(Tag.slug)).all()


def slugs_of_authors(*, now: datetime) -> Sequence[str]:
    """The slugs of authors of guides that readers see."""
    statement = select(AuthorProfile.slug).join(Article, Article.author_id == AuthorProfile.id).where(visible_at(now))
    return db.session.scalars(statement.distinct().order_by(AuthorProfile.slug)).all()


@kept(5, until=next_change)
def latest_by_category(*, now: datetime, each: int, without: Collection[int] = ()) -> dict[int, list[Article]]:
    """The newest `each` guides of every category, by category id, ready for cards."""
    shelves = {f"category_{number}": category.id for number, category in enumerate(known_categories())}
    if not shelves:
        return {}
    found: dict[int, list[Article]] = {}
    parameters = {"now": now, "without": list(without), **shelves}
    for article in db.session.scalars(_newest_of_each(each, tuple(shelves)), parameters):
        found.setdefault(article.category_id, []).append(article)
    return found


@cache
def _newest_of_each(each: int, shelves: tuple[str, ...]) -> Select[Article]:
    """Made once for so many categories, since making it costs more than asking it."""
    newest = (
        select(Article.id).where(visible_at(_NOW), Article.id.not_in(bindparam("without", expanding=True))).limit(each)
    )
    newest = newest.order_by(Article.publish_at.desc(), Article.id.desc())
    parts = [newest.where(Article.category_id == bindparam(shelf)).subquery() for shelf in shelves]
    ids = union_all(*(select(part.c.id) for part in parts))
    return _visible(_NOW).where(Article.id.in_(ids)).options(*card_of_guide())


@kept(8, until=next_change)
def guides_featuring(product_ids: Collection[int], *, now: datetime) -> list[tuple[Article, Mention]]:
    """Guides that readers see with each product's weightiest mention in them: picks first, then newest."""
    rows = db.session.execute(_featuring(), {"now": now, "products": list(product_ids)}).unique()
    best: dict[tuple[int, int], tuple[Article, Mention]] = {}
    for article, mention in rows:
        key = (article.id, mention.product_id)
        if key not in best or (mention.form is MentionForm.PICK and best[key][1].form is not MentionForm.PICK):
            best[key] = (article, mention)
    return sorted(best.values(), key=lambda pair: pair[1].form is not MentionForm.PICK)


@cache
def _featuring() -> Select[Article, Mention]:
    return (
        select(Article, Mention)
        .join(Mention, Mention.revision_id == Article.live_revision_id)
        .where(visible_at(_NOW), Mention.product_id.in_(bindparam("products", expanding=True)))
        .order_by(Article.publish_at.desc(), Article.id.desc(), Mention.position)
        .options(*card_of_guide())
    )


@kept(5, until=next_change)
def lately_picked_product_ids(*, now: datetime, limit: int) -> list[int]:
    """The products on sale that the newest guides show, latest first, each once."""
    rows = db.session.execute(_lately_picked(), {"now": now, "limit": limit})
    return [product_id for product_id, _newest in rows]


@cache
def _lately_picked() -> Select[int, datetime]:
    latest = _visible(_NOW).limit(_LATELY).with_only_columns(Article.live_revision_id, Article.publish_at).subquery()
    newest = func.max(latest.c.publish_at)
    return (
        select(Mention.product_id, newest)
        .join(latest, Mention.revision_id == latest.c.live_revision_id)
        .join(Product, Mention.product_id == Product.id)
        .where(Product.status == ProductStatus.ACTIVE, Mention.form.in_([MentionForm.PICK, MentionForm.CARD]))
        .group_by(Mention.product_id)
        .order_by(newest.desc(), Mention.product_id)
        .limit(bindparam("limit", type_=Integer))
    )


def guides_by_id(ids: Collection[int], *, now: datetime) -> dict[int, Article]:
    """Those of these guides that readers see, by id."""
    if not ids:
        return {}
    return {article.id: article for article in db.session.scalars(_visible(now).where(Article.id.in_(ids)))}


@kept_each(100, until=next_change)
def guides_for_cards(ids: Collection[int], *, now: datetime) -> dict[int, Article]:
    """Those of these guides that readers see, by id, ready for cards."""
    if not ids:
        return {}
    found = db.session.scalars(_cards(), {"now": now, "ids": list(ids)})
    return {article.id: article for article in found}


@cache
def _cards() -> Select[Article]:
    wanted = Article.id.in_(bindparam("ids", expanding=True))
    return select(Article).where(visible_at(_NOW), wanted).options(*card_of_guide())


def guide_ids_by_reference(slugs: Collection[str]) -> dict[str, int]:
    """Article ids by slug as written in a body, following renames; unknown slugs are left out."""
    found = _ids_by_slug(slugs)
    for slug in set(slugs) - set(found):
        current = (target_of(guide_path(slug)) or "").removeprefix(guide_path(""))
        if current and (article_id := _ids_by_slug([current]).get(current)):
            found[slug] = article_id
    return found


def _ids_by_slug(slugs: Collection[str]) -> dict[str, int]:
    if not slugs:
        return {}
    rows = db.session.execute(select(Article.slug, Article.id).where(Article.slug.in_(slugs)))
    return {row.slug: row.id for row in rows}


@kept(8)
def tag_by_slug(slug: str) -> Tag:
    """The tag; `NotFound` when there is none."""
    tag = db.session.scalar(select(Tag).where(Tag.slug == slug))
    if tag is None:
        raise NotFound
    return tag


@kept(8)
def author_by_slug(slug: str) -> AuthorProfile:
    """The author profile with its picture; `NotFound` when there is none."""
    author = db.session.scalar(
        select(AuthorProfile).where(AuthorProfile.slug == slug).options(joinedload(AuthorProfile.picture))
    )
    if author is None:
        raise NotFound
    return author
