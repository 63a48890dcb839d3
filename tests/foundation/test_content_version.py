"""Which statements count as changes of content."""

import pytest
from sqlalchemy import text

from crescendo.foundation.content_version import changes_content
from crescendo.foundation.database import db
from crescendo.web.application import Crescendo
from tests.factories.catalog import make_category


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE articles SET draft_revision_id=?, updated_at=?, version=? WHERE articles.id = ? AND articles.slug = ?",
        'UPDATE "articles" SET version=(articles.version + 1)',
        "INSERT INTO revisions (article_id, number) VALUES (?, ?)",
        "DELETE FROM mentions WHERE mentions.revision_id = ?",
        "INSERT INTO daily_clicks (day) VALUES (?)",
        "UPDATE checked_links SET lease_until=%(lease_until)s::TIMESTAMP WITH TIME ZONE",
        "SELECT articles.id FROM articles FOR UPDATE",
        "WITH ranked AS (SELECT 1) SELECT * FROM ranked",
        "SAVEPOINT sa_savepoint_1",
    ],
)
def test_what_no_page_shows_does_not_count(statement: str) -> None:
    assert not changes_content(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE articles SET slug=?, version=? WHERE articles.id = ?",
        "UPDATE articles SET updated_at=(SELECT max(x) FROM y WHERE slug=?), publish_at=NULL",
        "UPDATE revisions SET title=? WHERE revisions.id = ?",
        "UPDATE mentions SET product_id=? WHERE mentions.product_id = ?",
        "UPDATE offers SET observed_at=? WHERE offers.id = ?",
        "INSERT INTO article_tags (article_id, tag_id) VALUES (?, ?)",
        "INSERT INTO new_table (id) VALUES (?)",
        "INSERT OR REPLACE INTO daily_clicks VALUES (1)",
        "insert into offers values (1)",
        "WITH old AS (SELECT 1) DELETE FROM offers",
        "TRUNCATE products",
        "ALTER TABLE products ADD COLUMN x",
    ],
)
def test_everything_else_counts(statement: str) -> None:
    assert changes_content(statement)


def test_version_changes_with_content_and_not_with_what_is_undone(app: Crescendo) -> None:
    first = version()
    make_category()
    second = version()
    db.session.execute(text("UPDATE categories SET name = 'Other'"))
    db.session.rollback()
    assert first != second
    assert version() == second


def version() -> int | None:
    found = db.session.scalar(text("SELECT version FROM content_version"))
    db.session.rollback()
    return found
