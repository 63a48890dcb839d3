"""Pictures, and what crawlers and load balancers ask."""

import json
import re
from datetime import timedelta
from hmac import compare_digest

from flask import Response, current_app, redirect, request
from flask.typing import ResponseReturnValue

from ..foundation import clock
from ..foundation.clock import start_of_day
from ..foundation.errors import NotFound
from ..foundation.freshness import holds_until
from ..foundation.migrations import database_is_current
from ..media import storage
from ..media.renditions import FORMATS
from ..presentation.share_picture import PAPER
from ..web.metrics import CONTENT_TYPE, metrics_of
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


@storefront.get("/manifest.webmanifest")
def manifest() -> ResponseReturnValue:
    """What a phone needs to keep the site among its programs (W3C Web Application Manifest)."""
    settings = current_app.config["SETTINGS"]
    facts = {
        "name": settings.site_name,
        "short_name": settings.site_name[:12],
        "lang": str(settings.locale).replace("_", "-"),
        "id": "/",
        "start_url": "/",
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": "/static/favicon.svg", "sizes": "any", "type": "image/svg+xml"},
            {"src": "/static/icon-192.png", "sizes": "192x192", "type": "image/png"},
            {"src": "/static/icon-512.png", "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
        ],
    }
    return Response(json.dumps(facts), mimetype="application/manifest+json")


@storefront.get("/favicon.ico")
def favicon() -> ResponseReturnValue:
    """The mark, for programs that ask for it where it always was."""
    return redirect("/static/icon-192.png", code=301)


@storefront.get("/.well-known/security.txt")
def security() -> ResponseReturnValue:
    """Whom to tell of a security problem (RFC 9116); not there unless the operator named somebody."""
    settings = current_app.config["SETTINGS"]
    if not settings.security_contact:
        raise NotFound
    today = start_of_day(clock.now())
    holds_until(today + timedelta(days=1))
    expires = (today + timedelta(days=180)).isoformat()
    lines = [
        f"Contact: {settings.security_contact}",
        f"Expires: {expires.replace('+00:00', 'Z')}",
        f"Canonical: {settings.site_url}/.well-known/security.txt",
        f"Preferred-Languages: {settings.locale.language}",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@storefront.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Whether the process answers at all."""
    return Response("ok\n", mimetype="text/plain")


@storefront.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Whether database, migrations and storage are ready for readers."""
    faults = [] if database_is_current() else ["database"]
    if not storage.is_ready():
        faults.append("storage")
    if faults:
        return Response(f"not ready: {', '.join(faults)}\n", status=503, mimetype="text/plain")
    return Response("ready\n", mimetype="text/plain")


@storefront.get("/metrics")
def metrics() -> ResponseReturnValue:
    """What this process counts, for whoever has the token of the operator; without one there is no such page."""
    token = current_app.config["SETTINGS"].metrics_token
    if not token:
        raise NotFound
    if not compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode()):
        return Response("Show the token.\n", 401, {"WWW-Authenticate": "Bearer"}, mimetype="text/plain")
    return Response(metrics_of(current_app), content_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"})
