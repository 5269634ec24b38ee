"""What can be caught up on: which earlier days, and what of them."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace
from msgspec.structs import replace as with_changes

from programme.book import Book
from programme.catching_up import (
    MissedDay,
    can_be_caught_up,
    days_back,
    may_answer,
    missed_days,
    missed_on,
)
from storage import pauses
from storage.batch import AnswerRow, NewRows, write
from storage.database import Database
from storage.snapshot import Named
from storage.values.days import MemberDay, Posting, SlotKind
from storage.values.people import PersonId
from storage.values.programme_files import Windows
from tests.programme.pages import LI, STRANGER, WANG, a_day, doer, quiz
from tests.programme.studies import SQLITE_ONLY
from tests.storage.branch_rows import BOT, DAY, DEFAULTS, Branch

NOON = datetime(2026, 5, 20, 4, tzinfo=UTC)
NEXT_DAY = NOON + timedelta(days=1)


def test_the_days_of_the_window_newest_first() -> None:
    found = days_back(date(2026, 3, 2), Windows(make_up_days=3))
    assert found == [date(2026, 3, 1), date(2026, 2, 28), date(2026, 2, 27)]
    assert days_back(DAY, Windows(make_up_days=0)) == []


@SQLITE_ONLY
async def test_what_was_posted_and_not_done_is_missing(database: Database) -> None:
    posted = (await a_day(database)).postings
    morning, one, several, evening = posted
    person, unit = PersonId(1), morning.unit_id

    def missing(
        postings: Collection[Posting] = posted, answered: Collection[Posting] = (), **did: int
    ) -> MissedDay:
        done = MemberDay(person, unit, DAY, **did) if did else None
        return missed_on(DAY, postings, done, {each.id for each in answered})

    assert missing() == MissedDay(DAY, (morning,), (one, several), note=True)
    assert missing().count == 3
    assert missing(check_ins=1, notes=1) == MissedDay(DAY, (), (one, several))
    assert missing(answered=[one]).questions == (several,)
    assert missing(answered=[one, several], check_ins=1, notes=2).count == 0
    # What was not posted was never there.
    unsent = [replace(each, state="missed") for each in posted]
    assert missing(unsent).count == 0
    assert missing([evening]) == MissedDay(DAY, note=True)
    assert [each.kind for each in posted] == [
        SlotKind.MORNING,
        SlotKind.NOON,
        SlotKind.NOON,
        SlotKind.EVENING,
    ]


async def _missed(database: Database, branch: Branch, now: datetime) -> list[MissedDay]:
    async with database.writing() as tx:
        page = (await Book.open(tx, BOT, Named(people={LI, WANG, STRANGER}))).page()
        return await missed_days(page, doer(page), branch.unit, now)


@pytest.mark.parametrize(("days", "offered"), [(0, False), (1, True), (3, True), (4, False)])
async def test_a_day_is_offered_from_the_next_one_on_until_its_window_ends(
    database: Database, days: int, offered: bool
) -> None:
    branch = await a_day(database)
    found = await _missed(database, branch, NOON + timedelta(days=days))
    assert [each.day for each in found] == ([DAY] if offered else [])


async def test_what_was_done_is_left_out(database: Database) -> None:
    branch = await a_day(database)
    li, unit = branch.people[0], branch.unit.id
    async with database.writing() as tx:
        rows = [AnswerRow(li, each.id, unit, DAY, (0,), NOON) for each in branch.postings[1:3]]
        done = [MemberDay(li, unit, DAY, check_ins=1, answered=2)]
        await write(tx, BOT, NewRows(answers=rows, member_days=done), NOON)
    assert await _missed(database, branch, NEXT_DAY) == [MissedDay(DAY, note=True)]


@SQLITE_ONLY
@pytest.mark.parametrize("why", ["on leave", "joined later", "moved away"])
async def test_what_was_not_for_them_is_not_offered(database: Database, why: str) -> None:
    branch = await a_day(database)
    li = branch.people[0]
    if why == "on leave":
        async with database.writing() as tx:
            await pauses.add_leave(tx, li, DAY, DAY, li, NOON)
    async with database.writing() as tx:
        page = (await Book.open(tx, BOT, Named(people={LI}))).page()
        who = doer(page)
        [home] = who.homes
        if why == "joined later":
            who = with_changes(who, homes=(with_changes(home, since=DAY + timedelta(days=1)),))
        if why == "moved away":
            away = with_changes(home, unit_id=home.unit_id + 1)
            who = with_changes(who, homes=(away,))
        assert await missed_days(page, who, branch.unit, NEXT_DAY) == []


@SQLITE_ONLY
async def test_a_leave_of_other_days_or_people_takes_nothing_away(database: Database) -> None:
    branch = await a_day(database)
    li, wang = branch.people
    after = DAY + timedelta(days=1)
    async with database.writing() as tx:
        await pauses.add_leave(tx, li, after, after, li, NOON)
        await pauses.add_leave(tx, wang, DAY, DAY, wang, NOON)
    assert [each.day for each in await _missed(database, branch, NEXT_DAY)] == [DAY]


@SQLITE_ONLY
async def test_the_note_of_a_day_can_be_written_while_it_can_be_caught_up(
    database: Database,
) -> None:
    branch = await a_day(database)
    async with database.writing() as tx:
        page = (await Book.open(tx, BOT, Named(people={LI}))).page()
        who = doer(page)
        possible = [
            await can_be_caught_up(page, who, branch.unit, DAY, NOON + timedelta(days=days))
            for days in (0, 1, 3, 4)
        ]
        nowhere = with_changes(who, homes=())
        assert not await can_be_caught_up(page, nowhere, branch.unit, DAY, NEXT_DAY)
    assert possible == [False, True, True, False]


@SQLITE_ONLY
@pytest.mark.parametrize(
    ("later", "may"),
    [
        (timedelta(0), True),
        # Closed at 19:00 in Shanghai, and open again when the day is over.
        (timedelta(hours=7), False),
        (timedelta(hours=11, minutes=59), False),
        (timedelta(hours=12), True),
        (timedelta(days=3, hours=11), True),
        (timedelta(days=3, hours=12), False),
    ],
)
async def test_a_question_takes_answers_until_it_closes_and_again_from_the_next_day(
    database: Database, later: timedelta, may: bool
) -> None:
    branch = await a_day(database)
    now = NOON + later
    async with database.writing() as tx:
        question = branch.postings[1].id
        book = await Book.open(tx, BOT, Named(people={LI}, postings={question}))
        await book.need_zones(now, DEFAULTS)
        await book.need_results(now)
        page = book.page()
        assert may_answer(page, quiz(page, branch).posting, now) is may
