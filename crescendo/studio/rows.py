"""Articles as lines of the studio's lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from ..foundation import clock
from ..foundation.urls import guide_path
from ..journal.models import Article
from ..journal.publishing import ArticleState, state_of

STATE_WORDS = {
    ArticleState.DRAFT: "Draft",
    ArticleState.SCHEDULED: "Scheduled",
    ArticleState.LIVE: "Live",
    ArticleState.WITHDRAWN: "Withdrawn",
}


@dataclass(frozen=True)
class ArticleRow:
    """`has_changes` tells of a draft beside the live text. `address` is that of the public page, if there is one."""

    id: int
    title: str
    state: ArticleState
    state_words: str
    category: str
    author: str
    updated_at: datetime
    publish_at: datetime | None
    unpublish_at: datetime | None
    review_on: date | None
    has_changes: bool
    address: str | None


def article_row(article: Article) -> ArticleRow:
    """The line of one article."""
    state = state_of(article, clock.now())
    return ArticleRow(
        id=article.id,
        title=article.newest_revision.title,
        state=state,
        state_words=STATE_WORDS[state],
        category=article.category.name,
        author=article.author.name,
        updated_at=article.updated_at,
        publish_at=article.publish_at,
        unpublish_at=article.unpublish_at,
        review_on=article.review_on,
        has_changes=article.live_revision_id is not None and article.draft_revision_id is not None,
        address=guide_path(article.slug) if state is ArticleState.LIVE else None,
    )


def article_rows(articles: Iterable[Article]) -> list[ArticleRow]:
    """The lines of `articles`, in their order."""
    return [article_row(article) for article in articles]
