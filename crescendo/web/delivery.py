"""How public answers travel: with an entity tag, asked for anew before they are reused, and kept while they hold."""

from collections.abc import Callable
from datetime import datetime

from flask import Flask, Response, request

from ..foundation.freshness import holds_until, watched
from .application import SAFE_METHODS
from .encodings import is_text
from .headers import is_private
from .page_cache import FOREVER, KEPT_UNTIL

LASTING = frozenset({200, 301, 404, 410})
NextChange = Callable[[datetime], datetime | None]


def install_delivery(app: Flask, *, next_change: NextChange) -> None:
    """Finish what `app` answers. Call it before anything else adds headers: it works on the whole answer.

    `next_change` is the first moment after a given one at which the clock alone changes what any page shows.
    """

    @app.after_request
    def finish(response: Response) -> Response:
        # What a signed-in person sees is neither kept nor compressed: beside a form's token, compression would tell
        # whoever can make requests and see their lengths what the token is (BREACH).
        if is_private() or request.method not in SAFE_METHODS:
            return response
        if response.status_code in LASTING:
            response.headers.setdefault("Cache-Control", "no-cache")
            _say_how_long(response, next_change)
        if response.status_code == 200 and not response.is_streamed:
            response.add_etag(weak=True)
        if is_text(response.mimetype or ""):
            response.vary.add("Accept-Encoding")
        return response


def _say_how_long(response: Response, next_change: NextChange) -> None:
    """Tell the page cache until when `response` may be given to others."""
    freshness = watched()
    if freshness is None or response.cache_control.no_store or response.cache_control.immutable:
        return
    holds_until(next_change(freshness.began))
    request.environ[KEPT_UNTIL] = freshness.until or FOREVER
