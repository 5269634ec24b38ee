"""Transactions: all or nothing, in turns, and one moment for whoever reads."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Generator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, OperationalError

from storage.batch import NewRows, write
from storage.database import Database, Transaction, open_database, passes, whole
from storage.faults import in_short
from storage.tables.telegram import bots, updates
from storage.values.messages import BadInput
from tests.programme.studies import SQLITE_ONLY
from tests.storage.posting_rows import BOT, NOW


async def add(tx: Transaction, number: int) -> None:
    """Put a row in by SQLAlchemy, and one by the driver itself."""
    await tx.run(insert(bots).values(bot_id=number, username="x", seen_at=0))
    await write(tx, BOT, NewRows(handled=[number]), NOW)


async def counted(tx: Transaction) -> tuple[int, int]:
    """How many rows there are of either."""
    one = await tx.scalar(select(func.count()).select_from(bots))
    return one, await tx.scalar(select(func.count()).select_from(updates))


async def stored(database: Database) -> tuple[int, int]:
    async with database.reading() as tx:
        return await counted(tx)


class Cancelling:
    """Runs something, and cancels its task the moment that it waits for the n-th time; ``times``
    over, at that wait and the next ones."""

    def __init__(self, work: Awaitable[None], at: int, times: int = 1) -> None:
        self._work = work
        self._at = range(at, at + times)
        self.waits = 0

    def __await__(self) -> Generator[Any, Any, None]:
        task = asyncio.current_task()
        assert task is not None
        steps = self._work.__await__()
        answer: Any = None
        while True:
            try:
                waiting = steps.send(answer)
            except StopIteration:
                return
            while True:
                if self.waits in self._at:
                    task.cancel()
                self.waits += 1
                try:
                    answer = yield waiting
                    break
                except BaseException as error:
                    try:
                        waiting = steps.throw(error)
                    except StopIteration:
                        return


async def ended(work: Awaitable[None]) -> bool:
    """Whether it came to its end, rather than being cancelled."""

    async def run() -> None:
        await work

    task = asyncio.ensure_future(run())
    await asyncio.wait([task])
    return not task.cancelled() and task.exception() is None


async def test_what_ends_well_is_there_and_what_raises_is_not(database: Database) -> None:
    async with database.writing() as tx:
        await add(tx, 1)
    with pytest.raises(KeyError):
        async with database.writing() as tx:
            await add(tx, 2)
            raise KeyError
    with pytest.raises(DBAPIError):
        async with database.writing() as tx:
            await add(tx, 3)
            await tx.run(insert(bots).values(bot_id=1, username="x", seen_at=0))
    assert await stored(database) == (1, 1)


@SQLITE_ONLY
async def test_what_is_committed_outlives_a_power_cut(database: Database) -> None:
    async with database.writing() as tx:
        assert await tx.scalar(text("PRAGMA synchronous")) == 2


@pytest.mark.parametrize("times", [1, 2])
async def test_cancelled_at_any_await_it_is_all_or_nothing_and_holds_nobody_up(
    database: Database, times: int
) -> None:
    async def work(number: int) -> None:
        async with database.writing() as tx:
            assert (await counted(tx))[0] >= 0
            await add(tx, number)

    async with asyncio.timeout(30):
        for at in range(200):
            before = await stored(database)
            cancelling = Cancelling(work(1000 + at), at, times)
            whole_way = await ended(cancelling)
            after = await stored(database)
            # Cancelled while the end was on its way, it may be there; but never half of it.
            grown = after[0] - before[0]
            assert grown == after[1] - before[1]
            assert grown == 1 if whole_way else grown in (0, 1)
            async with database.writing() as tx:
                await add(tx, at)
            if whole_way:
                break
    assert whole_way and at > 3
    assert await stored(database) == (after[0] + 1, after[1] + 1)


async def test_readers_cancelled_at_any_await_hold_nobody_up(database: Database) -> None:
    async def look() -> None:
        await stored(database)

    async with asyncio.timeout(30):
        for at in range(200):
            if await ended(Cancelling(look(), at)):
                break
            async with database.writing() as tx:
                await add(tx, at)
            assert await stored(database) == (at + 1, at + 1)
    assert at > 3


@asynccontextmanager
async def another(address: str) -> AsyncIterator[Database]:
    """The same database, opened by another program."""
    opened = open_database(address)
    yield opened
    await opened.close()


async def test_writers_take_turns_also_from_two_programs(
    database: Database, database_address: str
) -> None:
    async with database.writing() as tx:
        await add(tx, 1)

    async def one_more(where: Database) -> None:
        async with where.writing() as tx:
            seen = await tx.scalar(select(bots.c.seen_at))
            await asyncio.sleep(0)
            await tx.run(update(bots).values(seen_at=seen + 1))

    async with another(database_address) as other:
        await asyncio.gather(*(one_more(where) for where in (database, other) * 4))
    async with database.reading() as tx:
        assert await tx.scalar(select(bots.c.seen_at)) == 8


async def test_a_reader_sees_one_moment(database: Database) -> None:
    async with database.writing() as tx:
        await add(tx, 1)
    async with database.reading() as reading:
        assert await counted(reading) == (1, 1)
        async with database.writing() as tx:
            await add(tx, 2)
            assert await counted(tx) == (2, 2)
            assert await counted(reading) == (1, 1)
        assert await counted(reading) == (1, 1)
    assert await stored(database) == (2, 2)


async def test_what_a_reader_writes_is_gone(database: Database) -> None:
    async with database.reading() as tx:
        await add(tx, 1)
    assert await stored(database) == (0, 0)


@SQLITE_ONLY
async def test_nothing_to_run_is_nothing(database: Database) -> None:
    async with database.writing() as tx:
        await tx.run_many(insert(bots), [])
        assert await tx.rows_many(insert(bots).returning(bots.c.bot_id), []) == []
        assert await tx.first(select(bots)) is None
        await add(tx, 4)
        assert await tx.run(update(bots).values(username="y")) == 1


@SQLITE_ONLY
async def test_what_is_kept_in_memory_outlives_the_transaction(database: Database) -> None:
    async with database.writing() as tx:
        tx.memory["known"] = 1
    async with database.reading() as tx:
        assert tx.memory["known"] == 1


async def test_whole_comes_to_its_end_though_cancelled() -> None:
    over = asyncio.Event()
    ends: list[str] = []

    async def work() -> str:
        await over.wait()
        ends.append("done")
        return "value"

    task = asyncio.ensure_future(whole(work()))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.sleep(0)
    assert not task.done()
    over.set()
    await asyncio.wait([task])
    assert task.cancelled() and ends == ["done"]
    assert await whole(work()) == "value"


def of_sqlite(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("told")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "does"),
    [
        (of_sqlite(sqlite3.SQLITE_BUSY), True),
        (of_sqlite(sqlite3.SQLITE_FULL), True),
        (of_sqlite(sqlite3.SQLITE_IOERR_WRITE), True),
        (of_sqlite(sqlite3.SQLITE_ERROR), False),
        (sqlite3.IntegrityError("told"), False),
        (OperationalError("", {}, of_sqlite(sqlite3.SQLITE_BUSY)), True),
        (DBAPIError("", {}, Exception(), connection_invalidated=True), True),
        (asyncpg.ConnectionDoesNotExistError(), True),
        (asyncpg.AdminShutdownError(), True),
        (asyncpg.DiskFullError(), True),
        (asyncpg.UniqueViolationError(), False),
        (ConnectionRefusedError(), True),
        (TimeoutError(), True),
        (ValueError(), False),
        (asyncio.CancelledError(), False),
    ],
)
def test_trouble_that_passes_is_told_from_what_was_done_wrong(
    error: BaseException, does: bool
) -> None:
    assert passes(error) == does


@SQLITE_ONLY
async def test_a_wrong_statement_does_not_pass(database: Database) -> None:
    with pytest.raises(DBAPIError) as raised:
        async with database.reading() as tx:
            await tx.rows(text("SELECT nothing FROM nowhere"))
    assert not passes(raised.value)


@pytest.mark.parametrize(
    "address", ["", "nonsense", "mysql://x/y", "sqlite://", "sqlite:///:memory:"]
)
def test_an_address_that_cannot_be_used_is_refused(address: str) -> None:
    with pytest.raises(BadInput):
        open_database(address)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        open_database(f"sqlite:///{tmp_path}/no/such.db")
    assert "such.db" in str(refused.value.said.values["file"])


async def test_a_failed_attempt_spoils_no_transaction(database: Database) -> None:
    async with database.writing() as tx:
        await add(tx, 1)
        with pytest.raises(DBAPIError):
            async with tx.attempt():
                await add(tx, 2)
                await tx.rows(text("SELECT * FROM no_such_table"))
        async with tx.attempt():
            await add(tx, 3)
    assert await stored(database) == (2, 2)


async def test_an_error_tells_no_values(database: Database) -> None:
    with pytest.raises(DBAPIError) as failed:
        async with database.writing() as tx:
            await tx.rows(text("SELECT :word FROM no_such_table"), {"word": "SECRET"})
    assert "SECRET" not in str(failed.value)
    assert in_short(failed.value).count(":") == 1
    assert in_short(ValueError("one line\nSECRET")) == "ValueError: one line"
