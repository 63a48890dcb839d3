"""Sweeping: what nothing names any more goes, and nothing that a page still shows."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from crescendo.foundation import clock
from crescendo.foundation.database import db, unit_of_work
from crescendo.media import storage
from crescendo.media.actions import add_asset, delete_asset, replace_asset
from crescendo.media.models import Asset
from crescendo.media.preparing import prepare
from crescendo.media.renditions import paths_of, start_of
from crescendo.media.sweeping import leftovers, remove_unnamed
from tests.factories.media import make_asset, picture_bytes

pytestmark = pytest.mark.usefixtures("app")
DAY = timedelta(days=1)


def replaced(asset: Asset) -> list[str]:
    """The paths of the files that `asset` had before it got others."""
    paths = paths_of(asset.sha256, asset.width)
    picture = prepare(picture_bytes(size=(60, 80)))
    replace_asset(asset, picture=picture, filename="n.png", shows_other=False, version=asset.version, by=None)
    db.session.commit()
    return paths


def sweep() -> list[str]:
    """The paths that a sweep of what is unused for a day removes."""
    with unit_of_work():
        found = leftovers(before=clock.now() - DAY)
    return [path for item in found if remove_unnamed(item.start, item.paths) for path in item.paths]


def are_stored(paths: list[str]) -> bool:
    return all(storage.exists(path) for path in paths)


def test_files_of_a_replaced_picture_go_after_a_day() -> None:
    asset = make_asset()
    paths = replaced(asset)
    assert not set(sweep()) & set(paths)
    with time_machine.travel(clock.now() + 2 * DAY):
        assert set(sweep()) >= set(paths)
    assert not any(storage.exists(path) for path in paths)
    assert are_stored(paths_of(asset.sha256, asset.width))


def test_old_picture_that_was_replaced_just_now_keeps_its_files(data: Path) -> None:
    paths = replaced(make_asset())
    for path in paths:
        os.utime(data / "media" / path, (0, 0))
    assert not set(sweep()) & set(paths)
    assert are_stored(paths)


def test_upload_that_was_undone_leaves_nothing_for_good() -> None:
    asset = add_asset(picture=prepare(picture_bytes(colour="plum")), filename="plum.png", by=None)
    paths = paths_of(asset.sha256, asset.width)
    db.session.rollback()
    assert are_stored(paths)
    with time_machine.travel(clock.now() + 2 * DAY):
        assert set(sweep()) >= set(paths)


def test_picture_that_is_uploaded_again_during_a_sweep_keeps_its_files() -> None:
    paths = replaced(make_asset())
    start = start_of(Path(paths[0]).name)
    with time_machine.travel(clock.now() + 2 * DAY):
        with unit_of_work():
            found = leftovers(before=clock.now() - DAY)
        make_asset()
        assert not remove_unnamed(start, paths)
    assert start in {item.start for item in found}
    assert are_stored(paths)


def test_what_is_not_of_a_picture_is_left_alone(data: Path) -> None:
    others = ["share/0123456789abcdef0123.jpg", "notes.txt", "originals/readme"]
    for path in others:
        storage.write(path, b"words")
        os.utime(data / "media" / path, (0, 0))
    assert not set(sweep()) & set(others)


def test_folder_goes_with_the_last_file_of_a_picture(data: Path) -> None:
    asset = make_asset()
    folder = data / "media" / start_of(asset.sha256)
    delete_asset(asset, version=asset.version, by=None)
    db.session.commit()
    assert not folder.exists()
    assert (data / "media").exists()
