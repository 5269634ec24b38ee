"""What a batch adds is written once; what was taken back is worked out from what is left."""

from datetime import UTC, date, datetime, timedelta

from msgspec.structs import replace

from programme.deeds import check_in, undo_check_in
from programme.flushing import flush
from programme.page import Page
from storage.batch import ParkedVote
from storage.database import Database
from storage.tables.deeds import check_ins, streaks
from storage.tables.telegram import parked_answers, updates
from storage.tables.work import deliveries
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.people import ChatId
from storage.values.programme_files import Points
from tests.programme.pages import LI, a_day, doer, open_book, rows
from tests.programme.studies import SQLITE_ONLY
from tests.storage.branch_rows import BOT, DAY

NOW = datetime(2026, 5, 20, 5, tzinfo=UTC)
WORTH = Points()
COUNTER = NewDelivery(
    BOT, "counter:1", Rank.COUNTER, DeliveryKind.COUNTER, ChatId(-1), "en", not_before=NOW
)


async def read(page: Page, ago: int = 0) -> None:
    await check_in(page, doer(page), DAY - timedelta(days=ago), NOW, WORTH)


async def undo(page: Page) -> None:
    assert await undo_check_in(page, doer(page), DAY, WORTH)


async def test_everything_that_was_kept_is_written_and_nothing_twice(database: Database) -> None:
    branch = await a_day(database)
    async with database.writing() as tx:
        book = await open_book(tx, branch)
        page = book.page()
        await read(page)
        page.added.parked.append(ParkedVote("poll", LI, (1,), 5))
        book.keep(page)
        book.pending.handled += [5, 6]
        await flush(book, NOW)
        await flush(book, NOW)
    assert len(await rows(database, check_ins)) == 1
    assert len(await rows(database, parked_answers)) == 1
    assert [row["update_id"] for row in await rows(database, updates)] == [5, 6]


@SQLITE_ONLY
async def test_many_wishes_for_a_counter_are_one(database: Database) -> None:
    branch = await a_day(database)
    async with database.writing() as tx:
        book = await open_book(tx, branch)
        for ahead in range(3):
            page = book.page()
            page.deliver(replace(COUNTER, not_before=NOW + timedelta(seconds=ahead)))
            page.deliver(replace(COUNTER, key=f"text:{ahead}", rank=Rank.REPLY))
            book.keep(page)
        await flush(book, NOW)
    kept = await rows(database, deliveries)
    assert sorted(row["key"] for row in kept) == ["counter:1", "text:0", "text:1", "text:2"]
    assert {row["wanted"] for row in kept} == {1}


@SQLITE_ONLY
async def test_taken_back_and_done_again_in_one_batch(database: Database) -> None:
    branch = await a_day(database)
    async with database.writing() as tx:
        book = await open_book(tx, branch)
        for doing in (read, undo, read):
            page = book.page()
            await doing(page)
            book.keep(page)
        await flush(book, NOW)
    assert len(await rows(database, check_ins)) == 1
    assert [row["length"] for row in await rows(database, streaks)] == [1]


async def test_a_day_taken_back_shortens_the_streak_to_what_is_left(database: Database) -> None:
    branch = await a_day(database)
    person = branch.people[0]
    async with database.writing() as tx:
        book = await open_book(tx, branch)
        for ago in (2, 1, 0):
            page = book.page()
            await read(page, ago)
            book.keep(page)
        await flush(book, NOW)
        page = book.page()
        await undo(page)
        book.keep(page)
        await flush(book, NOW)
        assert (book.streaks[person].length, book.streaks[person].last_day) == (
            2,
            date(2026, 5, 19),
        )
    assert len(await rows(database, check_ins)) == 2
    assert [row["length"] for row in await rows(database, streaks)] == [2]


@SQLITE_ONLY
async def test_with_the_only_act_taken_back_the_next_one_begins_anew(database: Database) -> None:
    branch = await a_day(database)
    async with database.writing() as tx:
        book = await open_book(tx, branch)
        for doing in (read, undo):
            page = book.page()
            await doing(page)
            book.keep(page)
            await flush(book, NOW)
        assert book.streaks == {}
    assert [row["length"] for row in await rows(database, streaks)] == [0]
    async with database.writing() as tx:
        book = await open_book(tx, branch)
        page = book.page()
        assert (await check_in(page, doer(page), DAY, NOW, WORTH)).streak == 1
