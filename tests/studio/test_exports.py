"""Taking the site away in the studio."""

import json
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from crescendo.accounts.models import AuditEvent
from crescendo.foundation.database import db
from tests.factories.journal import make_guide
from tests.factories.media import make_asset
from tests.pages import Pages


def test_owner_downloads_the_whole_site(sign_in: Callable[..., Pages]) -> None:
    make_asset("sock", alt="A sock")
    make_guide("A guide", slug="a-guide", body="![A sock](media:sock)")
    page = sign_in("owner").open("/studio/exports/").form().submit("Download the site")
    assert page.status == 200
    assert page.response.headers["Content-Disposition"].startswith("attachment; filename=site-")
    assert page.response.headers["Cache-Control"] == "private, no-store"
    with ZipFile(BytesIO(page.response.get_data())) as archive:
        assert archive.testzip() is None
        assert {"guides/a-guide.md", "pictures/sock.png"} <= set(archive.namelist())
        assert json.loads(archive.read("manifest.json"))["format"] == "crescendo-site"
    taken = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "exported")).one()
    assert taken.user_id is not None


def test_archive_is_sent_while_it_is_written(sign_in: Callable[..., Pages]) -> None:
    page = sign_in("owner").open("/studio/exports/").form().submit("Download the site")
    assert page.response.is_streamed


@pytest.mark.parametrize("role", ["author", "editor"])
def test_only_owners_take_the_site_away(sign_in: Callable[..., Pages], role: str) -> None:
    pages = sign_in(role)
    assert pages.open("/studio/exports/").status == 403
    token = pages.open("/studio/articles/new").form().values["csrf_token"]
    assert pages.send("/studio/exports/site", {"csrf_token": token}).status == 403
    assert not [link for link in pages.open("/studio/").all(".//a") if link.text == "Exports"]


def test_download_wants_the_form_of_the_page(sign_in: Callable[..., Pages]) -> None:
    assert sign_in("owner").send("/studio/exports/site", {}).status == 400
