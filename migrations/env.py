"""How migrations run: on the application's own database, SQLite or PostgreSQL, in one transaction."""

from logging.config import fileConfig
from typing import Any

from alembic import context
from sqlalchemy import Connection

from crescendo.foundation.database import UTCDateTime, db
from crescendo.search.models import is_described_by_models

fileConfig(str(context.config.config_file_name), disable_existing_loggers=False)


def plain_type(kind: str, item: Any, _context: Any) -> str | bool:
    """How a migration names a column type: never by our own class, which may move while migrations stay."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UTCDateTime) else False


def run_migrations(connection: Connection) -> None:
    """Run what the command asks for, comparing types too when it writes a migration."""
    context.configure(
        connection=connection,
        compare_type=True,
        target_metadata=db.metadata,
        render_item=plain_type,
        include_object=is_described_by_models,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("Migrations need the database: `flask db upgrade --sql` is not supported.")

if "connection" in context.config.attributes:  # from our own commands, which go on in its transaction
    run_migrations(context.config.attributes["connection"])
else:
    with db.engine.connect() as connection:
        run_migrations(connection)
