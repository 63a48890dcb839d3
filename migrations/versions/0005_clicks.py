"""clicks: how often readers followed links to sellers, and what they searched for in vain, by the day."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def one_of(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade():
    op.create_table(
        "daily_clicks",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=24), nullable=False),
        sa.Column("form", one_of("form", "card", "pick", "comparison", "list", "none"), nullable=False),
        sa.Column("met", one_of("met", "open", "out_of_stock", "gone", "archived", "recalled"), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("human", sa.Integer(), nullable=False),
        sa.Column("other", sa.Integer(), nullable=False),
        sa.CheckConstraint("human >= 0 AND other >= 0", name=op.f("ck_daily_clicks_counts_not_negative")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_daily_clicks_article_id_articles"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["offers.id"], name=op.f("fk_daily_clicks_offer_id_offers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("day", "offer_id", "place", "form", "met", name=op.f("pk_daily_clicks")),
    )
    op.create_index("ix_daily_clicks_article_id_day", "daily_clicks", ["article_id", "day"])
    op.create_index("ix_daily_clicks_offer_id", "daily_clicks", ["offer_id"])
    op.create_table(
        "missed_searches",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=80), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint("times > 0", name=op.f("ck_missed_searches_times_positive")),
        sa.PrimaryKeyConstraint("day", "words", name=op.f("pk_missed_searches")),
    )


def downgrade():
    op.drop_table("missed_searches")
    op.drop_table("daily_clicks")
