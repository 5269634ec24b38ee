"""One process leads for a bot; another takes over when it ends."""

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from storage.database import Database, open_database
from storage.faults import NotNow
from storage.leader import lead
from storage.values.people import BotId

BOT, OTHER_BOT = BotId(7_000_000_001), BotId(7_000_000_002)


async def soon(_seconds: float) -> None:
    """Nobody waits for real time here; others get their turn."""
    await asyncio.sleep(0)


@pytest.fixture
async def elsewhere(database_address: str) -> AsyncIterator[Database]:
    """The same database, as another process has it open."""
    opened = open_database(database_address)
    yield opened
    await opened.close()


class StandingBy(logging.Handler):
    """Tells when a process logs that it waits."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = asyncio.Event()
        self.times = 0

    def emit(self, _record: logging.LogRecord) -> None:
        self.times += 1
        self.begun.set()


@pytest.fixture
async def standing_by() -> AsyncIterator[StandingBy]:
    handler = StandingBy()
    logging.getLogger("storage.leader").addHandler(handler)
    yield handler
    logging.getLogger("storage.leader").removeHandler(handler)


async def test_the_second_waits_until_the_first_ends(
    database: Database, elsewhere: Database, standing_by: StandingBy
) -> None:
    told: list[str] = []

    async def second() -> None:
        async with lead(elsewhere, BOT, soon, lambda: told.append("standing by")):
            told.append("second")

    async with asyncio.timeout(20):
        async with lead(database, BOT, soon, lambda: told.append("never")):
            waiting = asyncio.create_task(second())
            await standing_by.begun.wait()
            for _ in range(20):
                # Time enough, by the database's measure, to take what is not held.
                async with database.reading() as tx:
                    await tx.scalar(text("SELECT 1"))
            told.append("first")
        await waiting
    assert told == ["standing by", "first", "second"]
    assert standing_by.times == 1


async def test_who_gives_up_waiting_holds_nothing(
    database: Database, elsewhere: Database, standing_by: StandingBy
) -> None:
    async def second() -> None:
        async with lead(elsewhere, BOT, soon):
            pass

    async with asyncio.timeout(20):
        async with lead(database, BOT, soon):
            waiting = asyncio.create_task(second())
            await standing_by.begun.wait()
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
        async with lead(database, BOT, soon):
            pass


async def test_another_bot_is_led_by_its_own_process(
    database: Database, elsewhere: Database
) -> None:
    async with asyncio.timeout(20):
        async with lead(database, BOT, soon), lead(elsewhere, OTHER_BOT, soon):
            pass


@pytest.mark.parametrize("database_kind", ["postgresql"])
async def test_a_lost_connection_ends_the_right(database: Database) -> None:
    async with asyncio.timeout(20):
        async with lead(database, BOT) as leadership:
            lost = asyncio.create_task(leadership.lost())
            await asyncio.sleep(0)
            async with database.engine.connect() as connection:
                await connection.execute(
                    text(
                        # The locks of all databases of the server are listed, so those of tests
                        # that run beside this one too.
                        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = "
                        "'advisory' AND pid <> pg_backend_pid() AND database = "
                        "(SELECT oid FROM pg_database WHERE datname = current_database())"
                    )
                )
            with pytest.raises(NotNow, match="stops"):
                await lost


async def test_the_right_stays_while_nothing_happens(database: Database) -> None:
    async with lead(database, BOT, soon) as leadership:
        lost = asyncio.create_task(leadership.lost())
        for _ in range(20):
            await asyncio.sleep(0)
        assert not lost.done()
        lost.cancel()
        with pytest.raises(asyncio.CancelledError):
            await lost
