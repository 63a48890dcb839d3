"""How much a request may send. Beyond it the answer is 413, before the rest is read."""

from functools import cached_property
from typing import IO, cast

from flask import Flask, Request, current_app, request
from flask_login import current_user
from werkzeug.wsgi import LimitedStream

MEGABYTE = 1024 * 1024
FOR_UPLOADS = 32 * MEGABYTE
FOR_IMPORTS = 1024 * MEGABYTE
FOR_FIELDS = 2 * MEGABYTE
FOR_FORMS = 3 * FOR_FIELDS  # without files: a sign may take three where it is written as %C3
FOR_STRANGERS = 64 * 1024  # whoever is not in the studio has nothing long to say
FIELDS = 2000


def install_limits(app: Flask) -> None:
    """Bound what `app` reads. Call it before anything else reads forms."""
    app.config.from_mapping(MAX_CONTENT_LENGTH=FOR_UPLOADS, MAX_FORM_MEMORY_SIZE=FOR_FIELDS, MAX_FORM_PARTS=FIELDS)

    @app.before_request
    def bound() -> None:
        may_upload = current_app.config["SESSION_COOKIE_NAME"] in request.cookies
        if not (may_upload and request.path.startswith("/studio/")):
            request.max_content_length = FOR_STRANGERS
        elif request.path.startswith("/studio/imports/") and current_user.is_authenticated:
            request.max_content_length = FOR_IMPORTS
        elif request.mimetype != "multipart/form-data":
            request.max_content_length = FOR_FORMS


class BoundedRequest(Request):
    """A request whose body is bounded even if it does not say how long it is (chunked)."""

    @cached_property
    def stream(self) -> IO[bytes]:
        bound = self.max_content_length
        if self.content_length is None and bound is not None and "wsgi.input_terminated" in self.environ:
            return cast(IO[bytes], _Unannounced(self.environ["wsgi.input"], bound, is_max=True))
        return super().stream


class _Unannounced(LimitedStream):
    def readall(self) -> bytes:
        """The whole body. Werkzeug's own takes what is within the bound, as if nothing followed."""
        whole = super().readall()
        if self.is_exhausted:
            self.on_exhausted()
        return whole
