"""Guides as posts of another system: one piece of HTML with full addresses, and nothing that only we can fill."""

from ..journal.models import Article, Revision
from ..journal.references import references_of
from .bodies import live_body
from .plain_embeds import PostEmbeds, plain_body, plain_sources
from .reading import Reading


def text_of_post(article: Article, reading: Reading) -> tuple[Revision, str]:
    """What readers see of `article`, or its draft where they see nothing, and the HTML of it with its sources."""
    revision = article.live_revision or article.newest_revision
    body = live_body(revision, references_of(revision, now=reading.now), reading, embeds=PostEmbeds)
    return revision, f"{plain_body(body)}{plain_sources(body)}"
