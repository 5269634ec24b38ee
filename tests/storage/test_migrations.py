"""Every database comes to the schema that the tables describe, once, whoever comes first."""

import asyncio
import socket
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from storage.database import Database, open_database
from storage.faults import NotNow
from storage.schema import known_versions, newest_version, open_newest, upgrade, version_of
from storage.tables import metadata
from storage.values.messages import BadInput


def differences(connection: Connection) -> list[object]:
    # SQLite gives a default back as it was written, quotes and all; PostgreSQL compares it.
    options = {"compare_server_default": connection.dialect.name == "postgresql"}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


async def test_the_migrations_build_what_the_tables_say(database: Database) -> None:
    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_an_empty_database_is_filled_once(empty_address: str) -> None:
    database, done = await open_newest(empty_address)
    again = await upgrade(database)
    await database.close()
    assert (done.before, done.after, done.backup) == (None, newest_version(), None)
    assert not again.changed


async def test_two_who_come_at_once_do_not_both_fill_it(empty_address: str) -> None:
    opened = await asyncio.gather(*(open_newest(empty_address) for _ in range(3)))
    for database, _ in opened:
        assert await version_of(database) == newest_version()
        await database.close()
    assert sorted(done.changed for _, done in opened) == [False, False, True]
