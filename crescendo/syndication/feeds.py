"""Feeds of the newest guides with their whole texts: of the site, a category or an author, each in three formats."""

from collections.abc import Callable

from flask import Response
from flask.typing import ResponseReturnValue

from ..catalog.queries import category_by_slug
from ..foundation.urls import author_path, category_path
from ..journal.queries import author_by_slug
from ..presentation.feeds import Feed, feed_of
from ..presentation.reading import this_reading
from . import syndication
from .formats import atom, json_feed, rss

FORMATS: dict[str, tuple[Callable[[Feed], bytes | str], str]] = {
    "feed.xml": (atom, "application/atom+xml"),
    "rss.xml": (rss, "application/rss+xml"),
    "feed.json": (json_feed, "application/feed+json"),
}
NAME = "<any('feed.xml', 'rss.xml', 'feed.json'):name>"


@syndication.get(f"/{NAME}")
def site_feed(name: str) -> ResponseReturnValue:
    """All guides."""
    return _answer(feed_of(this_reading(), path="/", own_path=f"/{name}"), name)


@syndication.get(f"/category/<slug>/{NAME}")
def category_feed(slug: str, name: str) -> ResponseReturnValue:
    """The guides of a category."""
    category, path = category_by_slug(slug), category_path(slug)
    return _answer(feed_of(this_reading(), path=path, own_path=f"{path}/{name}", category=category), name)


@syndication.get(f"/authors/<slug>/{NAME}")
def author_feed(slug: str, name: str) -> ResponseReturnValue:
    """The guides of an author."""
    author, path = author_by_slug(slug), author_path(slug)
    return _answer(feed_of(this_reading(), path=path, own_path=f"{path}/{name}", author=author), name)


def _answer(feed: Feed, name: str) -> Response:
    """`feed` in the format that `name` stands for; its header says what a hub needs to know (W3C WebSub, section 4)."""
    write, mimetype = FORMATS[name]
    response = Response(write(feed), mimetype=mimetype)
    if feed.hub:
        response.headers.add("Link", f'<{feed.hub}>; rel="hub"')
        response.headers.add("Link", f'<{feed.own_address}>; rel="self"')
    return response
