"""An import that is killed wherever it may be, and run again, ends as one that nobody disturbed."""

import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import Engine, event, select

from crescendo.catalog.models import Offer, Product
from crescendo.catalog.taxonomy import Category
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.journal.derived import BodyLink, BodyPicture, Mention
from crescendo.journal.models import Article, AuthorProfile, Revision, Tag
from crescendo.media.models import Asset
from crescendo.redirects.models import Redirect
from crescendo.search.models import SearchEntry
from crescendo.transfer.models import ImportKind
from crescendo.transfer.runs import Running, prepare_run
from crescendo.transfer.wordpress.importing import import_wordpress
from crescendo.transfer.wordpress.moving import MoveOptions
from tests.conftest import empty_tables
from tests.factories.media import picture_bytes
from tests.factories.wordpress import SITE, wxr, wxr_author, wxr_category, wxr_item, wxr_tag

BOOT = f"{SITE}/wp-content/uploads/boot.jpg"
IN_SHOES = [("category", "shoes", "Shoes"), ("post_tag", "fit", "Fit")]
COMPARED: dict[Any, list[Any]] = {
    Article: [Article.slug, Article.publish_at, Article.version],
    Revision: [Revision.number, Revision.title, Revision.body],
    AuthorProfile: [AuthorProfile.slug],
    Category: [Category.slug],
    Tag: [Tag.slug],
    Product: [Product.slug, Product.version],
    Offer: [Offer.url],
    Asset: [Asset.key],
    Mention: [Mention.reference],
    BodyLink: [BodyLink.target],
    BodyPicture: [BodyPicture.reference],
    Redirect: [Redirect.path, Redirect.target],
    SearchEntry: [SearchEntry.title],
}


class Killed(BaseException):
    """What a process that is killed does not get to see."""


def run_import(folder: Path) -> None:
    posts = [
        wxr_item(
            number,
            f"Guide {number}",
            f'<p><a href="{SITE}/g-{number % 9 + 1}/">On</a></p><img src="{BOOT}">[product id="50"]',
            slug=f"g-{number}",
            terms=IN_SHOES,
        )
        for number in range(1, 10)
    ]
    sock = wxr_item(50, "Sock", slug="sock", kind="product", meta={"_product_url": "https://shop.example/sock"})
    boot = wxr_item(60, kind="attachment", attachment_url=BOOT)
    file = wxr(wxr_author(), wxr_category("shoes", "Shoes"), wxr_tag("fit", "Fit"), *posts, sock, boot)
    run_id = prepare_run(ImportKind.WORDPRESS, filename="old.xml", is_dry_run=False, by=None).id
    db.session.commit()
    import_wordpress(file, Running(run_id), MoveOptions(media_folder=folder), by=None)


def snapshot() -> dict[str, list[tuple[Any, ...]]]:
    found = {
        model.__tablename__: sorted(map(tuple, db.session.execute(select(*columns))))
        for model, columns in COMPARED.items()
    }
    db.session.rollback()
    return found


@contextmanager
def killed_at(number: int) -> Iterator[list[int]]:
    """The process dies before its statement of this number."""
    seen, committing = [0], [False]

    def begin(_connection: object) -> None:
        committing[0] = False

    def commit(_connection: object) -> None:
        committing[0] = True  # which is one moment: what is sent there counts or does not with the rest

    def count(*_arguments: object) -> None:
        seen[0] += not committing[0]
        if seen[0] == number and not committing[0]:
            raise Killed

    event.listen(Engine, "begin", begin)
    event.listen(Engine, "commit", commit, insert=True)
    event.listen(Engine, "before_cursor_execute", count)
    try:
        with suppress(Killed):
            yield seen
    finally:
        event.remove(Engine, "begin", begin)
        event.remove(Engine, "commit", commit)
        event.remove(Engine, "before_cursor_execute", count)
        db.session.remove()


@pytest.mark.usefixtures("app")
def test_import_that_was_killed_ends_like_one_that_was_not(tmp_path: Path) -> None:
    (tmp_path / "boot.jpg").write_bytes(picture_bytes())
    with killed_at(0) as statements:
        run_import(tmp_path)
    undisturbed, chance = snapshot(), random.Random(7)
    for _time in range(20):
        db.session.remove()
        empty_tables()
        point = chance.randint(1, statements[0])
        with killed_at(point):
            run_import(tmp_path)
        with time_machine.travel(clock.now() + timedelta(minutes=6)):
            run_import(tmp_path)
        assert snapshot() == undisturbed, point
