"""Feeds of the newest guides with their whole texts: of the site, of a category, of an author."""

from flask import Response
from flask.typing import ResponseReturnValue

from ..catalog.queries import category_by_slug
from ..foundation.urls import author_path, category_path
from ..journal.queries import author_by_slug
from ..presentation.feeds import Feed, feed_of
from ..presentation.reading import this_reading
from . import syndication
from .formats import atom, json_feed, rss


@syndication.get("/feed.xml")
def site_atom() -> ResponseReturnValue:
    """All guides, as Atom."""
    return _atom(feed_of(this_reading(), path="/", own_path="/feed.xml"))


@syndication.get("/rss.xml")
def site_rss() -> ResponseReturnValue:
    """All guides, as RSS."""
    feed = feed_of(this_reading(), path="/", own_path="/rss.xml")
    return _answer(feed, rss(feed), "application/rss+xml")


@syndication.get("/feed.json")
def site_json() -> ResponseReturnValue:
    """All guides, as JSON Feed."""
    feed = feed_of(this_reading(), path="/", own_path="/feed.json")
    return _answer(feed, json_feed(feed), "application/feed+json")


@syndication.get("/category/<slug>/feed.xml")
def category_atom(slug: str) -> ResponseReturnValue:
    """The guides of a category, as Atom."""
    category, path = category_by_slug(slug), category_path(slug)
    return _atom(feed_of(this_reading(), path=path, own_path=f"{path}/feed.xml", category=category))


@syndication.get("/authors/<slug>/feed.xml")
def author_atom(slug: str) -> ResponseReturnValue:
    """The guides of an author, as Atom."""
    author, path = author_by_slug(slug), author_path(slug)
    return _atom(feed_of(this_reading(), path=path, own_path=f"{path}/feed.xml", author=author))


def _atom(feed: Feed) -> Response:
    return _answer(feed, atom(feed), "application/atom+xml")


def _answer(feed: Feed, data: bytes | str, mimetype: str) -> Response:
    """A feed, whose header says what a hub needs to know (W3C WebSub, section 4)."""
    response = Response(data, mimetype=mimetype)
    if feed.hub:
        response.headers.add("Link", f'<{feed.hub}>; rel="hub"')
        response.headers.add("Link", f'<{feed.own_address}>; rel="self"')
    return response
