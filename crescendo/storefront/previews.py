"""Previews that an author shared by a signed link: for whoever has it, for a week."""

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from ..journal.desk_queries import article_by_id
from ..journal.markup import read_body
from ..presentation.previews import LASTS, PURPOSE, draft_page
from ..presentation.reading import this_reading
from ..web.signing import unsigned
from . import storefront


@storefront.get("/preview/<token>")
def shared_preview(token: str) -> ResponseReturnValue:
    """The newest saved text of a guide. 410 once the link has ended."""
    article = article_by_id(unsigned(token, purpose=PURPOSE, lasts=LASTS))
    revision = article.newest_revision
    page = draft_page(article, revision, read_body(revision.body), this_reading())
    response = make_response(render_template("storefront/shared_preview.html", page=page))
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
