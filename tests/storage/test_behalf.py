"""What was put down for members, and the totals and counts that it is part of."""

from datetime import UTC, date, datetime, timedelta

import pytest

from storage import notes
from storage.batch import CheckInRow, NewRows, NoteRow, write
from storage.behalf import note_put_down, put_down_for
from storage.counts import check_ins_of, reached
from storage.database import Database, Transaction
from storage.doers import doer_of
from storage.people import add_membership, add_person
from storage.unit_totals import DayTotals, done_by_day
from storage.values.behalf import Deed, PutDown
from storage.values.days import MemberDay, Streak
from storage.values.people import ChatId, MessageId, Person, PersonId
from tests.storage.branch_rows import BOT, DAY, Branch, make_branch

PRIVATE = ChatId(11)
NINE = datetime(2026, 5, 20, 9, tzinfo=UTC)


@pytest.fixture
async def branch(database: Database) -> Branch:
    """Li and Wang with Telegram, and Sun without."""
    async with database.writing() as tx:
        made = await make_branch(tx, ["Li", "Wang"])
        sun = await add_person(tx, Person(PersonId(0), "Sun"))
        await add_membership(tx, sun.id, made.unit.id, date(2026, 3, 1), home=True)
    return Branch(made.unit, (*made.people, sun.id))


def note(branch: Branch, message: int, by: PersonId | None, day: date = DAY) -> NoteRow:
    sun, unit = branch.people[2], branch.unit.id
    written = MessageId(message)
    return NoteRow(sun, unit, day, BOT, PRIVATE, written, "x", None, None, True, NINE, by=by)


async def put_down(tx: Transaction, branch: Branch, now: datetime) -> None:
    li, wang, sun = branch.people
    unit = branch.unit.id
    rows = NewRows(
        check_ins=[CheckInRow(sun, DAY, unit, now, li), CheckInRow(wang, DAY, unit, now)],
        notes=[note(branch, 5, wang), note(branch, 6, None)],
        member_days=[
            MemberDay(sun, unit, DAY, check_ins=1, notes=2),
            MemberDay(wang, unit, DAY, check_ins=1, answered=2),
        ],
        streaks=[Streak(sun, 3, DAY)],
    )
    await write(tx, BOT, rows, now)


async def test_who_put_what_down_is_kept_and_told(database: Database, branch: Branch) -> None:
    li, _, sun = branch.people
    async with database.writing() as tx:
        await put_down(tx, branch, NINE)
    async with database.reading() as tx:
        found = await put_down_for(tx, sun, DAY - timedelta(days=3), DAY)
        assert found == [
            PutDown(DAY, Deed.CHECK_IN, "Li", NINE),
            PutDown(DAY, Deed.NOTE, "Wang", NINE),
        ]
        assert not await put_down_for(tx, sun, DAY + timedelta(days=1), DAY + timedelta(days=2))
        assert not await put_down_for(tx, li, DAY, DAY)
        own, helped = await notes.notes_of(tx, sun, 0, 5)
        assert (own.by_name, helped.by_name) == (None, "Wang")


async def test_the_note_of_a_message_is_found_if_it_was_put_down(
    database: Database, branch: Branch
) -> None:
    async with database.writing() as tx:
        await put_down(tx, branch, NINE)
    async with database.reading() as tx:
        found = await note_put_down(tx, BOT, PRIVATE, MessageId(5))
        assert found is not None and found.person_id == branch.people[2]
        assert (found.day, found.at, found.shared) == (DAY, NINE, False)
        assert await note_put_down(tx, BOT, PRIVATE, MessageId(6)) is None
        assert await note_put_down(tx, BOT, ChatId(12), MessageId(5)) is None


async def test_somebody_without_telegram_is_found_as_a_doer(
    database: Database, branch: Branch
) -> None:
    async with database.writing() as tx:
        await put_down(tx, branch, NINE)
    async with database.reading() as tx:
        sun = await doer_of(tx, branch.people[2])
        assert sun is not None and sun.person.telegram_id is None
        assert sun.home_on(DAY) == branch.unit.id and sun.home_on(date(2026, 2, 1)) is None
        assert sun.streak == Streak(sun.person.id, 3, DAY)
        assert await doer_of(tx, PersonId(99)) is None


async def test_the_daily_count_is_of_those_with_telegram_and_the_totals_of_all(
    database: Database, branch: Branch
) -> None:
    async with database.writing() as tx:
        await put_down(tx, branch, NINE)
    unit = branch.unit.id
    before = date(2025, 12, 31)
    async with database.reading() as tx:
        assert await check_ins_of(tx, {(unit, DAY)}) == {(unit, DAY): 1}
        assert await reached(tx, {(unit, DAY), (unit, before)}) == {
            (unit, DAY): 2,
            (unit, before): 0,
        }
        week = await done_by_day(tx, unit, DAY - timedelta(days=6), DAY)
        assert week == {DAY: DayTotals(read=2, answered=1, noted=1)}
