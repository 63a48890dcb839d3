"""Drafts as readers would see them: their pages, and links to these that an author can share."""

from datetime import timedelta

from ..journal.markup import Document
from ..journal.models import Article, Revision
from ..web.signing import signed
from .bodies import preview_body
from .guides import GuidePage, page_of
from .reading import Reading

PURPOSE = "preview"
LASTS = timedelta(days=7)


def draft_page(article: Article, revision: Revision, document: Document, reading: Reading) -> GuidePage:
    """The page of `article` with the texts of `revision`, whose body reads as `document`."""
    return page_of(article, revision, preview_body(document, reading, article_id=article.id), article.tags, reading)


def preview_link(article: Article, reading: Reading) -> str:
    """The full address under which anybody sees the newest saved text of `article` for a week from now."""
    return f"{reading.url}/preview/{signed(article.id, purpose=PURPOSE)}"
