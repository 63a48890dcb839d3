"""search names: an index of titles and names alone, for SQLite."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ADD = "INSERT INTO search_names(rowid, title, names) VALUES (new.id, new.title, new.names);"
FORGET = "INSERT INTO search_names(search_names, rowid, title, names) VALUES ('delete', old.id, old.title, old.names);"

# As migration 0002 has them for all texts. It looks for the same words, so it parts and stems them in the same way.
FTS5 = (
    """
    CREATE VIRTUAL TABLE search_names USING fts5(
        title, names, content='search_entries', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2', prefix='2 3'
    )
    """,
    "INSERT INTO search_names(search_names, rank) VALUES ('rank', 'bm25(10.0, 6.0)')",
    f"CREATE TRIGGER search_names_insert AFTER INSERT ON search_entries BEGIN {ADD} END",
    f"CREATE TRIGGER search_names_delete AFTER DELETE ON search_entries BEGIN {FORGET} END",
    f"CREATE TRIGGER search_names_update AFTER UPDATE OF id, title, names ON search_entries BEGIN {FORGET} {ADD} END",
    "INSERT INTO search_names(search_names) VALUES ('rebuild')",
)


def upgrade():
    if op.get_bind().dialect.name == "sqlite":
        for statement in FTS5:
            op.execute(statement)


def downgrade():
    if op.get_bind().dialect.name == "sqlite":
        for event in ("insert", "delete", "update"):
            op.execute(f"DROP TRIGGER search_names_{event}")
        op.execute("DROP TABLE search_names")
