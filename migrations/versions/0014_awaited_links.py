"""awaited links: an index of links to guides that are not there yet, so that a new guide finds those to it at once."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade():
    awaited = sa.text("kind = 'guide' AND article_id IS NULL")
    op.create_index("ix_body_links_awaited", "body_links", ["target"], sqlite_where=awaited, postgresql_where=awaited)


def downgrade():
    op.drop_index("ix_body_links_awaited", "body_links")
