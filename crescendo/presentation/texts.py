"""Short Markdown texts outside guides: descriptions and biographies. They link to the web, never to slots."""

from markupsafe import Markup

from ..journal.markup import read_body
from .embeds import Embeds, Shelf
from .reading import this_reading


def short_text(text: str) -> Markup:
    """The safe HTML of a short Markdown `text`."""
    return Embeds(Shelf(), this_reading(), article_id=None).fill(read_body(text).segments)
