"""The migrations lead to the tables that the models describe, on this run's database."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import Migrate, upgrade
from flask_migrate import downgrade as go_back
from sqlalchemy import inspect

from portal import create_app
from portal.core.db import db
from portal.core.settings import ROOT
from tests.databases import own_database

FOLDER = str(ROOT / "migrations")


def test_the_migrations_and_the_models_agree(tmp_path):
    with own_database(tmp_path, "migrations") as url:
        app = create_app({"DATABASE_URL": url, "INSTANCE_PATH": tmp_path, "RUN_TASKS": "no"})
        Migrate(app, db)
        with app.app_context():
            upgrade(FOLDER)
            assert _differences() == []

            go_back(FOLDER, "base")
            assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
            db.engine.dispose()


def test_the_migrations_are_one_line():
    assert len(ScriptDirectory(FOLDER).get_heads()) == 1


def _differences() -> list:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, db.metadata)
