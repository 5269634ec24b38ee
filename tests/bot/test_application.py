"""The bot put together: who it is, what it plans at the start, and the chores it does."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.application import opened
from bot.cleaning import CLEAN_UP_JOB
from bot.clock import GivenClock
from bot.connection import Connection
from bot.practice.server import PracticeServer
from storage import dialogues, letters, parked
from storage.batch import NewRows, ParkedVote, write
from storage.bots import username_of
from storage.database import Database
from storage.letters import NewLetter
from storage.months import SUM_UP_JOB
from storage.snapshot import handled
from storage.tables.work import jobs, slots
from storage.units import Defaults
from storage.values.dialogues import Dialogue
from storage.values.messages import BadInput
from storage.values.people import ChatId, TelegramId
from tests.programme.studies import SQLITE_ONLY, School, at, settings
from tests.stories.house import House, house

pytestmark = SQLITE_ONLY
EARLY = datetime(2026, 5, 19, 23, tzinfo=UTC)


@pytest.fixture
async def place(database: Database) -> AsyncIterator[House]:
    """The bot at work at seven in the morning, in Shanghai."""
    async with house(database, EARLY, language="en") as built:
        yield built


async def waiting_jobs(place: House) -> list[str]:
    async with place.database.reading() as tx:
        return [row.kind for row in await tx.rows(select(jobs.c.kind).order_by(jobs.c.id))]


async def test_it_learns_who_it_is_and_keeps_its_name(place: House) -> None:
    async with place.database.reading() as tx:
        assert await username_of(tx, place.bot.bot_id) == place.server.bot_user.username


async def test_a_start_plans_what_is_missing(database: Database, place: House) -> None:
    school = School(database, place.bot_id)
    await school.study(settings())
    await school.bind(EARLY)
    async with database.writing() as tx:
        await tx.run(slots.delete())
    await place.stop()
    await place.start()
    assert len(await school.slots()) == 3


async def test_a_tick_takes_all_that_is_due_and_wakes_the_outbox(
    database: Database, place: House
) -> None:
    school = School(database, place.bot_id)
    await school.study(settings())
    for number in range(3):
        await school.bind(EARLY, f"b{number}", chat=-1 - number)
    place.clock.move_to(at("05-19 23:30"))
    assert [await place.bot.tick() for _ in range(2)] == [3, 0]
    assert await school.waiting() == ["morning"] * 3


async def test_the_house_is_cleaned_once_a_day(database: Database, place: House) -> None:
    bot_id, now = place.bot_id, place.clock.now()
    old, lately = now - timedelta(days=100), now - timedelta(hours=1)
    async with database.writing() as tx:
        for number, moment in ((1, old), (2, lately)):
            vote = ParkedVote(f"p{number}", TelegramId(9), (0,), number)
            await write(tx, bot_id, NewRows(handled=[number], parked=[vote]), moment)
            await letters.keep_letters(tx, [NewLetter(bot_id, number, "{}", "odd")], moment)
        await dialogues.begin(tx, bot_id, ChatId(5), Dialogue("note"), old)
    for _ in range(3):
        await place.bot.tick()
    assert await waiting_jobs(place) == [CLEAN_UP_JOB, SUM_UP_JOB]
    for _ in range(2):
        assert await place.bot.worker.step()
    async with database.reading() as tx:
        assert await handled(tx, bot_id, [1, 2]) == {2}
        assert [each.update_id for each in await letters.letters(tx)] == [2]
        assert await parked.anything_parked(tx, bot_id)
    place.clock.move_to(now + timedelta(days=1))
    await place.bot.tick()
    assert await waiting_jobs(place) == [CLEAN_UP_JOB, SUM_UP_JOB]


async def test_a_letter_asked_for_again_is_handled_by_the_worker(
    database: Database, place: House
) -> None:
    raw = '{"update_id": 77, "poll": {}}'
    async with database.writing() as tx:
        letter = NewLetter(place.bot_id, 77, raw, "odd")
        await letters.keep_letters(tx, [letter], place.clock.now())
        await letters.ask_again(tx, await letters.letters(tx), place.clock.now())
    while await place.bot.worker.step():
        pass
    async with database.reading() as tx:
        assert await letters.letters(tx) == []
        assert await handled(tx, place.bot_id, [77]) == {77}


async def test_it_runs_by_itself_and_stops_when_told(database: Database, place: House) -> None:
    school = School(database, place.bot_id)
    await school.study(settings())
    await school.bind(EARLY)
    place.clock.move_to(at("05-19 23:30"))
    running = asyncio.ensure_future(place.bot.run())
    try:
        async with asyncio.timeout(20):
            while not await school.posted("morning"):
                assert not running.done()
    finally:
        running.cancel()
        await asyncio.wait([running])
    assert running.cancelled()


async def test_a_refused_token_is_said_in_words(database: Database) -> None:
    clock = GivenClock(EARLY)
    async with PracticeServer(clock) as server:
        wrong = Connection("1:wrong", server.api_url, server.file_url)
        with pytest.raises(BadInput):
            async with opened(database, wrong, clock, Defaults("UTC", "en")):
                raise AssertionError("it must not come so far")
