"""link checks: where links lead, as they were last checked, and offers whose links are broken."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "checked_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("host", sa.String(length=253), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "unchecked",
                "ok",
                "moved",
                "unknown",
                "broken",
                "timeout",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("final_address", sa.Text(), nullable=False),
        sa.Column("detail", sa.String(length=200), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_holder", sa.String(length=64), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_until", sa.Date(), nullable=True),
        sa.Column("accepted_reason", sa.String(length=200), nullable=False),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("failures >= 0", name=op.f("ck_checked_links_failures_not_negative")),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"],
            ["users.id"],
            name=op.f("fk_checked_links_accepted_by_id_users"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checked_links")),
        sa.UniqueConstraint("key", name=op.f("uq_checked_links_key")),
    )
    op.create_index("ix_checked_links_host_next_check_at", "checked_links", ["host", "next_check_at"])
    op.create_index(op.f("ix_checked_links_state"), "checked_links", ["state"])
    op.create_index(op.f("ix_checked_links_accepted_by_id"), "checked_links", ["accepted_by_id"])
    op.add_column("offers", sa.Column("broken_since", sa.DateTime(timezone=True), nullable=True))


def downgrade():
    op.drop_column("offers", "broken_since")
    op.drop_table("checked_links")
