"""What Alembic runs around every migration: on the connection that it was given, and no other."""

from alembic import context

from storage.tables import metadata
from storage.tables.base import tell_postgresql

attributes = context.config.attributes
tell_postgresql()

context.configure(
    connection=attributes["connection"],
    target_metadata=metadata,
    # SQLite can change little of a table that stands: a draft for one builds it anew.
    render_as_batch=attributes.get("tables_stand", False),
)

with context.begin_transaction():
    context.run_migrations()
