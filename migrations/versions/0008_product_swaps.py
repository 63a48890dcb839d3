"""product swaps: what was put in the place of a product."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "product_swaps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("old_product_id", sa.Integer(), nullable=False),
        sa.Column("new_product_id", sa.Integer(), nullable=False),
        sa.Column("guides", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("old_product_id <> new_product_id", name=op.f("ck_product_swaps_not_for_itself")),
        sa.ForeignKeyConstraint(
            ["old_product_id"],
            ["products.id"],
            name=op.f("fk_product_swaps_old_product_id_products"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["new_product_id"],
            ["products.id"],
            name=op.f("fk_product_swaps_new_product_id_products"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_product_swaps_made_by_id_users"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_swaps")),
    )
    for column in ("old_product_id", "new_product_id", "made_by_id"):
        op.create_index(op.f(f"ix_product_swaps_{column}"), "product_swaps", [column])


def downgrade():
    op.drop_table("product_swaps")
