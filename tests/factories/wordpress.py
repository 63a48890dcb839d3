"""Exports of WordPress for tests, in the shape that its exporter writes."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

SITE = "https://old.example"
_HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/{version}/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/{version}/">
<channel>
<title>Old site</title><link>{site}</link><wp:wxr_version>{version}</wp:wxr_version>
<wp:base_site_url>{site}</wp:base_site_url><wp:base_blog_url>{site}</wp:base_blog_url>
"""
_TAIL = "</channel>\n</rss>\n"


def wxr(*parts: str, version: str = "1.2", site: str = SITE) -> BytesIO:
    """A file of these parts, which come from the functions below."""
    return BytesIO((_HEAD.format(version=version, site=site) + "".join(parts) + _TAIL).encode())


def wxr_author(login: str = "mira", name: str = "Mira Holt", email: str = "mira@old.example") -> str:
    return f"<wp:author>{_tags(author_login=login, author_email=email, author_display_name=name)}</wp:author>\n"


def wxr_category(slug: str, name: str, *, parent: str = "", term_id: int = 1, about: str = "") -> str:
    said = _tags(
        term_id=str(term_id),
        category_nicename=slug,
        category_parent=parent,
        cat_name=name,
        category_description=about,
    )
    return f"<wp:category>{said}</wp:category>\n"


def wxr_tag(slug: str, name: str) -> str:
    return f"<wp:tag>{_tags(tag_slug=slug, tag_name=name)}</wp:tag>\n"


def wxr_item(
    item_id: int,
    title: str = "A title",
    content: str = "",
    *,
    kind: str = "post",
    status: str = "publish",
    slug: str = "",
    link: str = "",
    author: str = "mira",
    excerpt: str = "",
    date: str = "2024-03-05 07:08:09",
    modified: str = "",
    terms: Sequence[tuple[str, str, str]] = (),
    meta: Mapping[str, str] = {},
    comments: int = 0,
    **more: str,
) -> str:
    """A post, or whatever `kind` says; `terms` are taxonomy, slug and name; `more` are other `wp:` children."""
    address = link or f"{SITE}/{slug or item_id}/"
    said = _tags(
        post_id=str(item_id),
        post_date=date,
        post_date_gmt=date,
        post_modified=modified or date,
        post_modified_gmt=modified or date,
        post_name=slug,
        status=status,
        post_type=kind,
        **more,
    )
    named = "".join(f'<category domain="{a}" nicename="{b}">{_cdata(c)}</category>' for a, b, c in terms)
    kept = "".join(f"<wp:postmeta>{_tags(meta_key=k, meta_value=v)}</wp:postmeta>" for k, v in meta.items())
    replies = "<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment>" * comments
    return (
        f"<item><title>{_cdata(title)}</title><link>{escape(address)}</link><dc:creator>{_cdata(author)}</dc:creator>"
        f"<content:encoded>{_cdata(content)}</content:encoded><excerpt:encoded>{_cdata(excerpt)}</excerpt:encoded>"
        f"{said}{named}{kept}{replies}</item>\n"
    )


def _tags(**said: str) -> str:
    return "".join(f"<wp:{name}>{_cdata(text)}</wp:{name}>" for name, text in said.items())


def _cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
