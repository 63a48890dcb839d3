"""search index: entries and words, and what each database searches entries with."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COLUMNS = ("title", "names", "summary", "body")
NEW = ", ".join(f"new.{column}" for column in COLUMNS)
OLD = ", ".join(f"old.{column}" for column in COLUMNS)
ADD = f"INSERT INTO search_fts(rowid, {', '.join(COLUMNS)}) VALUES (new.id, {NEW});"  # noqa: S608 (our own names)
FORGET = (
    f"INSERT INTO search_fts(search_fts, rowid, {', '.join(COLUMNS)}) "  # noqa: S608 (our own names)
    f"VALUES ('delete', old.id, {OLD});"
)

# The triggers of an external content table, as sqlite.org/fts5.html section 4.4.3 has them.
FTS5 = (
    f"""
    CREATE VIRTUAL TABLE search_fts USING fts5(
        {", ".join(COLUMNS)}, content='search_entries', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2', prefix='2 3'
    )
    """,
    "INSERT INTO search_fts(search_fts, rank) VALUES ('rank', 'bm25(10.0, 6.0, 4.0, 1.0)')",
    f"CREATE TRIGGER search_fts_insert AFTER INSERT ON search_entries BEGIN {ADD} END",
    f"CREATE TRIGGER search_fts_delete AFTER DELETE ON search_entries BEGIN {FORGET} END",
    f"CREATE TRIGGER search_fts_update AFTER UPDATE ON search_entries BEGIN {FORGET} {ADD} END",
)
# PostgreSQL would read “NS-20” as a word and a negative number; FTS5, and our queries, part words at every sign.
SIGNS = "-_/.:@#&+"
WEIGHED = " || ".join(
    f"setweight(to_tsvector('english', translate({column}, '{SIGNS}', '{' ' * len(SIGNS)}')), '{weight}')"
    for column, weight in zip(COLUMNS, "ABCD", strict=True)
)
TSVECTOR = (
    f"ALTER TABLE search_entries ADD COLUMN search_vector tsvector GENERATED ALWAYS AS ({WEIGHED}) STORED",
    "CREATE INDEX search_vector_index ON search_entries USING gin (search_vector)",
)


def upgrade():
    op.create_table(
        "search_words",
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_words")),
    )
    op.create_table(
        "search_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(article_id IS NULL) <> (product_id IS NULL)", name=op.f("ck_search_entries_guide_or_product")
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_search_entries_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["categories.id"], name=op.f("fk_search_entries_category_id_categories")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["products.id"],
            name=op.f("fk_search_entries_product_id_products"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entries")),
        sa.UniqueConstraint("article_id", name=op.f("uq_search_entries_article_id")),
        sa.UniqueConstraint("product_id", name=op.f("uq_search_entries_product_id")),
    )
    op.create_index("ix_search_entries_category_id", "search_entries", ["category_id"])
    for statement in TSVECTOR if op.get_bind().dialect.name == "postgresql" else FTS5:
        op.execute(statement)


def downgrade():
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_fts")
    op.drop_table("search_entries")
    op.drop_table("search_words")
