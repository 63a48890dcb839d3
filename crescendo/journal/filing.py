"""Changes to what belongs to an article and not to its texts, and putting back what was withdrawn."""

from collections.abc import Sequence
from datetime import datetime

from ..accounts.actions import record
from ..accounts.models import User
from ..foundation import clock
from ..foundation.database import claim, db
from ..foundation.signals import article_changed
from .markup import read_body
from .mentions import derive_rows
from .models import Article, Revision, Tag
from .publishing import moment_of


def file_article(
    article: Article,
    *,
    category_id: int | None = None,
    author_id: int | None = None,
    tags: Sequence[Tag] | None = None,
    version: int,
    by: User | None,
) -> None:
    """Give `article` another category, byline or tags; None leaves what there is. Its texts stay as they are.

    The address names none of these, so nothing moves. `Conflict` when it was saved since `version` was read.
    """
    claim(article, version)
    if category_id is not None:
        article.category_id = category_id
    if author_id is not None:
        article.author_id = author_id
    if tags is not None:
        article.tags = list(tags)
    article.updated_at = moment_of(article, clock.now())
    db.session.flush()
    article_changed.send(article)
    record(by=by, verb="filed", subject="article", subject_id=article.id)


def reinstate_article(
    article: Article,
    revision: Revision,
    *,
    publish_at: datetime,
    unpublish_at: datetime | None,
    had_draft: bool,
    version: int,
    by: User | None,
) -> None:
    """Take back a withdrawal: `revision` is live again, since and until when it was before.

    What was written after it stays the draft. Without `had_draft`, the draft that the withdrawal made goes.
    """
    claim(article, version)
    derive_rows(revision, read_body(revision.body))  # a later draft may have taken its rows away
    article.live_revision = revision
    if not had_draft and article.draft_revision_id == revision.id:
        article.draft_revision = None
    article.publish_at, article.unpublish_at, article.withdrawn_at = publish_at, unpublish_at, None
    article.updated_at = moment_of(article, clock.now())
    db.session.flush()
    article_changed.send(article)
    record(by=by, verb="reinstated", subject="article", subject_id=article.id)
