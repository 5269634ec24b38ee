"""Opening a database, and the transactions through which everything is read and written.

Two kinds of database serve alike: SQLite (one file, WAL, ``synchronous=FULL``) and PostgreSQL.
Writers take turns: on SQLite through ``BEGIN IMMEDIATE`` on one connection, on PostgreSQL through
an advisory lock held to the end of the transaction. So a rule that reads, decides and writes sees
nothing change under its hands on either.
"""

import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, CursorResult, Engine, Executable, Row, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.util import greenlet_spawn

from storage.driver import Read, Statement, Write, read_all, write_all
from storage.engines import awaited, make_engine, make_private, parse_url, prepare_sqlite
from storage.values.messages import BadInput, message

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

_T = TypeVar("_T")

# Any number will do; it only has to be ours. Writers of one database take turns on it.
_WRITERS_LOCK = 3_039_417
_TURN = text(f"SELECT pg_advisory_xact_lock({_WRITERS_LOCK})")


def passes(error: BaseException) -> bool:
    """Whether an error is the database's own trouble, which passes by itself: it can't be reached,
    is locked or full. What a statement or its values did wrong does not pass."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    if isinstance(cause, sqlite3.OperationalError):
        # SQLite says "error" of wrong statements, and something closer of everything else.
        return getattr(cause, "sqlite_errorcode", 1) & 0xFF != sqlite3.SQLITE_ERROR
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(cause, (OSError, *_troubles()))


def _troubles() -> tuple[type[Exception], ...]:
    # Nobody raises one of them without having imported the driver, and a bot on SQLite never does.
    asyncpg = sys.modules.get("asyncpg")
    if asyncpg is None:
        return ()
    return (
        asyncpg.PostgresConnectionError,
        asyncpg.InterfaceError,
        asyncpg.InsufficientResourcesError,
        asyncpg.OperatorInterventionError,
    )


async def whole(work: Awaitable[_T]) -> _T:
    """Await ``work`` to its end even when cancelled meanwhile, and only then be cancelled.

    A driver's call that is cut off half-way leaves its connection open behind SQLAlchemy's back,
    and on SQLite with the lock on the file still held; what is left of it may even run behind the
    rollback, and stay. So being cancelled a second time (Ctrl-C twice) ends no sooner.
    """
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait([task])
        raise


class Transaction:
    """One transaction, for the query modules of this package.

    Values come as SQLAlchemy's bound parameters. The ``hot_`` ways run a prepared
    :class:`~storage.driver.Statement` through the database driver's own connection, in the same
    transaction, for the few queries that every batch of updates runs.
    """

    def __init__(
        self, connection: Connection, driver: Any, memory: dict[Any, Any] | None = None
    ) -> None:
        self._connection = connection
        self._driver = driver
        # Facts of this database that never change once written, kept across transactions.
        self.memory: dict[Any, Any] = {} if memory is None else memory
        # The units at which this transaction has changed how duties stand: storage/duty_counts.py.
        self.marked: set[int] = set()
        self.dialect = connection.dialect.name

    async def rows(
        self, query: Executable, values: Mapping[str, Any] | None = None
    ) -> Sequence[Row[Any]]:
        """All rows of a query."""
        return (await self._done(query, values)).all()

    async def first(
        self, query: Executable, values: Mapping[str, Any] | None = None
    ) -> Row[Any] | None:
        """The first row of a query, or None."""
        return (await self._done(query, values)).first()

    async def scalar(self, query: Executable, values: Mapping[str, Any] | None = None) -> Any:
        """The first column of the first row, or None."""
        return (await self._done(query, values)).scalar()

    async def run(self, query: Executable, values: Mapping[str, Any] | None = None) -> int:
        """Run a statement; the number of rows it touched."""
        return int(getattr(await self._done(query, values), "rowcount", 0))

    async def run_many(self, query: Executable, values: Sequence[Mapping[str, Any]]) -> None:
        """Run a statement once for each mapping; nothing when there is none."""
        if values:
            await self._done(query, values)

    async def rows_many(
        self, query: Executable, values: Sequence[Mapping[str, Any]]
    ) -> Sequence[Row[Any]]:
        """The rows that a statement returns, run once for each mapping."""
        return (await self._done(query, values)).all() if values else []

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """What is done in this block is undone when it raises, and the transaction goes on.

        Without it a failed statement spoils the whole transaction on PostgreSQL.
        """
        savepoint = await _do(self._connection.begin_nested)
        try:
            yield
        except BaseException as error:
            if not passes(error):
                await _do(savepoint.rollback)
            raise
        await _do(savepoint.commit)

    async def hot_rows(self, statement: Statement, **values: Any) -> Sequence[Any]:
        """The rows of a hot query, as the driver gives them (indexable by position)."""
        return (await self.hot_reads([(statement, values)]))[0]

    async def named_rows(self, statement: Statement, **values: Any) -> Sequence[Any]:
        """The rows of a hot query, with the names of their columns; values are as the driver gives
        them, on SQLite 0 and 1 for booleans."""
        return [statement.row(each) for each in await self.hot_rows(statement, **values)]

    async def hot_reads(self, reads: Sequence[Read]) -> Sequence[Sequence[Any]]:
        """The rows of several hot queries, asked together."""
        return await whole(read_all(self._driver, self.dialect, reads))

    async def hot_writes(self, writes: Sequence[Write]) -> None:
        """Run hot statements, each once for each of its rows, all together."""
        await whole(write_all(self._driver, self.dialect, writes))

    async def _done(self, query: Executable, values: Any) -> CursorResult[Any]:
        return await _do(self._connection.execute, query, values)


class Database:
    """An open database. Make one with :func:`open_database`; :meth:`close` it in the end."""

    def __init__(self, url: URL, writer: Engine, reader: Engine) -> None:
        self.url = url
        self._writer = writer
        self._reader = reader
        self._turn = asyncio.Lock()
        self._memory: dict[Any, Any] = {}

    @property
    def engine(self) -> "AsyncEngine":
        """The writing engine, for migrations and backups inside this package."""
        return awaited(self._writer)

    async def seen(self, look: Callable[[Connection], _T]) -> _T:
        """What ``look``, which awaits nothing, finds through a connection of its own."""
        async with _connected(self._writer) as connection:
            return await _do(look, connection)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        """A transaction that writes. Committed when the block ends, rolled back on any exception.

        A cancelled task rolls back too: what was left half done must not reach anybody.
        """
        async with self._turn, _connected(self._writer) as connection:
            begun = await _do(connection.begin)
            try:
                if connection.dialect.name == "postgresql":
                    await greenlet_spawn(connection.execute, _TURN)
                yield Transaction(connection, _driver_of(connection), self._memory)
            except BaseException:
                await _do(begun.rollback)
                raise
            await _do(begun.commit)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """A transaction that only reads: one moment's state, whatever others write meanwhile."""
        async with _connected(self._reader) as connection:
            begun = await _do(connection.begin)
            try:
                yield Transaction(connection, _driver_of(connection), self._memory)
            finally:
                await _do(begun.rollback)

    async def close(self) -> None:
        """Give all connections back."""
        await greenlet_spawn(self._writer.dispose)
        await greenlet_spawn(self._reader.dispose)


def open_database(address: str) -> Database:
    """Open the database at ``address``; nothing is connected before the first transaction.

    Raises :class:`BadInput` for an address that can't be read or a folder that isn't there.
    """
    url = parse_url(address)
    if url.get_backend_name() == "postgresql":
        writer = make_engine(url, pool_size=2, max_overflow=2, pool_pre_ping=True)
        reader = make_engine(
            url, pool_size=3, max_overflow=2, pool_pre_ping=True, isolation_level="REPEATABLE READ"
        )
        return Database(url, writer, reader)
    if not url.database or url.database == ":memory:":
        raise BadInput(message("The database must be a file: write sqlite:///FILE."))
    if not Path(url.database).resolve().parent.is_dir():
        raise BadInput(
            message(
                "The folder of the database file {file} doesn't exist. Make it, or name another.",
                file=url.database,
            )
        )
    make_private(Path(url.database))
    # Every transaction here ends itself: a rollback on the way back into the pool is not needed.
    writer = make_engine(
        url, pool_size=1, max_overflow=0, pool_timeout=None, pool_reset_on_return=None
    )
    # The last one used serves next: each connection fills a cache of its own with what it reads.
    reader = make_engine(url, pool_size=3, max_overflow=2, pool_use_lifo=True)
    prepare_sqlite(writer, "BEGIN IMMEDIATE")
    prepare_sqlite(reader, "BEGIN")
    return Database(url, writer, reader)


@asynccontextmanager
async def _connected(engine: Engine) -> AsyncIterator[Connection]:
    connection = await greenlet_spawn(engine.connect)
    try:
        yield connection
    finally:
        await _do(connection.close)


async def _do(work: Callable[..., _T], *given: Any) -> _T:
    """Call what waits for the driver inside, and let it come to its end."""
    return await whole(greenlet_spawn(work, *given))


def _driver_of(connection: Connection) -> Any:
    return connection.connection.driver_connection
