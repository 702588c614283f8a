"""How Alembic meets the portal: its database, its models, and the form of a new migration."""

from alembic import context
from flask import current_app

from portal.core.db import UtcDateTime

db = current_app.extensions["migrate"].db


def plain_type(kind, item, autogen_context):
    """A migration names SQLAlchemy's types only: it must still run when the code has moved on."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def number(migration_context, revision, directives) -> None:
    """Migrations are numbered; one that changes nothing is not made."""
    if directives[0].upgrade_ops.is_empty():
        directives[:] = []
        return
    head = migration_context.get_current_revision()
    directives[0].rev_id = f"{int(head or 0) + 1:04}"


with db.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        render_item=plain_type,
        process_revision_directives=number,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
