"""Feeds: the newest guides with their whole texts, for readers who come with their own program."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from flask import current_app

from ..catalog.taxonomy import Category
from ..foundation.freshness import holds_until
from ..foundation.urls import guide_path
from ..journal.models import Article, AuthorProfile
from ..journal.queries import guides_in_full
from ..journal.references import references_of
from .bodies import live_body
from .plain_embeds import PlainEmbeds, plain_body
from .reading import Reading

LENGTH = 10  # guides: each comes with its whole text


@dataclass(frozen=True)
class Entry:
    """A guide in a feed. `id` stays when its address changes; `html` has full addresses and no prices."""

    id: str
    address: str
    title: str
    summary: str
    html: str
    author: str
    category: str
    published_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Feed:
    """A feed of the page at `address`, itself found at `own_address`; `updated_at` is that of its newest entry.

    `hub` is where programs can subscribe to it; empty when there is no such place.
    """

    title: str
    address: str
    own_address: str
    hub: str
    updated_at: datetime
    entries: Sequence[Entry]


def feed_of(
    reading: Reading,
    *,
    path: str,
    own_path: str,
    category: Category | None = None,
    author: AuthorProfile | None = None,
) -> Feed:
    """The newest guides, of `category` or by `author` where one is given."""
    articles = guides_in_full(now=reading.now, limit=LENGTH, category=category, author=author)
    entries = [_entry(article, reading) for article in articles]
    if not entries:
        holds_until(reading.now)  # an empty feed is dated by its reading
    subject = category or author
    settings = current_app.config["SETTINGS"]
    site = settings.site_name
    return Feed(
        title=f"{site}: {subject.name}" if subject else site,
        address=f"{reading.url}{path}",
        own_address=f"{reading.url}{own_path}",
        hub=settings.hub_url,
        updated_at=max((entry.updated_at for entry in entries), default=reading.now),
        entries=entries,
    )


def _entry(article: Article, reading: Reading) -> Entry:
    revision, published_at = article.live_revision, article.publish_at
    if revision is None or published_at is None:
        raise ValueError("Only live articles are in feeds.")
    body = live_body(revision, references_of(revision, now=reading.now), reading, embeds=PlainEmbeds)
    host = urlsplit(reading.url).hostname
    return Entry(
        id=f"tag:{host},{article.created_at:%Y-%m-%d}:article/{article.id}",  # RFC 4151
        address=f"{reading.url}{guide_path(article.slug)}",
        title=revision.title,
        summary=revision.summary,
        html=plain_body(body),
        author=article.author.name,
        category=article.category.name,
        published_at=published_at,
        updated_at=max(published_at, article.revised_at or published_at),
    )
