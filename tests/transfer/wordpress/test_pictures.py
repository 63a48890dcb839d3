"""Pictures of an export: nobody waits while they are drawn, and a trial draws none."""

from pathlib import Path

import pytest
from sqlalchemy import select

from crescendo.foundation.database import db
from crescendo.transfer.models import ImportKind, ImportRow
from crescendo.transfer.runs import Running, prepare_run
from crescendo.transfer.wordpress.importing import import_wordpress
from crescendo.transfer.wordpress.moving import MoveOptions
from tests.factories.media import picture_bytes
from tests.factories.wordpress import SITE, wxr, wxr_item
from tests.meanwhile import on_sqlite, somebody_writes_while_drawing


def outcomes(folder: Path, *, is_dry_run: bool = False) -> list[str]:
    """What becomes of a picture and of one that is none, which lie in `folder`."""
    attachments = [
        wxr_item(number, kind="attachment", attachment_url=f"{SITE}/wp-content/uploads/{name}.jpg")
        for number, name in enumerate(("boot", "words"), 1)
    ]
    run_id = prepare_run(ImportKind.WORDPRESS, filename="old.xml", is_dry_run=is_dry_run, by=None).id
    db.session.commit()
    import_wordpress(wxr(*attachments), Running(run_id), MoveOptions(media_folder=folder), by=None)
    rows = select(ImportRow.outcome).where(ImportRow.run_id == run_id, ImportRow.kind == "attachment")
    return [outcome.value for outcome in db.session.scalars(rows.order_by(ImportRow.number))]


@on_sqlite
@pytest.mark.usefixtures("app")
def test_nobody_waits_while_pictures_are_drawn(tmp_path: Path) -> None:
    (tmp_path / "boot.jpg").write_bytes(picture_bytes())
    (tmp_path / "words.jpg").write_bytes(b"words")
    with somebody_writes_while_drawing() as made:
        assert outcomes(tmp_path, is_dry_run=True) == ["created", "created"]
        assert made == []
        assert outcomes(tmp_path) == ["created", "failed"]
    assert len(made) == 3
