"""Articles that exist only for a preview: built from what an author typed, never stored."""

from dataclasses import dataclass, replace

from ..catalog.queries import category_by_id
from ..foundation import clock
from ..foundation.database import db
from ..media.queries import asset_by_id
from .actions import ArticleInput, checked_document
from .desk_queries import author_by_id
from .markup import Document
from .models import Article, Revision, RevisionKind
from .tags import known_tags


@dataclass(frozen=True)
class Sketch:
    """An article, its one revision and what its body reads as; no row stands behind any of them."""

    article: Article
    revision: Revision
    document: Document


def sketch(entry: ArticleInput) -> Sketch:
    """The article that `entry` would become; `Rejected` says what to change in it."""
    document = checked_document(replace(entry, slug=""))  # its address may be that of the saved article
    with db.session.no_autoflush:
        article = Article(
            slug=entry.slug,
            category_id=entry.category_id,
            category=category_by_id(entry.category_id),
            author=author_by_id(entry.author_id),
            hero=asset_by_id(entry.hero_id) if entry.hero_id else None,
            tags=known_tags(entry.tags),
        )
    revision = Revision(
        number=0,
        kind=RevisionKind.AUTOSAVE,
        title=entry.title,
        summary=entry.summary,
        body=entry.body,
        seo_title=entry.seo_title,
        seo_description=entry.seo_description,
        word_count=document.word_count,
        created_at=clock.now(),
    )
    return Sketch(article, revision, document)
