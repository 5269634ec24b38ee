"""Dead letters are kept as they came, tried again on request, and forgotten in time."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from storage.database import Database
from storage.letters import (
    RETRY_JOB,
    NewLetter,
    ask_again,
    count,
    failed_again,
    forget_letters,
    forget_letters_before,
    keep_letters,
    letter,
    letters,
)
from storage.tables.work import jobs
from storage.values.people import BotId

NOW = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)
BOT = BotId(7_000_000_001)
READ = NewLetter(BOT, 5, '{"update_id": 5}', "ValueError: odd")
UNREADABLE = NewLetter(BOT, None, "\ufffd{not json", "DecodeError")


async def test_letters_are_kept_as_they_came_the_newest_first(database: Database) -> None:
    async with database.writing() as tx:
        await keep_letters(tx, [READ], NOW)
        await keep_letters(tx, [UNREADABLE], NOW + timedelta(seconds=1))
    async with database.reading() as tx:
        newest, oldest = await letters(tx)
        assert (newest.raw, newest.update_id, newest.error) == (UNREADABLE.raw, None, "DecodeError")
        assert (oldest.raw, oldest.failed_at, oldest.tries) == (READ.raw, NOW, 1)
        assert await letter(tx, oldest.id) == oldest
        assert [each.id for each in await letters(tx, limit=1)] == [newest.id]
        assert [await count(tx, bot) for bot in (BOT, BotId(7_000_000_002))] == [2, 0]


async def test_asking_twice_for_one_try_is_one_job(database: Database) -> None:
    async with database.writing() as tx:
        await keep_letters(tx, [READ], NOW)
        (kept,) = await letters(tx)
        await ask_again(tx, [kept], NOW)
        await ask_again(tx, [kept], NOW)
        await failed_again(tx, kept.id, "KeyError", NOW + timedelta(minutes=1))
        (failed,) = await letters(tx)
        await ask_again(tx, [failed], NOW)
        found = await tx.rows(select(jobs.c.bot_id, jobs.c.kind, jobs.c.payload))
    assert (failed.tries, failed.error) == (2, "KeyError")
    assert [tuple(row) for row in found] == [(BOT, RETRY_JOB, f'{{"letter": {kept.id}}}')] * 2


async def test_letters_are_forgotten_by_number_and_by_age(database: Database) -> None:
    async with database.writing() as tx:
        for days in range(4):
            await keep_letters(tx, [READ], NOW - timedelta(days=days))
        newest, *_ = await letters(tx)
        assert await forget_letters(tx, [newest.id]) == 1
        assert await forget_letters(tx, [newest.id]) == 0
        assert await forget_letters_before(tx, NOW - timedelta(days=2)) == 1
        assert len(await letters(tx)) == 2
