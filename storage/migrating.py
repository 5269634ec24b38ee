"""Running migrations, by Alembic. What asks whether there are any to run: :mod:`storage.schema`."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without a file of its own, for the connection given."""
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def migrate(connection: Connection, version: str) -> None:
    """Run the migrations up to ``version``, or to the newest, which is ``head``."""
    command.upgrade(alembic_config(connection), version)
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).first()
        assert broken is None, f"a migration left a row without the row it speaks of: {broken}"
