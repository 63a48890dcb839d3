"""The page of a guide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ..foundation.urls import category_path, guide_path, tag_path
from ..journal.beside import guides_beside
from ..journal.models import Article, Revision, Tag
from ..journal.references import references_of
from ..search.queries import guides_alike
from ..web.formatting import reading_minutes
from .bodies import Body, live_body
from .cards import GuideCard, ProductCard, guide_card, guide_cards
from .navigation import Crumb
from .pictures import Picture, picture_of
from .profiles import AuthorBox, author_box
from .reading import Reading


@dataclass(frozen=True)
class GuidePage:
    """All that a guide's page shows. `published_at` is None in the preview of a draft.

    `older` and `newer` are its neighbours in the category; `recalled` are those of its products that readers must be
    warned of.
    """

    address: str
    title: str
    summary: str
    seo_title: str
    seo_description: str
    crumbs: Sequence[Crumb]
    category: str
    colour: str
    author: AuthorBox
    published_at: datetime | None
    revised_at: datetime | None
    minutes: int
    hero: Picture | None
    tags: Sequence[Crumb]
    body: Body
    products: Sequence[ProductCard]
    recalled: Sequence[ProductCard]
    related: Sequence[GuideCard]
    older: GuideCard | None
    newer: GuideCard | None
    latest: Sequence[GuideCard]


def guide_page(article: Article, reading: Reading) -> GuidePage:
    """The page of a live article as readers see it."""
    if article.live_revision is None:
        raise ValueError("Only live articles have a page.")
    references = references_of(article.live_revision, now=reading.now)
    body = live_body(article.live_revision, references, reading)
    return page_of(article, article.live_revision, body, references.tags, reading)


def page_of(article: Article, revision: Revision, body: Body, tags: Sequence[Tag], reading: Reading) -> GuidePage:
    """The page of `article` with the texts of `revision` and this body; the preview of a draft is one too."""
    alike = guides_alike(revision.title, now=reading.now)
    beside = guides_beside(article, tags=tags, alike=alike, now=reading.now)
    products = [body.embeds.card(product) for product in body.products]
    return GuidePage(
        address=guide_path(article.slug),
        title=revision.title,
        summary=revision.summary,
        seo_title=revision.seo_title or revision.title,
        seo_description=revision.seo_description or revision.summary,
        crumbs=[
            Crumb("Guides", "/guides/"),
            Crumb(article.category.name, category_path(article.category.slug)),
        ],
        category=article.category.name,
        colour=article.category.colour,
        author=author_box(article.author),
        published_at=article.publish_at,
        revised_at=article.revised_at,
        minutes=reading_minutes(revision.word_count),
        hero=picture_of(article.hero) if article.hero else None,
        tags=[Crumb(tag.name, tag_path(tag.slug)) for tag in tags],
        body=body,
        products=products,
        recalled=[card for card in products if card.is_recalled],
        related=guide_cards(beside.related),
        older=guide_card(beside.older) if beside.older else None,
        newer=guide_card(beside.newer) if beside.newer else None,
        latest=guide_cards(beside.latest),
    )
