"""Authors and articles for tests."""

from datetime import datetime
from itertools import count
from typing import Any

from crescendo.accounts.models import User
from crescendo.catalog.taxonomy import Category
from crescendo.foundation.database import db
from crescendo.journal.actions import (
    ArticleInput,
    backdate_article,
    create_article,
    publish_article,
    save_draft,
    schedule_article,
)
from crescendo.journal.bylines import AuthorInput, create_author
from crescendo.journal.desk_queries import article_by_id
from crescendo.journal.models import Article, AuthorProfile
from tests.factories.catalog import make_category

_numbers = count(1)


def make_author(name: str = "", **entry: Any) -> AuthorProfile:
    author = create_author(AuthorInput(name=name or f"Author {next(_numbers)}", **entry), by=None)
    db.session.commit()
    return author


def make_draft(
    title: str = "",
    *,
    category: Category | None = None,
    author: AuthorProfile | None = None,
    by: User | None = None,
    **entry: Any,
) -> Article:
    """An article that readers do not see."""
    values = {"summary": "What it is about.", "body": "Some words.", **entry}
    article = create_article(
        ArticleInput(
            title=title or f"Guide {next(_numbers)}",
            category_id=(category or make_category()).id,
            author_id=(author or make_author()).id,
            **values,
        ),
        by=by,
    )
    db.session.commit()
    return article_by_id(article.id)


def make_guide(title: str = "", *, publish_at: datetime | None = None, **entry: Any) -> Article:
    """An article that readers see, since `publish_at` if that is given."""
    article = make_draft(title, **entry)
    publish_article(article, by=None)
    if publish_at is not None:
        backdate_article(article, publish_at=publish_at, revised_at=None)
    db.session.commit()
    return article_by_id(article.id)


def make_scheduled(title: str = "", *, publish_at: datetime, **entry: Any) -> Article:
    """An article that readers will see from `publish_at` on."""
    article = make_draft(title, **entry)
    schedule_article(article, publish_at=publish_at, by=None)
    db.session.commit()
    return article_by_id(article.id)


def entry_of(article: Article, **changes: Any) -> ArticleInput:
    """What an author would say of `article` to change no more than `changes`."""
    revision = article.newest_revision
    values: dict[str, Any] = {
        "title": revision.title,
        "slug": article.slug,
        "summary": revision.summary,
        "body": revision.body,
        "category_id": article.category_id,
        "author_id": article.author_id,
        "tags": [tag.name for tag in article.tags],
        "hero_id": article.hero_id,
        "unpublish_at": article.unpublish_at,
    }
    return ArticleInput(**{**values, **changes})


def revise(article: Article, **changes: Any) -> Article:
    """Save `changes` as the article's draft."""
    save_draft(article, entry_of(article, **changes), version=article.version, by=None)
    db.session.commit()
    return article_by_id(article.id)
