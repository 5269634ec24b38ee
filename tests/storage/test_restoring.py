"""A backup comes back whole or not at all, into either kind of database, and is left as it is."""

import os
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.engine import URL

from storage import files
from storage.copying import Progress
from storage.database import Database
from storage.engines import unpooled
from storage.faults import NotNow
from storage.restoring import opened_backup, restore
from storage.schema import known_versions, migrate_to, open_newest
from storage.tables import metadata
from storage.values.messages import BadInput

UNITS, PERSONS, MEMBERSHIPS = (metadata.tables[n] for n in ("units", "persons", "memberships"))
BOTS = metadata.tables["bots"]


@pytest.fixture
async def source(tmp_path: Path) -> AsyncIterator[Database]:
    """A SQLite database that is in use, with something of each kind of column in it."""
    opened, _ = await open_newest(f"sqlite:///{tmp_path / 'source.db'}")
    async with opened.writing() as tx:
        # A town that came after the branches below it.
        town = {"id": 1201, "parent_id": None, "code": "T", "path": "/1201/"}
        below = [
            {"id": n, "parent_id": 1201, "code": f"B{n}", "path": f"/1201/{n}/"}
            for n in range(1, 1201)
        ]
        named = {"level": "镇", "name": "东山 <b>"}
        await tx.run_many(insert(UNITS), [{**each, **named} for each in (town, *below)])
        await tx.run(insert(PERSONS).values(id=7, name="王秀英", telegram_id=2**40))
        home = {"person_id": 7, "unit_id": 3, "home": True, "since": "2026-05-20"}
        await tx.run(insert(MEMBERSHIPS).values(id=5, **home))
        await files.keep(tx, "0" * 64, "图.png", b"\x00\xffbytes")
    yield opened
    await opened.close()


async def everything(database: Database) -> dict[str, list[Any]]:
    async with database.reading() as tx:
        return {
            table.name: sorted((tuple(row) for row in await tx.rows(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


async def restored(file: Path, database: Database, progress: Progress | None = None) -> int:
    async with opened_backup(file) as backup:
        return await restore(backup, database, progress)


async def test_all_rows_come_back_and_new_ones_are_numbered_on(
    source: Database, database: Database, tmp_path: Path
) -> None:
    told: list[tuple[int, int]] = []
    rows = await restored(tmp_path / "source.db", database, lambda *each: told.append(each))
    assert rows == 1204
    assert told[-1] == (1204, 1204)
    assert await everything(database) == await everything(source)
    async with database.writing() as tx:
        await tx.run(insert(UNITS).values(code="N", path="/1202/", level="镇", name="新"))
        assert await tx.scalar(select(UNITS.c.id).where(UNITS.c.code == "N")) == 1202


async def test_a_database_with_anything_in_it_is_left_alone(
    source: Database, database: Database, tmp_path: Path
) -> None:
    async with database.writing() as tx:
        await files.keep(tx, "1" * 64, "a", b"a")
    before = await everything(database)
    with pytest.raises(BadInput, match="something in the database already"):
        await restored(tmp_path / "source.db", database)
    assert await everything(database) == before


async def test_what_fails_half_way_leaves_nothing(
    source: Database, database: Database, tmp_path: Path
) -> None:
    def fails(done: int, _total: int) -> None:
        if done > 1000:
            raise OSError("cut off")

    with pytest.raises(OSError, match="cut off"):
        await restored(tmp_path / "source.db", database, fails)
    assert not any((await everything(database)).values())


async def test_a_backup_of_an_older_schema_is_brought_up_to_date_and_stays_as_it_is(
    database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "old.db"
    engine = unpooled(URL.create("sqlite+aiosqlite", database=str(file)))
    await migrate_to(engine, known_versions()[-1])
    with sqlite3.connect(file) as old:
        old.execute("INSERT INTO bots (bot_id, username, seen_at) VALUES (7, 'three_bot', 0)")
    kept = file.read_bytes()
    assert await restored(file, database) == 1
    async with database.reading() as tx:
        assert await tx.scalar(select(BOTS.c.username)) == "three_bot"
    assert file.read_bytes() == kept
    assert [name for name in os.listdir(tmp_path) if name.startswith("old.db")] == ["old.db"]


@pytest.mark.parametrize("kind", ["missing", "text", "empty", "somebody else's"])
async def test_what_is_no_backup_is_named(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    if kind == "text":
        file.write_text("not a database, but long enough to look at" * 50)
    elif kind != "missing":
        with sqlite3.connect(file) as other:
            other.execute("CREATE TABLE units (id)" if kind != "empty" else "PRAGMA user_version")
    with pytest.raises(BadInput, match=r"copy\.db"):
        async with opened_backup(file):
            raise AssertionError("it was opened")
    assert file.exists() is (kind != "missing")


async def test_a_backup_of_a_newer_program_is_for_that_one(
    source: Database, tmp_path: Path
) -> None:
    with sqlite3.connect(tmp_path / "source.db") as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NotNow, match="newer version"):
        async with opened_backup(tmp_path / "source.db"):
            raise AssertionError("it was opened")
