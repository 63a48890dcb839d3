"""`flask backup` and `flask restore`: what comes back is what was there, and nothing is touched without need."""

import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select

from crescendo.accounts.actions import open_session
from crescendo.accounts.models import UserSession
from crescendo.catalog.taxonomy import Category
from crescendo.foundation import clock
from crescendo.foundation.database import db, unit_of_work
from crescendo.foundation.migrations import newest_migration
from crescendo.journal.actions import ArticleInput, create_article, publish_article
from crescendo.journal.desk_queries import article_by_id
from crescendo.journal.models import Article
from crescendo.media import storage
from crescendo.media.actions import delete_asset
from crescendo.media.renditions import paths_of
from crescendo.outbound.click_actions import write_counts
from crescendo.outbound.clicks import OfferState
from crescendo.outbound.tally import Click
from crescendo.transfer.backup import PictureDeleted, write_backup
from crescendo.transfer.package import PackageWriter
from crescendo.transfer.snapshots import snapshot
from crescendo.web.application import Crescendo
from tests.commands.packages import backed_up, elsewhere, members, run
from tests.conftest import empty_tables
from tests.factories.accounts import make_user
from tests.factories.catalog import make_category, make_offer, make_product
from tests.factories.journal import make_draft, make_guide, revise
from tests.factories.media import make_asset

BODY = "Take the [Steady](product:steady).\n\n![A sock](media:sock)\n"


@pytest.fixture
def site(app: Crescendo, data: Path) -> Iterator[Crescendo]:
    """A small site with pictures, guides and products."""
    shutil.rmtree(data / "media", ignore_errors=True)
    make_asset("sock", alt="A sock")
    make_offer(make_product("Steady", slug="steady", attributes={}))
    make_guide("A guide", slug="a-guide", body=BODY, tags=["Socks"])
    make_draft("A draft", slug="a-draft", body=BODY)
    db.session.remove()
    yield app
    storage.use_storage(str(data / "media"))


def test_what_is_restored_is_what_was_there(site: Crescendo, tmp_path: Path) -> None:
    file = backed_up(site, tmp_path / "backup.zip")
    with elsewhere(tmp_path / "other") as other:
        result = run(other, "restore", file)
        assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "All is well."), result.output
        again = backed_up(other, tmp_path / "again.zip")
        answer = other.test_client().get("/guides/a-guide")
        assert (answer.status_code, "Steady" in answer.text) == (200, True)
    assert members(again) == members(file)


def test_backup_of_sqlite_is_restored_into_postgres_and_numbers_go_on(
    tmp_path: Path, sqlite_app: Crescendo, postgres_app: Crescendo, request: pytest.FixtureRequest
) -> None:
    with sqlite_app.app_context():
        request.getfixturevalue("data")
        make_asset("sock", alt="A sock")
        make_guide("A guide", slug="a-guide", body="![A sock](media:sock)")
        file = backed_up(sqlite_app, tmp_path / "backup.zip")
        empty_tables()
    with postgres_app.app_context():
        make_category("Mine")
        result = run(postgres_app, "restore", file)
        assert result.exit_code == 0, result.output
        assert members(backed_up(postgres_app, tmp_path / "again.zip")) == members(file)
        make_guide("Another guide")
        (kept,) = Path(postgres_app.config["SETTINGS"].data).glob("before-restore-*.zip")
        assert run(postgres_app, "restore", kept).exit_code == 0
        assert db.session.scalars(select(Category.name)).all() == ["Mine"]
        for each in Path(postgres_app.config["SETTINGS"].data).glob("before-restore-*.zip"):
            each.unlink()
        db.session.remove()
        empty_tables()


def test_backup_may_be_read_by_its_owner_alone_and_replaces_nothing(site: Crescendo, tmp_path: Path) -> None:
    file = backed_up(site, tmp_path / "backup.zip")
    assert file.stat().st_mode & 0o777 == 0o600
    again = run(site, "backup", file)
    assert again.exit_code == 1
    assert "is there already" in again.output
    assert [path.name for path in tmp_path.iterdir()] == ["backup.zip"]


def test_sizes_of_pictures_that_were_left_out_are_made_anew(site: Crescendo, tmp_path: Path) -> None:
    file = backed_up(site, tmp_path / "backup.zip", "--without-renditions")
    assert not [name for name in members(file) if name.endswith((".avif", ".webp"))]
    with elsewhere(tmp_path / "other") as other:
        assert run(other, "restore", file).exit_code == 0
        assert run(other, "doctor", "--deep").exit_code == 0


def test_nobody_is_signed_in_by_a_restore(site: Crescendo, tmp_path: Path) -> None:
    open_session(user=make_user(), browser="A browser")
    db.session.commit()
    file = backed_up(site, tmp_path / "backup.zip")
    with elsewhere(tmp_path / "other") as other:
        assert run(other, "restore", file).exit_code == 0
        assert db.session.scalar(select(func.count()).select_from(UserSession)) == 0


def test_former_database_is_kept_aside(site: Crescendo, tmp_path: Path) -> None:
    file = backed_up(site, tmp_path / "backup.zip")
    with elsewhere(tmp_path / "other") as other:
        run(other, "restore", file)
        make_category("Made since")
        assert run(other, "restore", file).exit_code == 0
        assert "Made since" not in db.session.scalars(select(Category.name)).all()
    (kept,) = (tmp_path / "other").glob("before-restore-*/site.sqlite3")
    with closing(sqlite3.connect(kept)) as former:
        assert former.execute("SELECT count(*) FROM categories WHERE name = 'Made since'").fetchone() == (1,)


def test_backup_of_an_older_version_is_migrated(tmp_path: Path) -> None:
    file = tmp_path / "old.zip"
    row = b'{"id":7,"slug":"hats","name":"Hats","description":"","colour":"clay","position":1,"version":1}\n'
    with file.open("wb") as opened:
        writer = PackageWriter(opened, kind="crescendo-backup", version=1)
        writer.add("tables/categories.jsonl", [row])
        writer.finish(schema="0004", renditions=True)
    with elsewhere(tmp_path / "other") as other:
        result = run(other, "restore", file)
        assert result.exit_code == 0, result.output
        assert db.session.scalars(select(Category.slug)).all() == ["hats"]


def test_missing_file_is_told_of_and_the_rest_backed_up(site: Crescendo, tmp_path: Path) -> None:
    asset = make_asset("sock")
    path = paths_of(asset.sha256, asset.width)[0]
    storage.remove([path])
    result = run(site, "backup", tmp_path / "backup.zip")
    assert result.exit_code == 0
    assert path in result.stderr


def test_picture_that_is_deleted_meanwhile_begins_the_backup_anew(site: Crescendo, tmp_path: Path) -> None:
    asset = make_asset("alone", colour="red")
    db.session.remove()
    with (tmp_path / "backup.zip").open("wb") as file, snapshot() as connection:
        steps = write_backup(file, connection, schema=newest_migration(), media=True, renditions=True)
        next(steps)
        with unit_of_work():
            asset = db.session.merge(asset)
            delete_asset(asset, version=asset.version, by=None)
        with pytest.raises(PictureDeleted):
            list(steps)


TIMES = 5


@pytest.mark.parametrize("time", range(4))
def test_backups_that_are_made_while_the_site_is_written_to_are_sound(
    site: Crescendo, tmp_path: Path, time: int
) -> None:
    """Each of twenty is restored and passes the doctor, as does the site while it is written to."""
    with written_to(site) as written:
        files = []
        for number in range(TIMES):
            files.append(backed_up(site, tmp_path / f"{number}.zip"))
            wait_for_one_more(written)
            if number == 0:
                looked = run(site, "doctor")
                assert looked.exit_code == 0, looked.output
    sizes = []
    for number, file in enumerate(files):
        with elsewhere(tmp_path / f"site-{number}") as other:
            result = run(other, "restore", file)
            assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "All is well."), result.output
            sizes.append(db.session.scalar(select(func.count()).select_from(Article)) or 0)
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0]


def wait_for_one_more(written: list[str]) -> None:
    before = len(written)
    assert any(len(written) > before or threading.Event().wait(0.02) for _look in range(1000)), "Nobody writes."


@contextmanager
def written_to(app: Crescendo) -> Iterator[list[str]]:
    """While the block runs, one thread writes guides and pictures and another clicks; what they did so far."""
    done = threading.Event()
    written: list[str] = []
    failures: list[BaseException] = []
    offer_id = make_offer(make_product()).id
    category, author = make_draft().category_id, make_draft().author_id
    db.session.remove()

    def keep_on(work: Callable[[int], None]) -> None:
        number = 0
        with app.app_context():
            while not done.is_set() and not failures:
                number += 1
                try:
                    work(number)
                except BaseException as error:  # noqa: BLE001 (told below)
                    failures.append(error)
                db.session.remove()

    def write(number: int) -> None:
        asset = make_asset(f"picture-{number}", colour=f"#{number:06x}", size=(8, 8))
        body = f"{BODY}\n![It](media:{asset.key})\n"
        entry = ArticleInput(title=f"No. {number}", category_id=category, author_id=author, summary="It.", body=body)
        with unit_of_work():
            article = create_article(entry, by=None)
            if number % 2:
                publish_article(article, by=None)
        revise(article_by_id(article.id), body=f"{body}\nMore.\n")
        written.append(entry.title)

    def follow(_number: int) -> None:
        click = Click(day=clock.now().date(), offer_id=offer_id, place=None, met=OfferState.OPEN, is_human=True)
        with unit_of_work():
            write_counts({click: 1})

    threads = [threading.Thread(target=keep_on, args=(work,)) for work in (write, follow)]
    for thread in threads:
        thread.start()
    try:
        yield written
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert not failures, failures
