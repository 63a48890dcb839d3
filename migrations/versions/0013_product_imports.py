"""product imports: runs that wait for a decision, runs for pictures, rows that could not be used, pictures to fetch."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KINDS = "wordpress", "products", "documents"
STATES = "waiting", "running", "done", "failed", "cancelled"


def upgrade():
    _allow({"kind": (*KINDS, "pictures"), "state": (*STATES, "undecided")})
    op.add_column("import_rows", sa.Column("cells", sa.JSON(), nullable=True))
    op.create_table(
        "wanted_pictures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("alt", sa.String(length=500), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_wanted_pictures_product_id_products"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wanted_pictures")),
    )
    op.create_index(op.f("ix_wanted_pictures_product_id"), "wanted_pictures", ["product_id"])


def downgrade():
    op.drop_table("wanted_pictures")
    op.drop_column("import_rows", "cells")
    op.execute("DELETE FROM import_runs WHERE kind = 'pictures' OR state = 'undecided'")
    _allow({"kind": KINDS, "state": STATES})


def _allow(words):
    """Let the columns of runs hold these words and no others.

    SQLite changes a check only with its table, and the rows of runs go when that is dropped: they are kept aside.
    """
    op.execute("CREATE TABLE kept_import_rows AS SELECT * FROM import_rows")
    with op.batch_alter_table("import_runs") as runs:
        for column, allowed in words.items():
            name, listed = op.f(f"ck_import_runs_{column}"), ", ".join(f"'{word}'" for word in allowed)
            runs.drop_constraint(name, type_="check")
            runs.create_check_constraint(name, f"{column} IN ({listed})")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("INSERT INTO import_rows SELECT * FROM kept_import_rows")
    op.execute("DROP TABLE kept_import_rows")
