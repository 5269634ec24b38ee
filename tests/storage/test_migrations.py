"""Every database comes to the schema that the tables describe, once, whoever comes first."""

import asyncio
import socket
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.database import Database, open_database
from storage.faults import NotNow
from storage.migrating import alembic_config
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
    async def backup(_database: Database, _version: str) -> Path:
        raise AssertionError("there was nothing to back up")

    opened = await asyncio.gather(*(open_newest(empty_address, backup) for _ in range(3)))
    for database, _ in opened:
        assert await version_of(database) == newest_version()
        await database.close()
    assert sorted(done.changed for _, done in opened) == [False, False, True]


async def test_a_database_from_a_newer_version_is_refused(database_address: str) -> None:
    database = open_database(database_address)
    async with database.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NotNow, match="newer version"):
        await upgrade(database)
    await database.close()


async def test_tables_of_somebody_else_are_left_alone(empty_address: str) -> None:
    database = open_database(empty_address)
    async with database.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE persons (name TEXT)"))
    with pytest.raises(BadInput, match="did not make"):
        await upgrade(database)
    await database.close()


async def test_a_step_that_fails_changes_nothing(
    empty_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(connection: Connection, _version: str = "head") -> None:
        connection.execute(text("CREATE TABLE half (done TEXT)"))
        raise RuntimeError("in the middle")

    database = open_database(empty_address)
    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr("storage.schema._migrate", fails)
        await upgrade(database)
    assert (await upgrade(database)).changed
    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await database.close()


async def test_foreign_keys_hold_again_after_an_upgrade(tmp_path: Path) -> None:
    database, _ = await open_newest(f"sqlite:///{tmp_path / 'sanxue.db'}")
    async with database.engine.connect() as connection:
        assert (await connection.execute(text("PRAGMA foreign_keys"))).scalar() == 1
    await database.close()


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "notes.db"
    file.write_text("this is not a database, but long enough to look at" * 50)
    with pytest.raises(BadInput, match=r"notes\.db isn't a database"):
        await open_newest(f"sqlite:///{file}")


async def test_a_server_that_does_not_answer_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"postgresql://me:secret@127.0.0.1:{taken.getsockname()[1]}/branches"
        with pytest.raises(NotNow, match=r"branches at 127\.0\.0\.1") as refused:
            await open_newest(address)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("database_kind", ["postgresql"])
async def test_a_database_that_is_not_there_is_named(empty_address: str) -> None:
    name = empty_address.split("/")[3].split("?", maxsplit=1)[0]
    with pytest.raises(BadInput, match="no database named nobody"):
        await open_newest(empty_address.replace(f"/{name}?", "/nobody?"))


def test_the_versions_are_known_newest_first() -> None:
    script = ScriptDirectory.from_config(alembic_config())
    assert known_versions() == tuple(each.revision for each in script.walk_revisions())
    assert known_versions()[-1] == "0001"
