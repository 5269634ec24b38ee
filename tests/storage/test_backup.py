"""A backup is whole, of one moment, and never half written."""

import asyncio
import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage import files, schema
from storage.backup import back_up, back_up_before_upgrade
from storage.bots import remember_bot, username_of
from storage.database import Database
from storage.schema import newest_version, open_newest
from storage.values.messages import BadInput
from storage.values.people import BotId

NOW = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)
BOT = BotId(7_000_000_001)


async def fill(database: Database, names: int = 1) -> None:
    async with database.writing() as tx:
        for number in range(names):
            await remember_bot(tx, BotId(BOT + number), f"三学{number}_bot", NOW)
        await files.keep(tx, "0" * 64, "图.png", b"\x00\xffbytes")


async def test_a_backup_holds_everything_and_can_be_run_from(
    database: Database, tmp_path: Path
) -> None:
    await fill(database, 2_500)
    target = tmp_path / "copy.db"
    await back_up(database, target)
    assert [name for name in os.listdir(tmp_path) if "copy" in name] == ["copy.db"]
    copy, done = await open_newest(f"sqlite:///{target}")
    async with copy.reading() as tx:
        assert await username_of(tx, BotId(BOT + 2_499)) == "三学2499_bot"
        kept = await files.content(tx, "0" * 64)
    await copy.close()
    assert not done.changed
    assert kept == files.Medium("图.png", b"\x00\xffbytes")


async def test_a_backup_shows_one_moment_while_others_write(
    database: Database, tmp_path: Path
) -> None:
    target = tmp_path / "copy.db"
    async with database.writing() as tx:
        await remember_bot(tx, BOT, "not_yet_committed_bot", NOW)
        # A backup that waited for the writer would wait here for ever.
        async with asyncio.timeout(20):
            await back_up(database, target)
    with sqlite3.connect(target) as copy:
        assert copy.execute("SELECT count(*) FROM bots").fetchone() == (0,)


@pytest.mark.parametrize("database_kind", ["postgresql"])
async def test_what_is_written_while_rows_are_copied_is_not_in_it(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def meanwhile(engine: AsyncEngine, version: str) -> None:
        await fill(database)
        await migrate_to(engine, version)

    migrate_to = schema.migrate_to
    monkeypatch.setattr("storage.backup.migrate_to", meanwhile)
    target = tmp_path / "copy.db"
    await back_up(database, target)
    with sqlite3.connect(target) as copy:
        assert copy.execute("SELECT count(*) FROM bots").fetchone() == (0,)


async def test_progress_is_told_to_the_end_where_rows_are_copied(
    database: Database, tmp_path: Path
) -> None:
    await fill(database, 3)
    told: list[tuple[int, int]] = []
    await back_up(database, tmp_path / "copy.db", lambda done, total: told.append((done, total)))
    assert told[-1:] in ([], [(4, 4)])
    assert bool(told) == (database.url.get_backend_name() == "postgresql")


async def test_a_file_that_is_there_is_not_overwritten(database: Database, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("mine")
    with pytest.raises(BadInput, match="exists already"):
        await back_up(database, target)
    assert target.read_text() == "mine"


async def test_a_backup_that_fails_leaves_nothing(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_file: Path) -> None:
        raise OSError("no space left")

    folder = tmp_path / "backups"
    folder.mkdir()
    monkeypatch.setattr("storage.backup._make_durable", fails)
    with pytest.raises(OSError, match="no space"):
        await back_up(database, folder / "copy.db")
    assert list(folder.iterdir()) == []


async def test_a_folder_that_is_not_there_is_named(database: Database, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="nowhere"):
        await back_up(database, tmp_path / "nowhere" / "copy.db")


async def test_before_an_upgrade_the_database_is_backed_up(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    old = newest_version()
    await fill(database)
    with monkeypatch.context() as patch:
        patch.setattr(schema, "newest_version", lambda: "9999")
        patch.setattr(schema, "_migrate", after_the_backup)
        patch.setattr("storage.backup.migrate_to", migrated_as_before)
        done = await schema.upgrade(database, back_up_before_upgrade(NOW))
    assert await written_version(database) == "9999"
    assert done.backup is not None
    assert done.backup.resolve() == tmp_path / "backups" / f"sanxue-{old}-20260520T040000Z.db"
    with sqlite3.connect(done.backup) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == (old,)
        assert copy.execute("SELECT count(*) FROM bots").fetchone() == (1,)


_migrate = schema._migrate


def after_the_backup(connection: Connection, _version: str = "head") -> None:
    connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))


async def migrated_as_before(engine: AsyncEngine, version: str) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(_migrate, version)


async def written_version(database: Database) -> str:
    async with database.engine.connect() as connection:
        found = await connection.execute(text("SELECT version_num FROM alembic_version"))
        return str(found.scalar())


async def test_a_database_and_its_backup_are_for_their_owner_alone(
    database: Database, tmp_path: Path
) -> None:
    await fill(database)
    target = tmp_path / "copy.db"
    await back_up(database, target)
    fresh, _ = await open_newest(f"sqlite:///{tmp_path / 'fresh.db'}")
    async with fresh.writing() as tx:
        await remember_bot(tx, BOT, "x", NOW)
    for name in ("copy.db", "fresh.db", "fresh.db-wal"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600, name
    await fresh.close()
