"""Streaks as batches keep them on a database: whatever happens, the history says the same."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from programme.book import Book
from programme.deeds import check_in, checked_in, undo_check_in
from programme.flushing import flush, streaks_from_history
from programme.missed import days_counting
from storage import pauses
from storage.absences import Absent
from storage.branch_days import open_days, spoil_days
from storage.database import Database, Transaction
from storage.doers import Doer, Home
from storage.snapshot import Named
from storage.tables.organisation import memberships
from storage.values.days import Streak
from storage.values.people import Person, PersonId, TelegramId, UnitId
from storage.values.programme_files import Points
from tests.programme.pages import LI, WANG, a_day, open_book
from tests.programme.studies import SQLITE_ONLY
from tests.storage.branch_rows import BOT, DAY, DEFAULTS, Branch, make_branch, post_day

WORTH = Points()
NORTH, SOUTH = UnitId(1), UnitId(2)
FIRST = date(2026, 5, 1)


def day(number: int) -> date:
    return FIRST + timedelta(days=number - 1)


def noon(of: date) -> datetime:
    return datetime(of.year, of.month, of.day, 4, tzinfo=UTC)


def test_a_day_counts_for_whoever_was_at_home_there_and_not_on_leave() -> None:
    moved = (Home(SOUTH, day(8), None), Home(NORTH, day(1), day(7)))
    li = Doer(Person(PersonId(1), "Li", LI), moved, None)
    absent = Absent(
        {NORTH: [day(n) for n in (5, 6, 7, 8)], SOUTH: [day(n) for n in (7, 8, 10, 11)]},
        {PersonId(1): [(day(10), day(10))], PersonId(2): [(day(6), day(8))]},
    )
    assert days_counting(li, absent, day(5), day(12)) == [day(6), day(7), day(8), day(11)]


async def act(tx: Transaction, who: TelegramId, on: date, now: date) -> int:
    """Check in by a batch of its own; the streak that is told."""
    book = await Book.open(tx, BOT, Named(people={who}))
    page = book.page()
    done = await check_in(page, book.doers[who], on, noon(now), WORTH)
    book.keep(page)
    await flush(book, noon(now))
    return done.streak


@SQLITE_ONLY
@pytest.mark.parametrize("seed", range(4))
async def test_act_by_act_it_is_what_the_history_says(database: Database, seed: int) -> None:
    chance = Random(seed)
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li", "Wang"])
        south = await make_branch(tx, ["Zhao"], "south")
        li, wang = branch.people
        # Wang moves in the middle, and the two branches have different days.
        await move(tx, wang, south, day(30))
        for number in range(1, 70):
            today = day(number)
            for unit in (branch.unit.id, south.unit.id):
                if chance.random() < 0.85:
                    await open_days(tx, {(unit, today)})
                if chance.random() < 0.05:
                    await spoil_days(tx, {(unit, today)})
            if chance.random() < 0.06:
                last = today + timedelta(days=chance.randrange(5))
                await pauses.add_leave(tx, chance.choice([li, wang]), today, last, li, noon(today))
            for who in (LI, WANG):
                if chance.random() < 0.75:
                    await act(
                        tx, who, today - timedelta(days=chance.choice([0, 0, 0, 1, 3])), today
                    )
                if chance.random() < 0.05:
                    await undo(tx, who, today)
            assert await kept(tx, li, wang) == await streaks_from_history(tx, [li, wang])


async def move(tx: Transaction, who: PersonId, to: Branch, since: date) -> None:
    home = (memberships.c.person_id == who) & memberships.c.home
    until = (since - timedelta(days=1)).isoformat()
    await tx.run(memberships.update().where(home).values(until=until))
    values = {"person_id": who, "unit_id": to.unit.id, "home": True, "since": since.isoformat()}
    await tx.run(memberships.insert().values(values))


async def undo(tx: Transaction, who: TelegramId, on: date) -> None:
    book = await Book.open(tx, BOT, Named(people={who}))
    page = book.page()
    await undo_check_in(page, book.doers[who], on, WORTH)
    book.keep(page)
    await flush(book, noon(on))


async def kept(tx: Transaction, *people: PersonId) -> dict[PersonId, Streak | None]:
    """The streaks as they are stored; None for one of no days."""
    book = await Book.open(tx, BOT, Named(people={LI, WANG}))
    found = {doer.person.id: doer.streak for doer in book.doers.values()}
    return {each: s if (s := found[each]) and s.length else None for each in people}


async def test_one_batch_bridges_for_all_who_missed_a_day(database: Database) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, ["Li", "Wang"]))
        unit = branch.unit.id
        await open_days(tx, {(unit, DAY - timedelta(days=n)) for n in range(5)})
        # Li was here on the 18th, Wang on the 16th.
        await act(tx, LI, DAY - timedelta(days=2), DAY)
        await act(tx, WANG, DAY - timedelta(days=4), DAY)
        book = await open_book(tx, branch)
        page = book.page()
        li = await check_in(page, book.doers[LI], DAY, noon(DAY), WORTH)
        wang = await check_in(page, book.doers[WANG], DAY, noon(DAY), WORTH)
        assert (li.streak, li.bridged) == (2, 1)
        assert (wang.streak, wang.bridged) == (1, 0)


async def test_nothing_more_is_read_for_those_who_missed_nothing(database: Database) -> None:
    branch = await a_day(database)
    async with database.writing() as tx:
        await act(tx, LI, DAY - timedelta(days=1), DAY)
        await act(tx, WANG, DAY - timedelta(days=2), DAY)
        book = await open_book(tx, branch)
        li, wang = branch.people
        assert (book.missed.of(li), book.missed.of(wang)) == ((), [DAY - timedelta(days=1)])


@SQLITE_ONLY
async def test_after_an_undo_in_the_same_batch_the_gap_is_known_again(database: Database) -> None:
    branch = await a_day(database)
    async with database.writing() as tx:
        await act(tx, LI, DAY - timedelta(days=2), DAY)
        await act(tx, LI, DAY - timedelta(days=1), DAY)
        book = await open_book(tx, branch)
        page = book.page()
        assert await undo_check_in(page, book.doers[LI], DAY - timedelta(days=1), WORTH)
        book.keep(page)
        await flush(book, noon(DAY))
        # A tap of the same batch, for which nothing is loaded any more.
        page, li = book.page(), book.doers[LI]
        done = checked_in(page, li, branch.unit.id, DAY, noon(DAY), WORTH, late=False)
        assert (done.streak, done.bridged) == (2, 1)


@SQLITE_ONLY
async def test_what_was_missed_in_the_old_branch_is_missed(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li"])
        south = await make_branch(tx, [], "south")
        await move(tx, branch.people[0], south, day(14))
        await open_days(tx, {(branch.unit.id, day(n)) for n in (10, 11, 12, 13)})
        await open_days(tx, {(south.unit.id, day(n)) for n in (10, 14)})
        await act(tx, LI, day(10), day(10))
        # The new branch had no day in between; the old one had three.
        assert await act(tx, LI, day(14), day(14)) == 1


@pytest.mark.parametrize(
    ("at", "late"),
    [
        (datetime(2026, 5, 20, 15, 59, tzinfo=UTC), 0),
        # Midnight in Shanghai.
        (datetime(2026, 5, 20, 16, 0, tzinfo=UTC), 1),
        (datetime(2026, 5, 22, 16, 0, tzinfo=UTC), 1),
    ],
)
@SQLITE_ONLY
async def test_what_is_done_when_the_day_is_over_is_late_and_taken_back_with_it(
    database: Database, at: datetime, late: int
) -> None:
    branch = await a_day(database)
    async with database.writing() as tx:
        for doing, expected in ((check_in, late), (undo_check_in, 0)):
            book = await open_book(tx, branch)
            await book.need_zones(at + timedelta(days=1), DEFAULTS)
            page = book.page()
            when = (at,) if doing is check_in else ()
            await doing(page, book.doers[LI], DAY, *when, WORTH)  # type: ignore[operator]
            book.keep(page)
            await flush(book, at)
            assert page.added.member_days[branch.people[0], DAY].late == expected
