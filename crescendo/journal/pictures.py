"""Where pictures are used, which is known only above `media`: in guides, products and author profiles."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import joinedload

from ..accounts.models import User
from ..catalog.models import Product, ProductPicture
from ..foundation.database import db
from ..foundation.errors import Rejected
from ..foundation.pagination import Page, paginate
from ..media.actions import delete_asset
from ..media.models import AltState, Asset
from ..media.queries import LibraryFilters, library
from .derived import BodyPicture
from .models import Article, AuthorProfile

PAGE_SIZE = 48


class UserKind(StrEnum):
    """What can use a picture."""

    GUIDE = "guide"
    PRODUCT = "product"
    AUTHOR = "author"


@dataclass(frozen=True)
class PictureUse:
    """One thing that uses a picture, and as what, in words."""

    kind: UserKind
    id: int
    title: str
    places: Sequence[str]


@dataclass(frozen=True)
class LibraryCounts:
    """How many pictures there are, and how many lack something."""

    all: int
    undescribed: int
    uncredited: int
    unused: int


def library_page(filters: LibraryFilters, *, number: int) -> Page[Asset]:
    """The pictures that `filters` leave."""
    statement = library(filters)
    return paginate(statement.where(_is_unused()) if filters.unused else statement, number=number, size=PAGE_SIZE)


def library_counts() -> LibraryCounts:
    """The counts of the whole library."""
    lacking = (Asset.alt_state == AltState.UNDECIDED, Asset.credit == "", _is_unused())
    columns = [func.count(Asset.id).filter(condition) for condition in lacking]
    described = db.session.execute(select(func.count(Asset.id), *columns)).one()
    counted = [int(number) for number in described]
    return LibraryCounts(all=counted[0], undescribed=counted[1], uncredited=counted[2], unused=counted[3])


def uses_of(asset: Asset) -> list[PictureUse]:
    """Everything that uses `asset`: guides by their live text, draft or lead picture, products, author profiles."""
    products = (
        select(Product)
        .where(Product.id.in_(select(ProductPicture.product_id).where(ProductPicture.asset_id == asset.id)))
        .options(joinedload(Product.brand))
        .order_by(Product.name)
    )
    authors = select(AuthorProfile).where(AuthorProfile.picture_id == asset.id).order_by(AuthorProfile.name)
    return [
        *_guides_with(asset),
        *(
            PictureUse(UserKind.PRODUCT, product.id, f"{product.brand.name} {product.name}", ["product picture"])
            for product in db.session.scalars(products)
        ),
        *(PictureUse(UserKind.AUTHOR, author.id, author.name, ["portrait"]) for author in db.session.scalars(authors)),
    ]


def delete_picture(asset: Asset, *, version: int, by: User | None) -> None:
    """Delete `asset`; `Rejected`, naming what uses it, when something does."""
    if uses := uses_of(asset):
        titles = ", ".join(f"“{use.title}”" for use in uses)
        raise Rejected({"": f"It is used and stays: {titles}. Take it out there first."})
    delete_asset(asset, version=version, by=by)


def _guides_with(asset: Asset) -> list[PictureUse]:
    named = set(db.session.scalars(select(BodyPicture.revision_id).where(BodyPicture.asset_id == asset.id)))
    statement = (
        select(Article)
        .where(
            or_(
                Article.hero_id == asset.id,
                Article.live_revision_id.in_(named),
                Article.draft_revision_id.in_(named),
            )
        )
        .options(joinedload(Article.live_revision), joinedload(Article.draft_revision))
        .order_by(Article.id)
    )
    return [
        PictureUse(UserKind.GUIDE, article.id, article.newest_revision.title, _places(article, asset, named))
        for article in db.session.scalars(statement)
    ]


def _places(article: Article, asset: Asset, named: set[int]) -> list[str]:
    places = {
        "lead picture": article.hero_id == asset.id,
        "live text": article.live_revision_id in named,
        "draft": article.draft_revision_id in named,
    }
    return [words for words, is_one in places.items() if is_one]


def _is_unused() -> ColumnElement[bool]:
    columns = (BodyPicture.asset_id, ProductPicture.asset_id, Article.hero_id, AuthorProfile.picture_id)
    return ~or_(*(exists().where(column == Asset.id) for column in columns))
