"""Pictures, and what crawlers and load balancers ask."""

import re

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue

from ..foundation.errors import NotFound
from ..media import storage
from ..media.renditions import FORMATS
from ..web.health import database_is_current
from . import storefront

YEAR = 31_536_000  # seconds
_RENDITION = re.compile(r"[0-9a-f]{20}/\d{1,5}\.(?P<extension>avif|webp)")


@storefront.get("/media/<path:path>")
def media(path: str) -> ResponseReturnValue:
    """A rendition of a picture. Its address names its content, so a browser may keep it for ever."""
    match = _RENDITION.fullmatch(path)
    data = storage.read(path) if match else None
    if match is None or data is None:
        raise NotFound
    response = Response(data, mimetype=FORMATS[match["extension"]])
    response.set_etag(path)
    response.make_conditional(request, accept_ranges=True, complete_length=len(data))
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@storefront.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """What crawlers leave alone (RFC 9309): ways out, and the authoring area."""
    rules = "User-agent: *\nDisallow: /go/\nDisallow: /studio/\nDisallow: /login\n"
    sitemap = f"Sitemap: {current_app.config['SETTINGS'].site_url}/sitemap.xml\n"
    return Response(f"{rules}\n{sitemap}", mimetype="text/plain")


@storefront.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Whether the process answers at all."""
    return Response("ok\n", mimetype="text/plain")


@storefront.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Whether database, migrations and storage are ready for readers."""
    faults = [] if database_is_current(current_app) else ["database"]
    if not storage.is_ready():
        faults.append("storage")
    if faults:
        return Response(f"not ready: {', '.join(faults)}\n", status=503, mimetype="text/plain")
    return Response("ready\n", mimetype="text/plain")
