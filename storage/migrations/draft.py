"""Drafts a migration from what the tables say and the migrations do not yet:

``python -m storage.migrations.draft 0002 "What changes"``; then ``ruff format``, then read it.
"""

import argparse
import asyncio
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import Connection

from storage.database import open_database
from storage.migrating import alembic_config
from storage.schema import known_versions, upgrade


def main() -> None:
    """The command itself."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number")
    parser.add_argument("words")
    arguments = parser.parse_args()
    asyncio.run(_draft(arguments.number, arguments.words))


async def _draft(number: str, words: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'draft.db'}")
        try:
            if known_versions():
                await upgrade(database)
            async with database.engine.begin() as connection:
                await connection.run_sync(_write, number, words)
        finally:
            await database.close()


def _write(connection: Connection, number: str, words: str) -> None:
    config = alembic_config(connection)
    config.attributes["tables_stand"] = bool(known_versions())
    command.revision(config, message=words, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    main()
