"""Migrations and models say the same on every database, and lead back to nothing."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from crescendo.foundation.database import Base, db
from crescendo.search.models import is_described_by_models
from crescendo.web.application import Crescendo
from crescendo.web.health import database_is_current


def test_migrations_match_the_models(app: Crescendo) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": is_described_by_models}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_database_is_current_after_every_migration(app: Crescendo) -> None:
    assert database_is_current(app)


def test_migrations_lead_back_to_an_empty_database(app: Crescendo) -> None:
    downgrade(revision="base")
    left = set(inspect(db.engine).get_table_names())
    upgrade()
    assert left == {"alembic_version"}


@pytest.mark.parametrize("table", Base.metadata.tables.values(), ids=lambda table: table.name)
def test_every_constraint_has_a_name(table: object) -> None:
    unnamed = [constraint for constraint in table.constraints if not constraint.name]  # type: ignore[attr-defined]
    assert not unnamed
