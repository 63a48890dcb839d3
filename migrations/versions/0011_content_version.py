"""content version: tells one state of the content from every other."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "content_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_content_version_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_version")),
    )
    op.create_index(op.f("ix_articles_unpublish_at"), "articles", ["unpublish_at"])


def downgrade():
    op.drop_index(op.f("ix_articles_unpublish_at"), "articles")
    op.drop_table("content_version")
