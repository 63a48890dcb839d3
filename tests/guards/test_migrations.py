"""Migrations and models say the same on every database, and lead back to nothing."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from crescendo.commands.migrating import migrate_database, take_all_back
from crescendo.foundation.database import Base, db
from crescendo.foundation.migrations import MIGRATIONS, database_is_current, known_migrations
from crescendo.search.models import is_described_by_models
from crescendo.web.application import Crescendo


def test_migrations_match_the_models(app: Crescendo) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": is_described_by_models}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_names_of_files_say_which_migration_follows_which() -> None:
    from_first_to_last = [script.revision for script in ScriptDirectory(MIGRATIONS).walk_revisions()][::-1]
    assert known_migrations() == from_first_to_last


def test_database_is_current_after_every_migration(app: Crescendo) -> None:
    assert database_is_current()


def test_migrations_lead_back_to_an_empty_database(app: Crescendo) -> None:
    with db.engine.begin() as connection:
        take_all_back(connection)
    left = set(inspect(db.engine).get_table_names())
    migrate_database()
    assert left == {"alembic_version"}


@pytest.mark.parametrize("table", Base.metadata.tables.values(), ids=lambda table: table.name)
def test_every_constraint_has_a_name(table: object) -> None:
    unnamed = [constraint for constraint in table.constraints if not constraint.name]  # type: ignore[attr-defined]
    assert not unnamed
