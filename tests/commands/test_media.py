"""`flask media`."""

import json
from datetime import timedelta

import time_machine

from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.media import storage
from crescendo.media.actions import replace_asset
from crescendo.media.preparing import prepare
from crescendo.media.renditions import paths_of
from crescendo.web.application import Crescendo
from tests.factories.media import make_asset, picture_bytes


def old_files() -> list[str]:
    """The files of a picture that was replaced."""
    asset = make_asset()
    paths = paths_of(asset.sha256, asset.width)
    picture = prepare(picture_bytes(size=(60, 80)))
    replace_asset(asset, picture=picture, filename="n.png", shows_other=False, version=asset.version, by=None)
    db.session.commit()
    return paths


def test_sweep_says_what_it_would_remove_and_then_removes_it(app: Crescendo) -> None:
    paths = old_files()
    with time_machine.travel(clock.now() + timedelta(days=2)):
        would = app.test_cli_runner().invoke(args=["media", "sweep", "--dry-run"])
        assert all(path in would.output for path in paths)
        assert all(storage.exists(path) for path in paths)
        done = app.test_cli_runner().invoke(args=["media", "sweep", "--json"])
        assert set(json.loads(done.stdout)["files"]) >= set(paths)
        assert not any(storage.exists(path) for path in paths)
        again = app.test_cli_runner().invoke(args=["media", "sweep"])
        assert again.stdout == "There is nothing to remove.\n"


def test_sweep_waits_as_long_as_it_is_told(app: Crescendo) -> None:
    paths = old_files()
    with time_machine.travel(clock.now() + timedelta(days=2)):
        app.test_cli_runner().invoke(args=["media", "sweep", "--days", "3"])
    assert all(storage.exists(path) for path in paths)
