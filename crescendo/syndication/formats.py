"""The formats of feeds: Atom (RFC 4287), RSS 2.0, and JSON Feed 1.1."""

import json
from email.utils import format_datetime
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from ..presentation.feeds import Entry, Feed

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
CREATOR = "http://purl.org/dc/elements/1.1/"
_atom = ElementMaker(namespace=ATOM, nsmap={None: ATOM})
_content = ElementMaker(namespace=CONTENT)
_creator = ElementMaker(namespace=CREATOR)
_rss = ElementMaker(nsmap={"atom": ATOM, "content": CONTENT, "dc": CREATOR})


def atom(feed: Feed) -> bytes:
    """`feed` as an Atom document."""
    return _document(
        _atom.feed(
            _atom.id(feed.address),
            _atom.title(feed.title),
            _atom.updated(feed.updated_at.isoformat()),
            _atom.link(rel="self", href=feed.own_address, type="application/atom+xml"),
            _atom.link(rel="alternate", href=feed.address, type="text/html"),
            *([_atom.link(rel="hub", href=feed.hub)] if feed.hub else []),
            *[_atom_entry(entry) for entry in feed.entries],
        )
    )


def rss(feed: Feed) -> bytes:
    """`feed` as an RSS document."""
    own = etree.Element(f"{{{ATOM}}}link", rel="self", href=feed.own_address, type="application/rss+xml")
    channel = _rss.channel(
        _rss.title(feed.title),
        _rss.link(feed.address),
        _rss.description(feed.title),
        _rss.lastBuildDate(format_datetime(feed.updated_at, usegmt=True)),
        own,
        *([etree.Element(f"{{{ATOM}}}link", rel="hub", href=feed.hub)] if feed.hub else []),
        *[_rss_item(entry) for entry in feed.entries],
    )
    return _document(_rss.rss(channel, version="2.0"))


def json_feed(feed: Feed) -> str:
    """`feed` as a JSON Feed document."""
    document: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.address,
        "feed_url": feed.own_address,
        **({"hubs": [{"type": "WebSub", "url": feed.hub}]} if feed.hub else {}),
        "items": [
            {
                "id": entry.id,
                "url": entry.address,
                "title": entry.title,
                "summary": entry.summary,
                "content_html": entry.html,
                "date_published": entry.published_at.isoformat(),
                "date_modified": entry.updated_at.isoformat(),
                "authors": [{"name": entry.author}],
                "tags": [entry.category],
            }
            for entry in feed.entries
        ],
    }
    return json.dumps(document, ensure_ascii=False)


def _atom_entry(entry: Entry) -> Any:
    return _atom.entry(
        _atom.id(entry.id),
        _atom.title(entry.title),
        _atom.link(rel="alternate", href=entry.address, type="text/html"),
        _atom.published(entry.published_at.isoformat()),
        _atom.updated(entry.updated_at.isoformat()),
        _atom.author(_atom.name(entry.author)),
        _atom.category(term=entry.category),
        _atom.summary(entry.summary),
        _atom.content(entry.html, type="html"),
    )


def _rss_item(entry: Entry) -> Any:
    return _rss.item(
        _rss.title(entry.title),
        _rss.link(entry.address),
        _rss.guid(entry.id, isPermaLink="false"),
        _rss.pubDate(format_datetime(entry.published_at, usegmt=True)),
        _creator.creator(entry.author),
        _rss.category(entry.category),
        _rss.description(entry.summary),
        _content.encoded(entry.html),
    )


def _document(root: Any) -> bytes:
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return data
