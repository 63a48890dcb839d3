"""All reading of the journal for readers. What a page will touch is loaded here; nothing loads lazily."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, case, func, literal, select, tuple_, union_all
from sqlalchemy.orm import contains_eager, joinedload, selectinload, undefer
from sqlalchemy.sql.base import ExecutableOption

from ..catalog.models import Product, ProductStatus
from ..catalog.taxonomy import Category
from ..foundation.database import UTCDateTime, db
from ..foundation.errors import Gone, NotFound
from ..foundation.pagination import Page, paginate, paginate_rows
from ..foundation.urls import guide_path
from ..media.models import Asset
from ..redirects.queries import target_of
from .derived import BodyLink, BodyPicture, Mention, MentionForm
from .models import Article, AuthorProfile, Revision, Tag, article_tags
from .publishing import is_live, visible_at, was_public

PAGE_SIZE = 12


def _card() -> tuple[ExecutableOption, ...]:
    """What a card shows of a guide."""
    return (
        joinedload(Article.live_revision),
        joinedload(Article.category),
        joinedload(Article.author),
        joinedload(Article.hero),
    )


def _visible(now: datetime) -> Select[Article]:
    """Guides that readers see at `now`, newest first."""
    return select(Article).where(visible_at(now)).order_by(Article.publish_at.desc(), Article.id.desc())


def guide_by_slug(slug: str, *, now: datetime) -> Article:
    """The guide with all that its page shows. `Gone` when it was withdrawn, `NotFound` when never public."""
    article = db.session.scalar(
        select(Article)
        .where(Article.slug == slug)
        .options(
            joinedload(Article.live_revision).options(undefer(Revision.document), undefer(Revision.body)),
            joinedload(Article.category),
            joinedload(Article.author).joinedload(AuthorProfile.picture),
            joinedload(Article.hero),
            selectinload(Article.tags),
        )
    )
    if article is not None and is_live(article, now):
        return article
    if article is not None and was_public(article, now):
        raise Gone
    raise NotFound


def guides_page(
    *,
    now: datetime,
    number: int,
    category: Category | None = None,
    tag: Tag | None = None,
    author: AuthorProfile | None = None,
) -> Page[Article]:
    """Guides that readers see, newest first, ready for cards."""
    statement = _visible(now)
    if category is not None:
        statement = statement.where(Article.category_id == category.id)
    if tag is not None:
        statement = statement.join(article_tags).where(article_tags.c.tag_id == tag.id)
    if author is not None:
        statement = statement.where(Article.author_id == author.id)
    return paginate(statement.options(*_card()), number=number, size=PAGE_SIZE)


def latest_guides(*, now: datetime, limit: int, without: Collection[int] = ()) -> Sequence[Article]:
    """The newest guides that readers see, ready for cards."""
    return db.session.scalars(_visible(now).where(Article.id.not_in(without)).options(*_card()).limit(limit)).all()


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
    return db.session.scalars(statement.options(*_card(), text).limit(limit)).all()


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


def latest_by_category(*, now: datetime, each: int, without: Collection[int] = ()) -> dict[int, list[Article]]:
    """The newest `each` guides of every category, by category id, ready for cards."""
    place = func.row_number().over(
        partition_by=Article.category_id, order_by=(Article.publish_at.desc(), Article.id.desc())
    )
    ranked = select(Article.id, place.label("place")).where(visible_at(now), Article.id.not_in(without)).subquery()
    statement = _visible(now).join(ranked, ranked.c.id == Article.id).where(ranked.c.place <= each)
    found: dict[int, list[Article]] = {}
    for article in db.session.scalars(statement.options(*_card())):
        found.setdefault(article.category_id, []).append(article)
    return found


@dataclass(frozen=True)
class Around:
    """What stands around a guide in time: its neighbours in the category, and the newest guides of all."""

    older: Article | None
    newer: Article | None
    latest: Sequence[Article]


def guides_around(article: Article, *, now: datetime, limit: int) -> Around:
    """The neighbours of `article` and the newest `limit` other guides that readers see, in one query."""
    others = select(Article.id).where(visible_at(now), Article.id != article.id)
    same = others.where(Article.category_id == article.category_id)
    place = tuple_(Article.publish_at, Article.id)
    mine = tuple_(literal(article.publish_at or now, UTCDateTime()), literal(article.id))
    newest_first = (Article.publish_at.desc(), Article.id.desc())
    wanted = {
        "older": same.where(place < mine).order_by(*newest_first).limit(1),
        "newer": same.where(place > mine).order_by(Article.publish_at, Article.id).limit(1),
        "latest": others.order_by(*newest_first).limit(limit),
    }
    found = union_all(
        *(select(literal(why).label("why"), part.subquery().c.id) for why, part in wanted.items())
    ).subquery()
    statement = select(found.c.why, Article).join(found, found.c.id == Article.id).order_by(*newest_first)
    guides: dict[str, list[Article]] = {why: [] for why in wanted}
    for why, guide in db.session.execute(statement.options(*_card())):
        guides[why].append(guide)
    return Around(next(iter(guides["older"]), None), next(iter(guides["newer"]), None), guides["latest"])


def related_guides(article: Article, *, now: datetime, limit: int, alike: Sequence[int] = ()) -> Sequence[Article]:
    """Guides that share most with `article`: products count thrice, tags twice, the category once.

    `alike` are ids of guides whose text is like its text, the likest first: the first counts twice, the last a little.
    """
    mine = select(Mention.product_id).where(Mention.revision_id == article.live_revision_id)
    products = (
        select(func.count(Mention.product_id.distinct()))
        .where(Mention.revision_id == Article.live_revision_id, Mention.product_id.in_(mine))
        .correlate(Article)
        .scalar_subquery()
    )
    tags = (
        select(func.count())
        .select_from(article_tags)
        .where(
            article_tags.c.article_id == Article.id,
            article_tags.c.tag_id.in_(select(article_tags.c.tag_id).where(article_tags.c.article_id == article.id)),
        )
        .correlate(Article)
        .scalar_subquery()
    )
    same_category = case((Article.category_id == article.category_id, 1), else_=0)
    likeness = {other: 2 - 2 * place / len(alike) for place, other in enumerate(alike)}
    same_text = case(likeness, value=Article.id, else_=0.0) if likeness else literal(0.0)
    score = 3 * products + 2 * tags + same_category + same_text
    statement = (
        select(Article)
        .where(visible_at(now), Article.id != article.id)
        .order_by(score.desc(), Article.publish_at.desc(), Article.id.desc())
        .options(*_card())
        .limit(limit)
    )
    return db.session.scalars(statement).all()


def guides_featuring(product_ids: Collection[int], *, now: datetime) -> list[tuple[Article, Mention]]:
    """Guides that readers see with each product's weightiest mention in them: picks first, then newest."""
    rows = db.session.execute(
        select(Article, Mention)
        .join(Mention, Mention.revision_id == Article.live_revision_id)
        .where(visible_at(now), Mention.product_id.in_(product_ids))
        .order_by(Article.publish_at.desc(), Article.id.desc(), Mention.position)
        .options(*_card())
    ).unique()
    best: dict[tuple[int, int], tuple[Article, Mention]] = {}
    for article, mention in rows:
        key = (article.id, mention.product_id)
        if key not in best or (mention.form is MentionForm.PICK and best[key][1].form is not MentionForm.PICK):
            best[key] = (article, mention)
    return sorted(best.values(), key=lambda pair: pair[1].form is not MentionForm.PICK)


def lately_picked_product_ids(*, now: datetime, limit: int) -> list[int]:
    """The products on sale that the newest guides show, latest first, each once."""
    newest = func.max(Article.publish_at)
    rows = db.session.execute(
        select(Mention.product_id, newest)
        .join(Article, Mention.revision_id == Article.live_revision_id)
        .join(Product, Mention.product_id == Product.id)
        .where(
            visible_at(now),
            Product.status == ProductStatus.ACTIVE,
            Mention.form.in_([MentionForm.PICK, MentionForm.CARD]),
        )
        .group_by(Mention.product_id)
        .order_by(newest.desc(), Mention.product_id)
        .limit(limit)
    )
    return [product_id for product_id, _newest in rows]


def mentions_of(revision: Revision) -> Sequence[Mention]:
    """The products in a revision, in the order of its body."""
    return db.session.scalars(
        select(Mention).where(Mention.revision_id == revision.id).order_by(Mention.position, Mention.id)
    ).all()


def links_of(revision: Revision, *, now: datetime) -> Sequence[BodyLink]:
    """The links of a revision; those to a guide that readers see have it as `article`, the others None."""
    return db.session.scalars(
        select(BodyLink)
        .outerjoin(Article, and_(BodyLink.article_id == Article.id, visible_at(now)))
        .where(BodyLink.revision_id == revision.id)
        .options(contains_eager(BodyLink.article))
        .order_by(BodyLink.position)
    ).all()


def guides_by_id(ids: Collection[int], *, now: datetime) -> dict[int, Article]:
    """Those of these guides that readers see, by id."""
    if not ids:
        return {}
    return {article.id: article for article in db.session.scalars(_visible(now).where(Article.id.in_(ids)))}


def guides_for_cards(ids: Collection[int], *, now: datetime) -> dict[int, Article]:
    """Those of these guides that readers see, by id, ready for cards."""
    if not ids:
        return {}
    statement = select(Article).where(visible_at(now), Article.id.in_(ids)).options(*_card())
    return {article.id: article for article in db.session.scalars(statement)}


def pictures_of(revision: Revision) -> dict[str, Asset]:
    """The pictures in a revision, by key as written."""
    rows = db.session.scalars(
        select(BodyPicture).where(BodyPicture.revision_id == revision.id).options(joinedload(BodyPicture.asset))
    )
    return {row.reference: row.asset for row in rows}


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


def tag_by_slug(slug: str) -> Tag:
    """The tag; `NotFound` when there is none."""
    tag = db.session.scalar(select(Tag).where(Tag.slug == slug))
    if tag is None:
        raise NotFound
    return tag


def author_by_slug(slug: str) -> AuthorProfile:
    """The author profile with its picture; `NotFound` when there is none."""
    author = db.session.scalar(
        select(AuthorProfile).where(AuthorProfile.slug == slug).options(joinedload(AuthorProfile.picture))
    )
    if author is None:
        raise NotFound
    return author
