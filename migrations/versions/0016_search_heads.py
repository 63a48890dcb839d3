"""search heads: an index of titles, names and summaries, without bodies, for SQLite."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

COLUMNS = "title, names, summary"
OLD, NEW = (", ".join(f"{row}.{column}" for column in COLUMNS.split(", ")) for row in ("old", "new"))
ADD = f"INSERT INTO search_heads(rowid, {COLUMNS}) VALUES (new.id, {NEW});"  # noqa: S608 (our own names)
FORGET = (
    f"INSERT INTO search_heads(search_heads, rowid, {COLUMNS}) "  # noqa: S608 (our own names)
    f"VALUES ('delete', old.id, {OLD});"
)

# As migration 0002 has them for all texts. It looks for the same words, so it parts and stems them in the same way.
FTS5 = (
    f"""
    CREATE VIRTUAL TABLE search_heads USING fts5(
        {COLUMNS}, content='search_entries', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2', prefix='2 3'
    )
    """,
    "INSERT INTO search_heads(search_heads, rank) VALUES ('rank', 'bm25(10.0, 6.0, 4.0)')",
    f"CREATE TRIGGER search_heads_insert AFTER INSERT ON search_entries BEGIN {ADD} END",
    f"CREATE TRIGGER search_heads_delete AFTER DELETE ON search_entries BEGIN {FORGET} END",
    f"CREATE TRIGGER search_heads_update AFTER UPDATE OF id, {COLUMNS} ON search_entries BEGIN {FORGET} {ADD} END",
    "INSERT INTO search_heads(search_heads) VALUES ('rebuild')",
)


def upgrade():
    if op.get_bind().dialect.name == "sqlite":
        for statement in FTS5:
            op.execute(statement)


def downgrade():
    if op.get_bind().dialect.name == "sqlite":
        for event in ("insert", "delete", "update"):
            op.execute(f"DROP TRIGGER search_heads_{event}")
        op.execute("DROP TABLE search_heads")
