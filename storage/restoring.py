"""Bringing a backup back into a database, of either kind.

The backup itself is only read: a copy of it is brought to the newest schema, and its rows go into
a database that holds none, in one transaction.
"""

import asyncio
import sqlite3
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from sqlalchemy import func, select

from storage.copying import Progress, copy_tables
from storage.database import Database, Transaction
from storage.schema import open_newest
from storage.tables import metadata
from storage.values.messages import BadInput, message


@asynccontextmanager
async def opened_backup(file: Path) -> AsyncIterator[Database]:
    """A copy of the backup in ``file``, at the newest schema, for as long as the block lasts.

    Any SQLite database of Sanxue's will do, also one that is in use. Raises :class:`BadInput` for
    what is none, and :class:`NotNow` for one of a newer version of this program.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "backup.db"
        await asyncio.to_thread(_copy, file, copy)
        try:
            database, done = await open_newest(f"sqlite:///{copy}")
        except BadInput as error:
            raise _no_backup(file) from error
        try:
            if done.before is None:
                raise _no_backup(file)
            yield database
        finally:
            await database.close()


async def restore(backup: Database, database: Database, progress: Progress | None = None) -> int:
    """Fill an empty database with all rows of a backup, or with none if it fails; how many.

    Raises :class:`BadInput` when the database is not empty.
    """
    tables = metadata.sorted_tables
    async with backup.engine.connect() as reading, database.writing() as tx:
        if not await _is_empty(tx):
            raise BadInput(
                message(
                    "There is something in the database already. A backup goes only into one that "
                    "is empty: name another in SANXUE_DATABASE, or move the file of this one away."
                )
            )
        rows = await copy_tables(reading, tx.run_many, tables, progress)
        if tx.dialect == "postgresql":
            await _count_on(tx)
    return rows


def _copy(file: Path, copy: Path) -> None:
    if not file.is_file():
        raise BadInput(message("There is no file {file}. Please check the name.", file=str(file)))
    try:
        with (
            closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as reading,
            closing(sqlite3.connect(copy)) as writing,
        ):
            reading.backup(writing)
    except sqlite3.Error as error:
        raise _no_backup(file) from error


def _no_backup(file: Path) -> BadInput:
    return BadInput(
        message(
            "{file} is not a backup of Sanxue's, or can't be read. sanxue backup PATH makes one.",
            file=str(file),
        )
    )


async def _is_empty(tx: Transaction) -> bool:
    for table in metadata.sorted_tables:
        if await tx.scalar(select(func.count()).select_from(table)):
            return False
    return True


async def _count_on(tx: Transaction) -> None:
    """PostgreSQL gives the next row the number after the last one that it gave by itself."""
    for table in metadata.sorted_tables:
        number = table.autoincrement_column
        if number is not None:
            sequence = func.pg_get_serial_sequence(table.name, number.name)
            await tx.scalar(select(func.setval(sequence, func.max(number))))
