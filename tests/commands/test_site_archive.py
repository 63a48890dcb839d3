"""`flask export site` and `flask import site`: somebody can leave with everything, and come back the same."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from contextvars import Context
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
import yaml
from lxml import etree
from sqlalchemy import select, text

from crescendo.accounts.actions import authenticate
from crescendo.accounts.models import User
from crescendo.catalog.models import Offer
from crescendo.commands.demo import load_demo_if_empty
from crescendo.foundation import clock
from crescendo.foundation.database import Base, db
from crescendo.journal.actions import save_draft, withdraw_article
from crescendo.transfer.site_contents import EXPORTED, LEFT_BEHIND
from crescendo.transfer.site_export import as_csv
from crescendo.transfer.site_import import import_rows, open_site
from crescendo.web.application import Crescendo
from tests.commands.packages import changed, replace_manifest, run
from tests.conftest import empty_tables
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.catalog import make_offer, make_product
from tests.factories.journal import entry_of, make_draft, make_guide, make_scheduled, revise
from tests.factories.media import make_asset

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def exported(app: Crescendo, file: Path) -> Path:
    result = run(app, "export", "site", file)
    assert result.exit_code == 0, result.output
    return file


def rows(file: Path, table: str) -> list[dict[str, Any]]:
    with ZipFile(file) as opened:
        return [json.loads(line) for line in opened.read(f"data/{table}.jsonl").splitlines()]


def empty(data: Path) -> None:
    """The site after a fire: no row and no file."""
    db.session.remove()
    empty_tables()
    shutil.rmtree(data / "media", ignore_errors=True)


@pytest.fixture
def site(app: Crescendo, data: Path) -> Crescendo:
    """A small site with something of everything that authors make."""
    shutil.rmtree(data / "media", ignore_errors=True)
    make_user(email="ada@example.org", name="Ada")
    make_asset("sock", alt="A sock")
    make_offer(make_product("=HYPERLINK(1)", slug="steady"))
    live = make_guide("A guide", slug="a-guide", body="![A sock](media:sock)", tags=["Warm socks"])
    revise(live, body="Better words.")
    renamed = make_guide("Another", slug="old-name")
    save_draft(renamed, entry_of(renamed, slug="new-name"), version=renamed.version, by=None)
    withdrawn = make_guide("Withdrawn", slug="withdrawn")
    withdraw_article(withdrawn, version=withdrawn.version, by=None)
    make_draft("A draft", slug="a-draft")
    make_scheduled("Scheduled", slug="scheduled", publish_at=clock.now() + timedelta(days=9))
    db.session.execute(text("UPDATE revisions SET name = 'For the lawyer' WHERE body = 'Better words.'"))
    db.session.commit()
    db.session.remove()
    return app


def seen_by_readers(app: Crescendo) -> dict[str, bytes]:
    """Every public address that the sitemap knows, and some that it does not, with what is answered there."""
    client = app.test_client()

    def answer(address: str) -> bytes:
        response = Context().run(client.get, address)  # nothing that the test holds open reaches the request
        return f"{response.status_code} {response.headers.get('Location', '')}\n".encode() + response.data

    def places(address: str) -> list[str]:
        found = etree.fromstring(Context().run(client.get, address).data).iter("{*}loc")
        return [str(place.text).removeprefix("http://localhost") for place in found if place.text]

    addresses = [place for sitemap in places("/sitemap.xml") for place in places(sitemap)]
    offers = [f"/go/{number}" for number in db.session.scalars(select(Offer.id).order_by(Offer.id))]
    others = ["/feed.xml", "/rss.xml", "/feed.json", "/products.xml", "/search?q=socks", "/guides/old-name", *offers]
    db.session.remove()
    return {address: answer(address) for address in [*addresses, *others]}


def test_demo_comes_back_the_same_byte_for_byte(app: Crescendo, tmp_path: Path) -> None:
    with time_machine.travel(NOW, tick=False):
        load_demo_if_empty()
        before = seen_by_readers(app)
        file = exported(app, tmp_path / "site.zip")
        db.session.remove()
        empty_tables()  # files of pictures are left: the small site tests that they come back
        result = run(app, "import", "site", file)
        assert result.exit_code == 0, result.output
        again = exported(app, tmp_path / "again.zip")
        after = seen_by_readers(app)
        assert run(app, "doctor").exit_code == 0
    assert len(before) > 60
    assert [address for address in before if before[address] != after[address]] == []
    assert again.read_bytes() == file.read_bytes()


def test_everything_comes_back_with_its_files(site: Crescendo, tmp_path: Path, data: Path) -> None:
    file = exported(site, tmp_path / "site.zip")
    before = seen_by_readers(site)
    empty(data)
    assert run(site, "import", "site", file).exit_code == 0
    assert seen_by_readers(site) == before
    assert exported(site, tmp_path / "again.zip").read_bytes() == file.read_bytes()
    assert run(site, "doctor", "--deep").exit_code == 0
    make_guide("New guides are numbered after those that came")


def test_guides_are_markdown_with_facts(site: Crescendo, tmp_path: Path) -> None:
    with ZipFile(exported(site, tmp_path / "site.zip")) as opened:
        guides = {name: opened.read(name).decode() for name in opened.namelist() if name.startswith("guides/")}
    assert set(guides) == {
        "guides/a-guide.md",
        "guides/a-guide.draft.md",
        "guides/a-guide.revision-2.md",
        "guides/new-name.md",
        "guides/withdrawn.md",
        "guides/a-draft.md",
        "guides/scheduled.md",
    }
    _, front, body = guides["guides/a-guide.md"].split("---\n")
    facts = yaml.safe_load(front)
    assert (facts["title"], facts["state"], facts["tags"]) == ("A guide", "published", ["Warm socks"])
    assert body == "![A sock](media:sock)"
    assert "state: withdrawn" in guides["guides/withdrawn.md"]
    assert "revision_name: For the lawyer" in guides["guides/a-guide.draft.md"]


def test_archive_holds_no_secret(site: Crescendo, tmp_path: Path) -> None:
    file = exported(site, tmp_path / "site.zip")
    with ZipFile(file) as opened:
        everything = b"".join(opened.read(name) for name in opened.namelist())
    assert b"$argon2" not in everything
    assert set(rows(file, "users")[0]) == {"id", "email", "name", "role", "created_at", "version"}
    assert file.stat().st_mode & 0o777 == 0o600


def test_accounts_come_back_disabled_and_without_a_password(site: Crescendo, tmp_path: Path, data: Path) -> None:
    file = exported(site, tmp_path / "site.zip")
    empty(data)
    run(site, "import", "site", file)
    user = db.session.scalars(select(User)).one()
    assert (user.email, user.is_enabled) == ("ada@example.org", False)
    assert authenticate(email="ada@example.org", password=PASSWORD) is None


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'quoted", "plain", "", "a\nb", 'a"b'])
def test_no_cell_is_a_formula_and_its_text_can_be_told(text: str) -> None:
    cell = list(csv.reader(io.StringIO(b"".join(as_csv(["name"], [{"name": text}])).decode(), newline="")))[1]
    read = cell[0] if cell else ""
    assert not read.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert read.removeprefix("'") == text


def test_every_table_is_exported_or_left_behind_on_purpose() -> None:
    assert set(EXPORTED) | LEFT_BEHIND == set(Base.metadata.tables)
    assert not set(EXPORTED) & LEFT_BEHIND


def test_site_with_content_is_not_imported_into(site: Crescendo, tmp_path: Path) -> None:
    result = run(site, "import", "site", exported(site, tmp_path / "site.zip"))
    assert result.exit_code == 1
    assert "This site is not empty (there are articles)" in result.output


def test_import_that_was_cut_off_leaves_an_empty_site_and_works_again(
    site: Crescendo, tmp_path: Path, data: Path
) -> None:
    file = exported(site, tmp_path / "site.zip")
    empty(data)
    with open_site(file, known=[json_schema(file)]) as package:
        steps = import_rows(package, db.session.connection())
        for _step in range(6):
            next(steps)
        db.session.rollback()  # what a database does when a process is killed
    assert run(site, "import", "site", file).exit_code == 0
    assert run(site, "doctor").exit_code == 0


def json_schema(file: Path) -> str:
    with ZipFile(file) as opened:
        return str(json.loads(opened.read("manifest.json"))["schema"])


def without_pictures(content: dict[str, bytes]) -> None:
    del content["pictures/sock.png"]


def other_picture(content: dict[str, bytes]) -> None:
    content["pictures/sock.png"] = b"no picture"


def password(content: dict[str, bytes]) -> None:
    row = {**json.loads(content["data/users.jsonl"]), "password_hash": "known"}
    content["data/users.jsonl"] = json.dumps(row).encode() + b"\n"


@pytest.mark.parametrize(
    ("change", "vouch", "message"),
    [
        (lambda content: content.update({"pictures/../../x.png": b"x"}), True, "belongs into no site archive"),
        (lambda content: content.update({"data/user_sessions.jsonl": b""}), True, "user_sessions"),
        (lambda content: content.pop("data/articles.jsonl"), True, "so it is not a whole site"),
        (without_pictures, True, "The file lacks 'pictures/sock.png'"),
        (other_picture, True, "is not the picture that it should be"),
        (other_picture, False, "is not as large as the manifest says"),
        (password, True, "password_hash"),
        (lambda content: replace_manifest(content, schema="9999"), False, "made by a newer version"),
        (lambda content: content.update({"data/categories.jsonl": b""}), True, "FOREIGN KEY"),
    ],
    ids=["name", "table", "no guides", "no picture", "other picture", "size", "password", "newer", "reference"],
)
def test_hostile_or_damaged_archive_imports_nothing(  # noqa: PLR0917 (fixtures and parameters)
    sqlite_app: Crescendo,
    tmp_path: Path,
    data: Path,
    change: Callable[[dict[str, bytes]], None],
    vouch: bool,
    message: str,
) -> None:
    with sqlite_app.app_context():
        empty(data)
        make_user()
        make_asset("sock")
        make_guide("A guide")
        file = changed(exported(sqlite_app, tmp_path / "site.zip"), change, vouch=vouch)
        empty(data)
        result = run(sqlite_app, "import", "site", file)
        assert result.exit_code == 1
        assert message in result.output
        assert "Nothing was imported." in result.output
        tables = [table for name, table in Base.metadata.tables.items() if name != "content_version"]
        assert not any(db.session.execute(table.select()).first() for table in tables)
        db.session.remove()
