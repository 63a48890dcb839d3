"""Security headers on every answer, errors included."""

from flask import Flask, Response, current_app, request
from secure import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    Secure,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)

PRIVATE = ("/studio", "/login", "/logout", "/preview/")


def install_headers(app: Flask, *, https: bool) -> None:
    """Add the headers to whatever `app` answers; with `https`, browsers are told to insist on it."""
    headers = dict(_policy(https=https).headers)

    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        if is_private():
            response.headers["Cache-Control"] = "private, no-store"
        return response


def is_private() -> bool:
    """Whether the answer is for one person alone.

    Asked of the request, not of the session: touching that would make every page vary by cookie.
    """
    return current_app.config["SESSION_COOKIE_NAME"] in request.cookies or request.path.startswith(PRIVATE)


def _policy(*, https: bool) -> Secure:
    # No 'unsafe-inline', no nonce: a page with a nonce could not be cached, so nothing is inline.
    content = (
        ContentSecurityPolicy()
        .default_src("'none'")
        .script_src("'self'")
        .style_src("'self'")
        .img_src("'self'", "blob:")
        .font_src("'self'")
        .connect_src("'self'")
        .manifest_src("'self'")
        .frame_src("'self'")
        .form_action("'self'")
        .frame_ancestors("'self'")
        .base_uri("'none'")
    )
    return Secure(
        csp=content,
        coop=CrossOriginOpenerPolicy().same_origin(),
        corp=CrossOriginResourcePolicy().same_origin(),
        hsts=StrictTransportSecurity().max_age(31_536_000) if https else None,
        permissions=PermissionsPolicy().camera().geolocation().microphone(),
        referrer=ReferrerPolicy().strict_origin_when_cross_origin(),
        xcto=XContentTypeOptions().nosniff(),
        xfo=XFrameOptions().sameorigin(),
    )
