"""described pictures: whether a body says itself what a picture shows."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("body_pictures", sa.Column("is_described", sa.Boolean(), nullable=False, server_default=sa.false()))
    revisions = sa.table("revisions", sa.column("id", sa.Integer()), sa.column("document", sa.JSON()))
    pictures = sa.table(
        "body_pictures",
        sa.column("revision_id", sa.Integer()),
        sa.column("reference", sa.String()),
        sa.column("is_described", sa.Boolean()),
    )
    showing = sa.select(revisions).where(revisions.c.id.in_(sa.select(pictures.c.revision_id)))
    for revision_id, document in op.get_bind().execute(showing).all():
        described = {slot["key"] for slot in shown_in(document) if slot["alt"]}
        undescribed = {slot["key"] for slot in shown_in(document) if not slot["alt"]}
        op.get_bind().execute(
            pictures.update()
            .where(
                pictures.c.revision_id == revision_id,
                pictures.c.reference.in_(sorted(described - undescribed)),
            )
            .values(is_described=True)
        )


def downgrade():
    op.drop_column("body_pictures", "is_described")


def shown_in(value: Any) -> Iterator[dict[str, Any]]:
    """The slots of pictures within a stored document."""
    if isinstance(value, list):
        for item in value:
            yield from shown_in(item)
    elif isinstance(value, dict):
        if value.get("kind") in {"Figure", "Picture"}:
            yield value
        for item in value.values():
            yield from shown_in(item)
