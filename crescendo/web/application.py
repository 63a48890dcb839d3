"""The Flask application class: one transaction and one commit a request."""

from collections.abc import MutableMapping
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, redirect, request
from flask.templating import Environment
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from ..foundation.database import db, expect_reads_only
from .limits import BoundedRequest

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Templates(Environment):
    """As Flask's, but the globals of a template are those that the environment has when it is loaded.

    Jinja looks through them at each import of each page. In the chain of mappings that it makes of them by itself, that
    takes a tenth of the page's time.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template: those of the environment, with its own above them."""
        return {**self.globals, **(d or {})}


class Crescendo(Flask):
    """Commits what a view changed when it answers with success, and undoes it otherwise."""

    jinja_environment = Templates
    request_class = BoundedRequest

    def preprocess_request(self) -> ResponseReturnValue | None:
        """Tell the database what to expect before anything touches it."""
        expect_reads_only(request.method in SAFE_METHODS)
        return super().preprocess_request()

    def handle_http_exception(self, e: HTTPException) -> HTTPException | ResponseReturnValue:
        """As Flask does, but an address that is put right (by a slash) names no host: none comes from a request."""
        if not isinstance(e, RequestRedirect):
            return super().handle_http_exception(e)
        return redirect(urlsplit(e.new_url)._replace(scheme="", netloc="").geturl(), code=e.code)

    def log_exception(self, exc_info: Any) -> None:
        """As Flask does, but by the rule of the address: the address itself may hold a secret link."""
        place = request.url_rule.rule if request.url_rule else "an unknown address"
        self.logger.error("Exception on %s [%s]", place, request.method, exc_info=exc_info)

    def dispatch_request(self) -> Response:
        """The view's answer, committed. Errors of the commit reach the error handlers like any other."""
        try:
            response = self.make_response(super().dispatch_request())
            if response.status_code < 400 and request.method not in SAFE_METHODS:
                db.session.commit()
            else:
                db.session.rollback()
        except BaseException:
            db.session.rollback()
            raise
        return response
