"""What spares the tests' databases time without making them less real."""

import sqlite3
from asyncio import Future
from collections.abc import Callable
from contextlib import closing
from functools import cache, partial
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import Connection, create_engine, inspect
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.util import LRUCache

import programme
from programme.folder import read_programme
from storage import schema
from storage.values.programme_files import ProgrammeReading

_Asked = tuple[Future[Any] | None, Callable[[], Any]]


class _AtOnce:
    """In place of the queue into a connection's thread: what is put in is done already."""

    def put_nowait(self, asked: _Asked) -> None:
        future, work = asked
        try:
            done = work()
        except BaseException as error:
            if future is not None:
                future.set_exception(error)
            return
        if future is not None:
            future.set_result(done)


class _NoThread:
    daemon = True

    def start(self) -> None:
        """Nothing runs beside the test."""


class _NearConnection(aiosqlite.Connection):
    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._tx: Any = _AtOnce()
        self._thread: Any = _NoThread()


def without_threads(patch: pytest.MonkeyPatch) -> None:
    """Let SQLite work in the thread of the test, not in one of its own for each connection.

    The way into it and back, for each of thousands of statements, takes as long as all that they
    do. Other tasks have their turn between two statements all the same. Two who open one file and
    write at the same time would wait for each other here, and be told that it is locked.
    """
    patch.setattr("aiosqlite.core.Connection", _NearConnection)


def without_syncing(patch: pytest.MonkeyPatch) -> None:
    """Let SQLite not wait for the disk: tests lose nothing in a power cut."""
    patch.setattr("storage.engines.SYNCHRONOUS", "OFF")


def with_one_memory(patch: pytest.MonkeyPatch) -> None:
    """Let all databases of a kind share what SQLAlchemy made of statements: each test opens its
    own, and would have the same few hundred compiled anew."""
    shared: dict[str, Any] = {"compiled_cache": LRUCache(3000)}
    made = partial(create_engine, execution_options=shared)
    patch.setattr("storage.engines.create_engine", made)
    for kind in (SQLiteDialect_aiosqlite, PGDialect_asyncpg):
        # Part of what a compiled statement is known by.
        patch.setattr(kind, "__eq__", lambda one, other: type(one) is type(other))
        patch.setattr(kind, "__hash__", lambda one: hash(type(one)))


def with_one_schema(patch: pytest.MonkeyPatch, template: Path) -> None:
    """Let an empty SQLite database get its tables as they stand in ``template``, without the
    dozen migrations that lead there."""

    def migrate(connection: Connection, version: str = "head") -> None:
        if version != "head" or connection.dialect.name != "sqlite" or _has_tables(connection):
            _migrate(connection, version)
            return
        for statement in _written_out(template):
            connection.exec_driver_sql(statement)

    patch.setattr(schema, "_migrate", migrate)


_migrate = schema._migrate


def _has_tables(connection: Connection) -> bool:
    return bool(inspect(connection).get_table_names())


@cache
def _written_out(template: Path) -> tuple[str, ...]:
    with closing(sqlite3.connect(template)) as database:
        # The first and the last begin and end a transaction.
        return tuple(database.iterdump())[1:-1]


def with_one_reading(patch: pytest.MonkeyPatch) -> None:
    """Let the shipped programme be read once for all empty databases that begin with it."""

    @cache
    def read_shipped(folder: Path) -> ProgrammeReading:
        return read_programme(folder)

    def read(folder: Path) -> ProgrammeReading:
        is_shipped = Path(programme.__path__[0]) in folder.parents
        return read_shipped(folder) if is_shipped else read_programme(folder)

    patch.setattr("programme.importing.read_programme", read)
