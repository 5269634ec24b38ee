"""Copies of a whole database, made while others work on it.

A backup is always a SQLite file with the same tables, whichever kind of database it was made of,
so it can be looked at anywhere and run from. It is written under another name and renamed when it
is complete: what carries a backup's name is one.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, MetaData, Table, inspect, text
from sqlalchemy.engine import URL

from storage.copying import Progress, copy_tables
from storage.database import Database
from storage.engines import unpooled
from storage.schema import Backup, migrate_to, version_on
from storage.values.messages import BadInput, message


async def back_up(database: Database, target: Path, progress: Progress | None = None) -> None:
    """Write a backup of the database to ``target``, a file that is not there yet. A SQLite file is
    copied in one go, without a word to ``progress``.

    Raises :class:`BadInput` when it is there, or when its folder can't be written to.
    """
    with _finished_file(target) as unfinished:
        if database.url.get_backend_name() == "postgresql":
            await _copy_rows(database, unfinished, progress)
        else:
            await _copy_file(database, unfinished)


def back_up_before_upgrade(now: datetime) -> Backup:
    """Backs up into the folder ``backups`` (beside a SQLite file, else in the working folder), in
    a file named for the schema's version and the time."""

    async def save(database: Database, version: str) -> Path:
        folder = _backups_folder(database.url)
        _make(folder)
        moment = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        target = folder / f"sanxue-{version}-{moment}.db"
        await back_up(database, target)
        return target

    return save


def _backups_folder(url: URL) -> Path:
    is_file = url.get_backend_name() == "sqlite"
    return (Path(url.database or "").parent if is_file else Path()) / "backups"


def _make(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise _not_writable(folder) from error


@contextmanager
def _finished_file(target: Path) -> Iterator[Path]:
    """A name to write to, which becomes ``target`` if the block ends well and is gone if not."""
    if target.exists():
        raise BadInput(
            message("{file} exists already. Name a file that doesn't.", file=str(target))
        )
    try:
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise _not_writable(target.parent) from error
    unfinished = folder / "unfinished.db"
    try:
        unfinished.touch(mode=0o600)
        yield unfinished
        _make_durable(unfinished)
        unfinished.rename(target)
    finally:
        for left in folder.iterdir():
            left.unlink()
        folder.rmdir()


def _make_durable(file: Path) -> None:
    with file.open("rb+") as written:
        os.fsync(written.fileno())


def _not_writable(folder: Path) -> BadInput:
    return BadInput(
        message(
            "Nothing can be written to the folder {folder}. See that it exists and is yours to "
            "write to, or name another.",
            folder=str(folder),
        )
    )


async def _copy_file(database: Database, target: Path) -> None:
    engine = unpooled(database.url).execution_options(isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text("PRAGMA busy_timeout = 30000"))
        await connection.execute(text("VACUUM INTO :target"), {"target": str(target)})


async def _copy_rows(database: Database, target: Path, progress: Progress | None) -> None:
    """Copy all rows, of one moment, into a SQLite file that our own migrations made."""
    source = unpooled(database.url).execution_options(isolation_level="REPEATABLE READ")
    copy = unpooled(URL.create("sqlite+aiosqlite", database=str(target)))
    async with source.connect() as reading:
        version = await version_on(reading)
        if version is not None:
            await migrate_to(copy, version)
        async with copy.begin() as writing:
            tables = await writing.run_sync(_reflected)
            await copy_tables(reading, writing.execute, tables, progress)


def _reflected(connection: Connection) -> list[Table]:
    metadata = MetaData()
    names = set(inspect(connection).get_table_names()) - {"alembic_version"}
    metadata.reflect(connection, only=sorted(names))
    return list(metadata.sorted_tables)
