"""price sources: files of prices with their runs, keys of offers' addresses, and versions of disclosure texts."""

import sqlalchemy as sa
from alembic import op

from crescendo.foundation.urls import address_key

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade():
    _add_address_keys()
    _add_disclosure_texts()
    _add_sources()
    _add_runs()


def downgrade():
    for table in ("price_source_offers", "price_run_rows", "price_runs", "price_sources", "disclosure_texts"):
        op.drop_table(table)
    op.drop_index("ix_offers_address_key", "offers")
    op.drop_column("offers", "address_key")


def _add_address_keys():
    op.add_column("offers", sa.Column("address_key", sa.String(length=64), server_default="", nullable=False))
    connection, last = op.get_bind(), 0
    offers = sa.table("offers", sa.column("id"), sa.column("url"), sa.column("address_key"))
    change = sa.update(offers).where(offers.c.id == sa.bindparam("row")).values(address_key=sa.bindparam("key"))
    while rows := connection.execute(
        sa.select(offers.c.id, offers.c.url).where(offers.c.id > last).order_by(offers.c.id).limit(1000)
    ).all():
        connection.execute(change, [{"row": row.id, "key": address_key(row.url)} for row in rows])
        last = rows[-1].id
    op.create_index("ix_offers_address_key", "offers", ["address_key"])


def _choice(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _add_disclosure_texts():
    op.create_table(
        "disclosure_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("relationship", _choice("relationship", "none", "affiliate", "sponsored", "own_shop"), nullable=True),
        sa.Column("merchant_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(relationship IS NULL) <> (merchant_id IS NULL)", name=op.f("ck_disclosure_texts_about_one_thing")
        ),
        sa.CheckConstraint("relationship IS NULL OR text <> ''", name=op.f("ck_disclosure_texts_sentence_not_empty")),
        sa.ForeignKeyConstraint(
            ["merchant_id"],
            ["merchants.id"],
            name=op.f("fk_disclosure_texts_merchant_id_merchants"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["users.id"], name=op.f("fk_disclosure_texts_written_by_id_users"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_texts")),
    )
    op.create_index(
        "uq_disclosure_texts_relationship_number", "disclosure_texts", ["relationship", "number"], unique=True
    )
    op.create_index(
        "uq_disclosure_texts_merchant_id_number", "disclosure_texts", ["merchant_id", "number"], unique=True
    )
    op.create_index("ix_disclosure_texts_written_by_id", "disclosure_texts", ["written_by_id"])


def _add_sources():
    op.create_table(
        "price_sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("format", _choice("format", "csv", "feed"), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("every_hours", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("adds_offers", sa.Boolean(), nullable=False),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.Column("next_run_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_run_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_success_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message", sa.String(length=500), nullable=False),
        sa.Column("last_rows", sa.Integer(), nullable=True),
        sa.Column("etag", sa.String(length=200), nullable=False),
        sa.Column("last_modified", sa.String(length=80), nullable=False),
        sa.Column("lease", sa.String(length=32), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("every_hours > 0", name=op.f("ck_price_sources_every_hours_positive")),
        sa.CheckConstraint("currency = '' OR length(currency) = 3", name=op.f("ck_price_sources_currency_code")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_price_sources_merchant_id_merchants")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_sources")),
        sa.UniqueConstraint("merchant_id", "name", name=op.f("uq_price_sources_merchant_id_name")),
    )
    op.create_index("ix_price_sources_next_run_at", "price_sources", ["next_run_at"])
    op.create_table(
        "price_source_offers",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["price_sources.id"],
            name=op.f("fk_price_source_offers_source_id_price_sources"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["offers.id"], name=op.f("fk_price_source_offers_offer_id_offers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("source_id", "offer_id", name=op.f("pk_price_source_offers")),
    )
    op.create_index("ix_price_source_offers_offer_id", "price_source_offers", ["offer_id"])


def _add_runs():
    op.create_table(
        "price_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", _choice("outcome", "running", "ok", "same", "failed"), nullable=False),
        sa.Column("message", sa.String(length=500), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("created", "updated", "unchanged", "skipped", "failed", "gone")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["price_sources.id"],
            name=op.f("fk_price_runs_source_id_price_sources"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_runs")),
    )
    op.create_index("ix_price_runs_source_id_id", "price_runs", ["source_id", "id"])
    op.create_table(
        "price_run_rows",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "outcome", _choice("outcome", "created", "updated", "unchanged", "skipped", "failed"), nullable=False
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["price_runs.id"], name=op.f("fk_price_run_rows_run_id_price_runs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "number", name=op.f("pk_price_run_rows")),
    )
