"""A file or a pasted text as the draft of a guide: what it says of itself, and its body."""

import codecs
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from html import unescape
from pathlib import PurePath

from .conversion import convert_page
from .escaping import one_line
from .front_matter import Facts, listed, moment, said, split
from .markdown import convert_markdown
from .results import ConvertedBody, Flavour, Loss, PictureSource, Resolver, TooLarge, Unreadable
from .word import KeepPicture, word_to_html

MAX_BYTES = 20 * 1024 * 1024
KINDS = {
    ".docx": "word",
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "markdown",
}
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_FIRST_HEADING = re.compile(
    r"\s*#[ \t]+(?P<title>[^\n]+?)[ \t]*#*[ \t]*(?:\n+|\Z)|\s*(?P<under>[^\n]+)\n=+[ \t]*(?:\n+|\Z)"
)
_LOOKS_LIKE_HTML = re.compile(
    r"\s*(?:<!doctype|<!--|</?(?:html|body|p|div|h[1-6]|ul|ol|table|span|article|section|figure|meta)\b)", re.IGNORECASE
)
_DRAFTS = {"draft", "pending", "private", "unpublished", "hidden"}


@dataclass(frozen=True)
class Draft:
    """A document as a guide could be made of it. What it does not say is empty."""

    title: str
    body: str
    losses: tuple[Loss, ...] = ()
    slug: str = ""
    summary: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    author: str = ""
    publish_at: datetime | None = None
    revised_at: datetime | None = None
    is_draft: bool = False
    hero: str = ""  # the key of its picture
    seo_title: str = ""
    seo_description: str = ""
    aliases: tuple[str, ...] = field(default=())


def read_document(data: bytes, *, filename: str, resolve: Resolver, keep_picture: KeepPicture) -> Draft:
    """The draft that the file holds. `Unreadable` says what is wrong with it.

    `resolve` is asked for pictures and links of HTML and Markdown, `keep_picture` for pictures within a Word document.
    """
    kind = KINDS.get(PurePath(filename.lower()).suffix)
    if kind is None:
        raise Unreadable("This kind of file cannot be read. Choose a .docx, .html, .md or .txt file.")
    if not data:
        raise Unreadable("The file is empty.")
    if len(data) > MAX_BYTES:
        raise TooLarge("This file is larger than 20 MB. Make its pictures smaller, or leave them out.")
    if kind == "word":
        html, own, losses = word_to_html(data, keep_picture=keep_picture)
        title, converted = convert_page(
            html, resolve=replace(own, link=resolve.link), flavour=Flavour.PLAIN, has_title=True
        )
        return Draft(title, converted.body, (*losses, *converted.losses))
    text = _decoded(data, is_html=kind == "html")
    return read_html(text, resolve=resolve) if kind == "html" else read_markdown(text, resolve=resolve)


def read_text(text: str, *, resolve: Resolver) -> Draft:
    """The draft that a pasted text holds, be it HTML or Markdown."""
    reader = read_html if _LOOKS_LIKE_HTML.match(text) else read_markdown
    return reader(text, resolve=resolve)


def read_html(text: str, *, resolve: Resolver) -> Draft:
    """The draft that a web page holds."""
    flavour = Flavour.WORDPRESS if "<!-- wp:" in text else Flavour.PLAIN
    title, converted = convert_page(text, resolve=resolve, flavour=flavour, has_title=True)
    if not title and (named := _TITLE.search(text)):
        title = one_line(unescape(named[1]))
    return Draft(title, converted.body, converted.losses)


def read_markdown(text: str, *, resolve: Resolver) -> Draft:
    """The draft that a Markdown file holds, with what it says of itself above its text."""
    facts, text = split(text.replace("\r\n", "\n").replace("\r", "\n"))
    title = said(facts, "title")
    heading = _FIRST_HEADING.match(text)
    if heading and (not title or _plain(heading) == title):
        title, text = title or _plain(heading), text[heading.end() :]
    converted = convert_markdown(text, resolve=resolve)
    return _with_facts(facts, title, converted, resolve)


def _with_facts(facts: Facts, title: str, converted: ConvertedBody, resolve: Resolver) -> Draft:
    losses = list(converted.losses)
    hero = _hero(facts, resolve, losses)
    status = said(facts, "status").lower()
    return Draft(
        title=title,
        body=converted.body,
        losses=tuple(losses),
        slug=_slug_in(facts),
        summary=said(facts, "summary", "description", "excerpt", "lead"),
        category=said(facts, "category", "categories"),
        tags=listed(facts, "tags", "tag", "keywords"),
        author=said(facts, "author", "authors"),
        publish_at=moment(facts, "publish_at", "published", "date"),
        revised_at=moment(facts, "updated", "revised", "lastmod", "modified"),
        is_draft=facts.get("draft") is True or facts.get("published") is False or status in _DRAFTS,
        hero=hero,
        seo_title=said(facts, "seo_title", "meta_title"),
        seo_description=said(facts, "seo_description", "meta_description"),
        aliases=listed(facts, "aliases", "redirects", "redirect_from"),
    )


def _hero(facts: Facts, resolve: Resolver, losses: list[Loss]) -> str:
    address = said(facts, "hero", "image", "cover", "featured_image", "images")
    if not address:
        return ""
    key = address.removeprefix("media:") if address.startswith("media:") else resolve.picture(PictureSource(address))
    if key is None:
        losses.append(Loss("picture", "the top", f"The picture {address[:300]} could not be had."))
    return key or ""


def _plain(heading: re.Match[str]) -> str:
    words = (heading["title"] or heading["under"]).rstrip("# \t")
    return one_line(re.sub(r"\\([^\w\s])|[*`]", r"\1", words))


def _decoded(data: bytes, *, is_html: bool) -> str:
    """The text in `data`: UTF-8, or what its first bytes or a web page itself say."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif is_html and (named := re.search(rb"charset=[\"']?([\w-]{1,40})", data[:2048])):
        encoding = named[1].decode("ascii", "replace")
    else:
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise Unreadable("The file is not text in UTF-8. Save it in UTF-8 and try again.") from error
    if "\0" in text:
        raise Unreadable("The file is no text. Choose a .docx, .html, .md or .txt file.")
    return text


def named_slug(data: bytes) -> str:
    """The address that a Markdown file says it has; empty when it says none, or cannot be read."""
    try:
        facts, _ = split(_decoded(data, is_html=False).replace("\r\n", "\n"))
    except Unreadable:
        return ""
    return _slug_in(facts)


def _slug_in(facts: Facts) -> str:
    return said(facts, "slug").strip("/").rpartition("/")[2]
