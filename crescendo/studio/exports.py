"""Taking the site away: an owner gets the whole archive, as it is written."""

from collections.abc import Iterator

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Engine

from ..accounts.actions import record
from ..foundation import clock
from ..foundation.database import db
from ..foundation.migrations import migration_of
from ..transfer.site_export import write_site
from ..transfer.snapshots import snapshot
from . import owners
from .access import me


class _Outlet:
    """A file that cannot go back, from which is taken what was written last."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._written.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """There is nothing to wait for."""

    def take(self) -> bytes:
        taken, self._written = b"".join(self._written), []
        return taken


@owners.get("/exports/")
def exports() -> ResponseReturnValue:
    """What can be taken away."""
    return render_template("studio/exports.html")


@owners.post("/exports/site")
def export_site() -> ResponseReturnValue:
    """The whole site, in pieces, while it is being read. It is noted who took it."""
    record(by=me(), verb="exported", subject="site", subject_id=None)
    schema = migration_of(db.session.connection()) or ""
    answer = Response(_archive(schema, db.engine), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f"attachment; filename=site-{clock.now():%Y-%m-%d}.zip"
    return answer


def _archive(schema: str, engine: Engine) -> Iterator[bytes]:
    outlet = _Outlet()
    with snapshot(engine) as connection:
        for _is_member in write_site(outlet, connection, schema=schema):  # type: ignore[arg-type]  # all that is asked of it
            if written := outlet.take():
                yield written
