"""Backups and archives for tests: made, looked into, and spoiled."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from click.testing import Result

from crescendo import create_app
from crescendo.foundation.database import db
from crescendo.media import storage
from crescendo.transfer.package import MANIFEST, PackageWriter
from crescendo.web.application import Crescendo
from tests.conftest import settings_for


@contextmanager
def elsewhere(folder: Path, url: str = "") -> Iterator[Crescendo]:
    """Another installation, on an empty folder."""
    before = storage._location
    other = create_app(settings_for(folder, url or f"sqlite:///{folder / 'site.sqlite3'}"))
    with other.app_context():
        yield other
        db.session.remove()
        db.engine.dispose()
        other.extensions["version_probe"].hang_up()
    storage.use_storage(before)


def run(app: Crescendo, *args: object) -> Result:
    """What a command of its own process does, in which nobody has looked at pages."""
    db.session.remove()
    app.extensions["version_probe"].hang_up()
    return app.test_cli_runner().invoke(args=[str(arg) for arg in args])


def backed_up(app: Crescendo, file: Path, *options: str) -> Path:
    result = run(app, "backup", file, *options)
    assert result.exit_code == 0, result.output
    return file


def members(file: Path) -> dict[str, str]:
    """The SHA-256 of each member, as the manifest has it."""
    with ZipFile(file) as opened:
        return {name: facts["sha256"] for name, facts in json.loads(opened.read(MANIFEST))["files"].items()}


def changed(file: Path, change: Callable[[dict[str, bytes]], None], *, vouch: bool = False) -> Path:
    """`file` with other members; `vouch`: and a manifest that knows them."""
    with ZipFile(file) as opened:
        content = {name: opened.read(name) for name in opened.namelist()}
    change(content)
    made = file.with_name("changed.zip")
    with ZipFile(made, "w", ZIP_DEFLATED) as opened:
        for name, data in content.items():
            opened.writestr(name, data)
    if vouch:
        facts = json.loads(content.pop(MANIFEST))
        with made.open("wb") as plain:
            writer = PackageWriter(plain, kind=facts["format"], version=facts["version"])
            for name, data in content.items():
                writer.add(name, [data])
            writer.finish(schema=facts["schema"], renditions=True)
    return made


def pages_of(file: Path) -> bytes:
    """All of a SQLite file but for its header, which says also how it was opened last."""
    return file.read_bytes()[100:]


def replace_manifest(content: dict[str, bytes], **facts: object) -> None:
    content[MANIFEST] = json.dumps({**json.loads(content[MANIFEST]), **facts}).encode()
