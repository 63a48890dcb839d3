"""Reading WXR, the XML that WordPress exports: RSS 2.0 with `wp:` names. The file is read as a stream.

Source: the exporter of WordPress (wp-admin/includes/export.php); WXR 1.0, 1.1 and 1.2 differ in the namespace only.
Entities and document types are refused. Control characters that XML forbids, and WordPress writes, are left out.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, Any

from lxml import etree

from ..price_rows import Unreadable

VERSIONS = ("1.0", "1.1", "1.2")
_WP = re.compile(r"\{http://wordpress\.org/export/(\d+\.\d+)/\}(\w+)")
_EXCERPT = re.compile(r"\{http://wordpress\.org/export/\d+\.\d+/excerpt/\}encoded")
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_FORBIDDEN = bytes(set(range(32)) - {9, 10, 13})
_NO_TIME = "0000-00-00 00:00:00"


@dataclass(frozen=True)
class WxrTerm:
    """A category or tag, or an author: `slug` is what items name it by. `parent` is the slug of a category above it."""

    slug: str
    name: str
    description: str = ""
    parent: str = ""
    email: str = ""


@dataclass
class WxrSite:
    """What the head of the file says."""

    title: str = ""
    address: str = ""
    version: str = ""
    authors: dict[str, WxrTerm] = field(default_factory=dict)
    categories: dict[str, WxrTerm] = field(default_factory=dict)
    tags: dict[str, WxrTerm] = field(default_factory=dict)


@dataclass(frozen=True)
class WxrItem:
    """A post, page, attachment or anything else that WordPress keeps as a post.

    `published_at` is None for drafts that never had a date; `terms` are pairs of taxonomy, slug and name.
    """

    number: int
    id: str
    type: str
    status: str
    title: str
    link: str
    slug: str
    author: str
    content: str
    excerpt: str
    password: str
    parent: str
    attachment_url: str
    published_at: datetime | None
    modified_at: datetime | None
    terms: tuple[tuple[str, str, str], ...]
    meta: Mapping[str, str]
    comments: int
    fault: str = ""


class WxrFile:
    """A WXR file. `items` may be asked for as often as needed; `site` is whole once they were read to the end."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.site = WxrSite()
        file.seek(0)
        start = file.read(4)
        if not start:
            raise Unreadable("The file is empty.")
        if start.startswith((b"\x1f\x8b", b"PK")):
            raise Unreadable("This file is compressed. Unpack it and choose the .xml file in it.")

    def items(self) -> Iterator[WxrItem]:
        """All items, counted from 1; `Unreadable` where the file ends too early or is no such file."""
        self._file.seek(0)
        self.site = WxrSite()
        events = etree.iterparse(
            _WithoutControls(self._file),
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=True,
        )
        try:
            yield from self._items(events)
        except etree.XMLSyntaxError as error:
            raise Unreadable(_reason(error, is_whole=self._is_whole())) from error

    def _is_whole(self) -> bool:
        self._file.seek(0, 2)
        self._file.seek(max(0, self._file.tell() - 200))
        return self._file.read().rstrip().endswith(b"</rss>")

    def _items(self, events: Any) -> Iterator[WxrItem]:
        number, depth = 0, 0
        for event, element in events:
            if event == "start":
                _refuse(element, depth)
                depth += 1
                continue
            depth -= 1
            if depth != 2:  # not a child of rss/channel
                continue
            if element.tag == "item":
                number += 1
                if number == 1:
                    self._check()
                yield _item(number, element)
            else:
                self._note(element)
            _forget(element)
        self._check()

    def _check(self) -> None:
        if self.site.version not in VERSIONS:
            found = f"version {self.site.version} of its format" if self.site.version else "no version of its format"
            raise Unreadable(
                f"This file names {found}, but must be a WordPress export of version 1.0, 1.1 or 1.2."
                " In WordPress, make it under Tools, Export."
            )

    def _note(self, element: Any) -> None:
        """Take what a child of the channel says of the site."""
        if element.tag == "title":
            self.site.title = _text(element)
        elif element.tag == "link":
            self.site.address = self.site.address or _text(element)
        if not (found := _WP.fullmatch(str(element.tag))):
            return
        name, said = found[2], _children(element)
        if name == "wxr_version":
            self.site.version = _text(element)
        elif name == "base_blog_url":
            self.site.address = _text(element)
        elif name == "author":
            login, shown = said.get("author_login", ""), said.get("author_display_name", "")
            self.site.authors[login] = WxrTerm(login, shown or login, email=said.get("author_email", ""))
        elif name == "category":
            slug = said.get("category_nicename", "")
            about, parent = said.get("category_description", ""), said.get("category_parent", "")
            self.site.categories[slug] = WxrTerm(slug, said.get("cat_name", "") or slug, about, parent)
        elif name == "tag":
            slug = said.get("tag_slug", "")
            self.site.tags[slug] = WxrTerm(slug, said.get("tag_name", "") or slug, said.get("tag_description", ""))


class _WithoutControls:
    """A file as XML may have it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        while data := self._file.read(size):
            if kept := data.translate(None, _FORBIDDEN):
                return kept
        return b""


def _refuse(element: Any, depth: int) -> None:
    """Refuse what is no export, and document types: they hide other files or endless text."""
    if depth == 0 and element.getroottree().docinfo.doctype:
        raise Unreadable("The file begins with a DOCTYPE, which can hide other files. WordPress writes none.")
    if depth == 0 and element.tag != "rss":
        raise Unreadable(f"This is no WordPress export: it begins with <{element.tag}> instead of <rss>.")
    if depth > 64:
        raise Unreadable("The file is nested deeper than any export of WordPress.")


def _item(number: int, element: Any) -> WxrItem:
    said = _children(element)
    texts = {str(child.tag): _text(child) for child in element if isinstance(child.tag, str)}
    faults: list[str] = []
    published_at = _moment(said, "post_date", faults)
    modified_at = _moment(said, "post_modified", faults)
    return WxrItem(
        number=number,
        id=said.get("post_id", ""),
        type=said.get("post_type", "") or "post",
        status=said.get("status", "") or "publish",
        title=texts.get("title", ""),
        link=texts.get("link", ""),
        slug=said.get("post_name", ""),
        author=texts.get(_CREATOR, ""),
        content=texts.get(_CONTENT, ""),
        excerpt=next((text for tag, text in texts.items() if _EXCERPT.fullmatch(tag)), ""),
        password=said.get("post_password", ""),
        parent=said.get("post_parent", ""),
        attachment_url=said.get("attachment_url", ""),
        published_at=published_at,
        modified_at=modified_at,
        terms=tuple(_terms(element)),
        meta=dict(_meta(element)),
        comments=sum(1 for child in element if _name(child) == "comment"),
        fault=" ".join(faults),
    )


def _terms(element: Any) -> Iterator[tuple[str, str, str]]:
    for child in element:
        if child.tag == "category":
            yield child.get("domain", "category"), child.get("nicename", ""), _text(child)


def _meta(element: Any) -> Iterator[tuple[str, str]]:
    for child in element:
        if _name(child) == "postmeta":
            said = _children(child)
            yield said.get("meta_key", ""), said.get("meta_value", "")


def _moment(said: Mapping[str, str], name: str, faults: list[str]) -> datetime | None:
    """The time that `name` says, from the UTC field if it has one; what is no time is noted in `faults`."""
    text = said.get(f"{name}_gmt", "")
    if text in {"", _NO_TIME}:
        text = said.get(name, "")
    if text in {"", _NO_TIME}:
        return None
    try:
        moment = datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        faults.append(f"“{text[:40]}” is no time.")
        return None
    return moment


def _children(element: Any) -> dict[str, str]:
    """The texts of the children with `wp:` names, by those names; the first of each."""
    said: dict[str, str] = {}
    for child in element:
        if name := _name(child):
            said.setdefault(name, _text(child))
    return said


def _name(element: Any) -> str:
    found = _WP.fullmatch(element.tag) if isinstance(element.tag, str) else None
    return found[2] if found else ""


def _text(element: Any) -> str:
    return (element.text or "").strip() if len(element) == 0 else "".join(element.itertext()).strip()


def _forget(element: Any) -> None:
    """Let go of what was read, and of what stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _reason(error: etree.XMLSyntaxError, *, is_whole: bool) -> str:
    message = (error.msg or "").lower()
    line = f"line {error.lineno or 1}"
    cut = f"The file ends in the middle, at {line}. Perhaps it was cut off; export it again."
    known = {
        f"From {line} on, letters are not in the file’s encoding. Export it again, and do not edit it.": (
            "encoding",
            "utf-8",
            "invalid bytes",
            "not proper",
        ),
        f"At {line} the file is nested too deep.": ("excessive depth",),
        "This is no XML. Choose the .xml file that WordPress made under Tools, Export.": (
            "document is empty",
            "start tag expected",
        ),
        "The file holds an entity, such as &nbsp;, that XML does not know. Export it again, and do not edit it.": (
            "no element found",
            "entity",
        ),
        f"After its end, at {line}, the file goes on. Perhaps two files were joined.": ("extra content",),
    }
    found = (words for words, signs in known.items() if any(sign in message for sign in signs))
    return next(found, f"At {line} the file is no proper XML: {error.msg}." if is_whole else cut)
