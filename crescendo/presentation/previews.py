"""Links to previews that an author can share."""

from datetime import timedelta

from ..journal.models import Article
from ..web.signing import signed
from .reading import Reading

PURPOSE = "preview"
LASTS = timedelta(days=7)


def preview_link(article: Article, reading: Reading) -> str:
    """The full address under which anybody sees the newest saved text of `article` for a week from now."""
    return f"{reading.url}/preview/{signed(article.id, purpose=PURPOSE)}"
