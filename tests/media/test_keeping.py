"""Replacing and deleting pictures: a row never lacks its files, and what names a picture keeps it."""

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import func, select

from crescendo.foundation.database import attempt, db, reading
from crescendo.foundation.errors import Conflict, Rejected
from crescendo.media import storage
from crescendo.media.actions import add_asset, delete_asset, replace_asset
from crescendo.media.models import AltState, Asset
from crescendo.media.preparing import prepare
from crescendo.media.renditions import paths_of, start_of
from crescendo.media.sweeping import remove_unnamed
from tests.factories.media import make_asset, picture_bytes

pytestmark = pytest.mark.usefixtures("app")


def are_stored(asset: Asset) -> bool:
    return all(storage.exists(path) for path in paths_of(asset.sha256, asset.width))


def test_storage_that_fails_midway_leaves_no_row(data: Path) -> None:
    picture = picture_bytes(colour="orange")
    sha256 = hashlib.sha256(picture).hexdigest()
    blocked = data / "media" / sha256[:20]
    blocked.parent.mkdir(exist_ok=True)
    blocked.write_bytes(b"a file where the folder of the renditions should be")
    try:
        with pytest.raises(Exception, match=r".+"), attempt():
            add_asset(picture=prepare(picture), filename="boot.png", by=None)
    finally:
        blocked.unlink()
    assert db.session.scalar(select(func.count(Asset.id))) == 0


def test_replaced_picture_keeps_its_name_and_description() -> None:
    asset = make_asset("boot", alt="A boot.")
    before = paths_of(asset.sha256, asset.width)
    picture = prepare(picture_bytes(size=(60, 80)))
    replace_asset(asset, picture=picture, filename="n.png", shows_other=False, version=asset.version, by=None)
    db.session.commit()
    assert (asset.key, asset.alt_text, asset.width, asset.height) == ("boot", "A boot.", 60, 80)
    assert are_stored(asset)
    assert all(storage.exists(path) for path in before)


def test_picture_that_shows_something_else_has_to_be_described_anew() -> None:
    asset = make_asset(alt="A boot.")
    picture = prepare(picture_bytes(colour="red"))
    replace_asset(asset, picture=picture, filename="n.png", shows_other=True, version=asset.version, by=None)
    assert (asset.alt_state, asset.alt_text) == (AltState.UNDECIDED, "")


def test_picture_is_not_replaced_by_one_that_the_library_has() -> None:
    asset, picture = make_asset(), prepare(picture_bytes(colour="red"))
    other = add_asset(picture=picture, filename="red.png", by=None)
    with pytest.raises(Rejected, match=other.key):
        replace_asset(asset, picture=picture, filename="n.png", shows_other=False, version=asset.version, by=None)


def test_two_people_do_not_replace_the_same_picture() -> None:
    asset, picture = make_asset(), prepare(picture_bytes(colour="red"))
    with pytest.raises(Conflict):
        replace_asset(asset, picture=picture, filename="n.png", shows_other=False, version=asset.version - 1, by=None)


def test_files_of_a_deleted_picture_are_removed_after_the_commit() -> None:
    asset = make_asset()
    paths = paths_of(asset.sha256, asset.width)
    delete_asset(asset, version=asset.version, by=None)
    assert all(storage.exists(path) for path in paths)
    db.session.commit()
    assert not any(storage.exists(path) for path in paths)


def test_deletion_that_is_undone_keeps_the_files() -> None:
    asset = make_asset()
    delete_asset(asset, version=asset.version, by=None)
    db.session.rollback()
    db.session.commit()
    assert are_stored(asset)


def test_picture_that_is_deleted_and_uploaded_at_once_keeps_its_files() -> None:
    asset = make_asset()
    delete_asset(asset, version=asset.version, by=None)
    again = add_asset(picture=prepare(picture_bytes()), filename="again.png", by=None)
    db.session.commit()
    assert are_stored(again)


def test_picture_that_is_deleted_after_it_was_prepared_keeps_its_files() -> None:
    asset, picture = make_asset(), prepare(picture_bytes())
    delete_asset(asset, version=asset.version, by=None)
    db.session.commit()
    again = add_asset(picture=picture, filename="again.png", by=None)
    db.session.commit()
    assert are_stored(again)


def test_files_that_a_sweep_takes_before_the_row_is_there_are_made_again() -> None:
    asset = make_asset()
    with reading():
        picture = prepare(picture_bytes(colour="red"))
    assert remove_unnamed(start_of(picture.sha256), paths_of(picture.sha256, picture.width)[1:])
    replace_asset(asset, picture=picture, filename="n.png", shows_other=False, version=asset.version, by=None)
    db.session.commit()
    assert are_stored(asset)


def test_files_are_not_made_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = prepare(picture_bytes())
    monkeypatch.delattr(storage, "write")
    assert are_stored(add_asset(picture=picture, filename="boot.png", by=None))
