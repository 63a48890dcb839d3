"""listing indexes: products and the guides of a tag in the order in which they are listed, and prices by their age."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ADDED = (
    ("products", ("name", "id", "status")),
    ("products", ("category_id", "name", "id", "status")),
    ("products", ("brand_id", "name", "id", "status")),
    ("products", ("created_at", "id", "status")),
    ("article_tags", ("tag_id", "article_id")),
    ("offers", ("merchant_id", "observed_at")),
)
REPLACED = (("products", ("category_id", "name")), ("products", ("brand_id",)), ("article_tags", ("tag_id",)))


def upgrade():
    for table, columns in ADDED:
        op.create_index(name_of(table, columns), table, columns)
    for table, columns in REPLACED:
        op.drop_index(name_of(table, columns), table)


def downgrade():
    for table, columns in REPLACED:
        op.create_index(name_of(table, columns), table, columns)
    for table, columns in ADDED:
        op.drop_index(name_of(table, columns), table)


def name_of(table, columns):
    return f"ix_{table}_{'_'.join(columns)}"
