"""The site as WordPress takes it in: WordPress eXtended RSS 1.2, as its own importer reads it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from email.utils import format_datetime
from typing import IO, Any

from lxml import etree
from lxml.builder import ElementMaker

from ..catalog.queries import categories
from ..catalog.taxonomy import Category
from ..foundation.urls import guide_path
from ..journal.desk_queries import authors, tags_with_counts
from ..journal.models import Article, AuthorProfile, Tag
from ..journal.publishing import is_live
from ..journal.whole_queries import every_guide, highest_guide_id
from ..media.models import Asset
from ..media.queries import every_asset
from ..presentation.plain_embeds import address_of_picture
from ..presentation.posts import text_of_post
from ..presentation.reading import Reading

NAMES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "wp": "http://wordpress.org/export/1.2/",
}
_NO_TIME = "0000-00-00 00:00:00"  # how WordPress writes that there is none
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2
_rss = ElementMaker()
_wp = ElementMaker(namespace=NAMES["wp"], nsmap=NAMES)
_content = ElementMaker(namespace=NAMES["content"], nsmap=NAMES)
_excerpt = ElementMaker(namespace=NAMES["excerpt"], nsmap=NAMES)
_dc = ElementMaker(namespace=NAMES["dc"], nsmap=NAMES)


def write_wxr(file: IO[bytes], reading: Reading, *, site: str, zone: tzinfo) -> Iterator[str]:
    """Write guides as posts and pictures as attachments to `file`; yields the title of each. `zone` is the site's."""
    first_picture = highest_guide_id() + 1  # posts and attachments share their numbers
    with etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("rss", {"version": "2.0"}, nsmap=NAMES), xml.element("channel"):
            for element in _head(reading, site):
                xml.write(element)
            for asset in every_asset():
                xml.write(_attachment(asset, reading, first_picture + asset.id, zone))
                yield asset.key
            for article in every_guide():
                picture = first_picture + article.hero_id if article.hero_id else None
                xml.write(_post(article, reading, zone, picture))
                yield article.slug


def _head(reading: Reading, site: str) -> Iterator[Any]:
    yield from (_rss.title(_text(site)), _rss.link(reading.url), _rss.description(_text(site)))
    yield _rss.language(reading.locale.replace("_", "-"))
    yield from (_wp.wxr_version("1.2"), _wp.base_site_url(reading.url), _wp.base_blog_url(reading.url))
    yield from map(_author, authors())
    yield from map(_category, categories())
    yield from (_tag(tag) for tag, _count in tags_with_counts())


def _author(author: AuthorProfile) -> Any:
    return _wp.author(
        _wp.author_id(str(author.id)),
        _wp.author_login(author.slug),
        _wp.author_email(),
        _wp.author_display_name(_text(author.name)),
    )


def _category(category: Category) -> Any:
    return _wp.category(
        _wp.term_id(str(category.id)),
        _wp.category_nicename(category.slug),
        _wp.category_parent(),
        _wp.cat_name(_text(category.name)),
        _wp.category_description(_text(category.description)),
    )


def _tag(tag: Tag) -> Any:
    return _wp.tag(_wp.term_id(str(tag.id)), _wp.tag_slug(tag.slug), _wp.tag_name(_text(tag.name)))


def _post(article: Article, reading: Reading, zone: tzinfo, picture: int | None) -> Any:
    revision, html = text_of_post(article, reading)
    moment = article.publish_at if article.live_revision_id else None
    item = _item(
        title=revision.title,
        link=f"{reading.url}{guide_path(article.slug)}",
        html=html,
        excerpt=revision.summary,
        number=article.id,
        name=article.slug,
        kind="post",
        status=_status(article, reading.now),
        times=[*_times("post_date", moment, zone), *_times("post_modified", article.revised_at or moment, zone)],
    )
    if moment is not None:
        item.insert(2, _rss.pubDate(format_datetime(moment.astimezone(UTC))))
    item.append(_dc.creator(article.author.slug))
    item.append(_rss.category(_text(article.category.name), domain="category", nicename=article.category.slug))
    item.extend(_rss.category(_text(tag.name), domain="post_tag", nicename=tag.slug) for tag in article.tags)
    if picture is not None:
        item.append(_meta("_thumbnail_id", str(picture)))
    return item


def _attachment(asset: Asset, reading: Reading, number: int, zone: tzinfo) -> Any:
    address = address_of_picture(asset, reading)
    item = _item(
        title=asset.filename,
        link=address,
        html="",
        excerpt=asset.credit,
        number=number,
        name=asset.key,
        kind="attachment",
        status="inherit",
        times=_times("post_date", asset.created_at, zone),
    )
    item.append(_wp.attachment_url(address))
    item.append(_meta("_wp_attachment_image_alt", asset.alt_text))
    return item


def _item(*, title: str, link: str, html: str, excerpt: str, number: int, name: str, **more: Any) -> Any:
    """What posts and attachments have in common; `more` says their `kind`, `status` and `times`."""
    times: Sequence[Any] = more["times"]
    return _rss.item(
        _rss.title(_text(title)),
        _rss.link(link),
        _rss.guid(link, isPermaLink="false"),
        _rss.description(),
        _content.encoded(_text(html)),
        _excerpt.encoded(_text(excerpt)),
        _wp.post_id(str(number)),
        *times,
        _wp.comment_status("closed"),
        _wp.ping_status("closed"),
        _wp.post_name(name),
        _wp.status(more["status"]),
        _wp.post_parent("0"),
        _wp.menu_order("0"),
        _wp.post_type(more["kind"]),
        _wp.post_password(),
        _wp.is_sticky("0"),
    )


def _status(article: Article, now: datetime) -> str:
    if is_live(article, now):
        return "publish"
    is_to_come = article.live_revision_id is not None and article.publish_at is not None and article.publish_at > now
    return "future" if is_to_come else "draft"


def _times(name: str, moment: datetime | None, zone: tzinfo) -> Iterable[Any]:
    """A time where the site is, and in UTC."""
    return [_wp(name, _time(moment, zone)), _wp(f"{name}_gmt", _time(moment, UTC))]


def _time(moment: datetime | None, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}" if moment else _NO_TIME


def _meta(key: str, value: str) -> Any:
    return _wp.postmeta(_wp.meta_key(key), _wp.meta_value(_text(value)))


def _text(text: str) -> str:
    """`text` without signs that XML has no way to write."""
    return _NOT_XML.sub("", text)
