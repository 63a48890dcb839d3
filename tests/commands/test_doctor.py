"""`flask doctor`: it finds what was damaged, says so, and repairs what follows from texts."""

import json
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import delete, text, update
from sqlalchemy.orm import joinedload

from crescendo.catalog.price_sources import PriceFormat, PriceSource
from crescendo.foundation import clock
from crescendo.foundation.database import db
from crescendo.foundation.migrations import newest_migration
from crescendo.journal.derived import BodyLink, Mention
from crescendo.journal.models import Article, Revision
from crescendo.media import storage
from crescendo.media.renditions import original_path, paths_of
from crescendo.redirects.models import Redirect, RedirectReason
from crescendo.search.models import SearchEntry
from crescendo.search.upkeep import INDEXES
from crescendo.web.application import Crescendo
from tests.conftest import empty_tables
from tests.factories.catalog import make_merchant, make_offer, make_product
from tests.factories.journal import make_draft, make_guide
from tests.factories.media import make_asset

BODY = """Take the [Steady](product:steady), says [a study](https://example.org/study).[^1]

![A sock](media:sock)

::::faq
### Why?

Because.
::::

[^1]: A paper, <https://example.org/paper>.
"""


@pytest.fixture
def site(app: Crescendo) -> Crescendo:
    """A small site, in which everything is as it should be."""
    make_asset("sock", alt="A sock")
    make_offer(make_product("Steady", slug="steady"))
    make_guide("A guide", slug="a-guide", body=BODY)
    make_draft("A draft", slug="a-draft", body=BODY)
    return app


def doctor(app: Crescendo, *options: str) -> Result:
    db.session.remove()
    return app.test_cli_runner().invoke(args=["doctor", *options])


def faults(app: Crescendo, *options: str) -> list[dict[str, Any]]:
    result = doctor(app, "--json", *options)
    report: dict[str, Any] = json.loads(result.stdout)
    assert result.exit_code == (0 if report["sound"] else 1), result.output
    found: list[dict[str, Any]] = report["faults"]
    return found


def test_sound_site_is_called_so(site: Crescendo) -> None:
    result = doctor(site, "--deep")
    assert (result.exit_code, result.stdout) == (0, "All is well.\n")


def lose_a_mention() -> None:
    db.session.execute(delete(Mention).where(Mention.id == db.session.query(Mention.id).limit(1).scalar_subquery()))


def bend_a_link() -> None:
    db.session.execute(update(BodyLink).values(target="https://elsewhere.example/"))


def change_a_body() -> None:
    db.session.execute(update(Revision).values(body="Other words."))


def forget_the_draft() -> None:
    db.session.execute(update(Article).where(Article.slug == "a-draft").values(draft_revision_id=None))


def exchange_texts() -> None:
    texts = {article.slug: article.newest_revision.id for article in articles()}
    db.session.execute(update(Article).where(Article.slug == "a-draft").values(draft_revision_id=texts["a-guide"]))


def articles() -> list[Article]:
    loaded = (joinedload(Article.live_revision), joinedload(Article.draft_revision))
    return list(db.session.query(Article).options(*loaded))


def empty_the_index() -> None:
    db.session.execute(delete(SearchEntry))


def misname_in_the_index() -> None:
    db.session.execute(update(SearchEntry).where(SearchEntry.article_id.is_not(None)).values(title="Something else"))


def chain_redirects() -> None:
    add_redirect("/old", "/older")
    add_redirect("/older", "/guides/a-guide")


def shadow_a_guide() -> None:
    add_redirect("/guides/a-guide", "/")


def add_redirect(path: str, target: str) -> None:
    db.session.add(Redirect(path=path, target=target, reason=RedirectReason.MANUAL, created_at=clock.now()))


def lose_a_lease() -> None:
    merchant = make_merchant()
    db.session.add(
        PriceSource(
            merchant_id=merchant.id,
            name="Prices",
            format=PriceFormat.CSV,
            lease="gone",
            leased_until=clock.now() - timedelta(hours=3),
        )
    )


@pytest.mark.parametrize(
    ("damage", "place", "what"),
    [
        (lose_a_mention, "guide a-", "its rows in mentions differ"),
        (bend_a_link, "guide a-guide, revision 1", "its rows in body_links differ"),
        (change_a_body, "guide a-draft, revision 1", "its blocks differ"),
        (forget_the_draft, "guide a-draft", "neither a live text nor a draft"),
        (exchange_texts, "guide a-draft", "A text of another guide"),
        (empty_the_index, "product steady", "not in the search index"),
        (misname_in_the_index, "guide a-guide", "says something else"),
        (chain_redirects, "/old", "leads to /older"),
        (shadow_a_guide, "/guides/a-guide", "something stands there"),
        (lose_a_lease, "price source Prices", "was killed"),
    ],
)
def test_damage_is_found_and_named(site: Crescendo, damage: Callable[[], None], place: str, what: str) -> None:
    damage()
    db.session.commit()
    found = faults(site)
    assert any(place in each["place"] and what in each["what"] and each["advice"] for each in found), found


@pytest.mark.parametrize("index", INDEXES)
def test_index_that_lost_its_words_is_found_and_written_anew(site: Crescendo, index: str) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL computes it.")
    db.session.execute(text(f"INSERT INTO {index}({index}) VALUES ('delete-all')"))
    db.session.commit()
    found = faults(site)
    site.test_cli_runner().invoke(args=["search", "reindex"])
    assert [fault["place"] for fault in found] == ["search index"]
    assert faults(site) == []


def sock_paths() -> list[str]:
    asset = make_asset("sock")
    return paths_of(asset.sha256, asset.width)


def test_missing_file_is_found(site: Crescendo) -> None:
    paths = sock_paths()
    kept = {path: storage.read(path) or b"" for path in paths}
    storage.remove(paths)
    assert {each["place"] for each in faults(site)} == {"picture sock"}
    for path in paths:
        storage.write(path, kept[path])
    assert faults(site, "--deep") == []


def test_damaged_file_of_the_same_size_is_found_by_a_deep_look(site: Crescendo) -> None:
    original, *_renditions = sock_paths()
    data = storage.read(original) or b""
    storage.write(original, data[:-1] + b"?")
    assert faults(site) == []
    assert [each["what"] for each in faults(site, "--deep")] == [f"Its file {original} is damaged."]
    storage.write(original_path(original.partition("/")[2]), data)


def test_row_that_names_nothing_is_found(sqlite_app: Crescendo) -> None:
    """PostgreSQL would have to be forced to hold one."""
    with sqlite_app.app_context():
        make_offer(make_product())
        db.session.remove()
        with sqlite3.connect(str(db.engine.url.database)) as connection:  # which checks no foreign keys
            connection.execute("UPDATE offers SET merchant_id = 4711")
        connection.close()
        found = faults(sqlite_app)
        empty_tables()
    assert "1 rows name something in merchants" in found[0]["what"]


@pytest.mark.parametrize("damage", [lose_a_mention, bend_a_link, change_a_body, empty_the_index, misname_in_the_index])
def test_repair_makes_anew_what_follows_from_texts(site: Crescendo, damage: Callable[[], None]) -> None:
    damage()
    db.session.commit()
    assert faults(site)
    assert faults(site, "--repair") == []


def test_repair_keeps_what_was_seen_on_the_day_of_a_verdict(site: Crescendo) -> None:
    make_guide(
        "Picks",
        body=':::pick[steady]{role="best-overall" evidence="tested" verified="2026-01-05"}\nGood.\n\n+ Soft\n:::\n',
    )
    db.session.execute(update(Mention).where(Mention.form == "pick").values(price_minor=123, currency="USD", pros=[]))
    db.session.commit()
    faults(site, "--repair")
    picked = db.session.execute(text("SELECT price_minor, pros FROM mentions WHERE form = 'pick'")).one()
    assert picked.price_minor == 123
    assert "Soft" in str(picked.pros)


def test_database_without_every_migration_is_said_to_be_so(site: Crescendo) -> None:
    db.session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    db.session.commit()
    try:
        assert "newest migration" in faults(site)[0]["what"]
    finally:
        db.session.execute(text("UPDATE alembic_version SET version_num = :newest"), {"newest": newest_migration()})
        db.session.commit()
