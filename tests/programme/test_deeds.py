"""The daily acts: each counts once, in the home of its day, by the programme's worth."""

from datetime import UTC, date, datetime, timedelta

import pytest

from programme.deeds import NewNote, answer, check_in, home_of, keep_note, undo_check_in
from programme.flushing import flush
from programme.page import Page
from storage.batch import CheckInRow
from storage.database import Database
from storage.doers import Doer, Home
from storage.people import add_membership
from storage.tables.deeds import check_ins, notes, streaks
from storage.tables.organisation import memberships
from storage.values.days import MemberDay, Streak
from storage.values.messages import Refused
from storage.values.people import MessageId, Person, PersonId, UnitId
from storage.values.programme_files import Points
from tests.programme.pages import LI, STRANGER, a_day, doer, open_book, quiz, rows
from tests.programme.studies import SQLITE_ONLY
from tests.storage.branch_rows import DAY, GROUP, Branch, make_branch

NOW = datetime(2026, 5, 20, 5, tzinfo=UTC)
WORTH = Points(1, 2, 4, 8)


def note(number: int = 1, day: date = DAY) -> NewNote:
    return NewNote(day, GROUP, MessageId(number), "words")


def today(page: Page, branch: Branch) -> MemberDay:
    return page.member_day(doer(page).person.id, branch.unit.id, DAY)


@SQLITE_ONLY
async def test_the_first_check_in_counts_and_says_the_streak(database: Database) -> None:
    branch = await a_day(database)
    async with database.reading() as tx:
        page = (await open_book(tx, branch)).page()
        for ago, new, streak in ((2, True, 1), (1, True, 2), (0, True, 3), (0, False, 3)):
            done = await check_in(page, doer(page), DAY - timedelta(days=ago), NOW, WORTH)
            assert (done.new, done.streak) == (new, streak)
    assert today(page, branch) == MemberDay(doer(page).person.id, branch.unit.id, DAY, 1, points=1)
    assert len(page.added.check_ins) == 3


@SQLITE_ONLY
async def test_a_check_in_can_be_taken_back(database: Database) -> None:
    branch = await a_day(database)
    async with database.reading() as tx:
        page = (await open_book(tx, branch)).page()
        assert not await undo_check_in(page, doer(page), DAY, WORTH)
        await check_in(page, doer(page), DAY, NOW, WORTH)
        await keep_note(page, doer(page), note(), NOW, WORTH)
        assert await undo_check_in(page, doer(page), DAY, WORTH)
        assert not await undo_check_in(page, doer(page), DAY, WORTH)
    assert (today(page, branch).check_ins, today(page, branch).points) == (0, 8)


@SQLITE_ONLY
async def test_the_first_answer_to_each_question_counts(database: Database) -> None:
    branch = await a_day(database)
    async with database.reading() as tx:
        page = (await open_book(tx, branch)).page()
        one, several = quiz(page, branch), quiz(page, branch, 1)
        for posted, chosen, new, right in (
            (one, (1,), True, False),
            (one, (0,), False, True),
            (several, (0, 1), True, True),
        ):
            found = await answer(page, doer(page), posted, chosen, NOW, WORTH)
            assert (found.new, found.right) == (new, right)
    assert (today(page, branch).answered, today(page, branch).right) == (2, 1)
    assert today(page, branch).points == 2 + 4
    assert [row.chosen for row in page.added.answers.values()] == [(1,), (0, 1)]


@SQLITE_ONLY
async def test_every_note_is_kept_and_a_day_is_worth_one(database: Database) -> None:
    branch = await a_day(database)
    async with database.writing() as tx:
        book = await open_book(tx, branch)
        page = book.page()
        streaks = [await keep_note(page, doer(page), note(n), NOW, WORTH) for n in (1, 2)]
        book.keep(page)
        await flush(book, NOW)
    assert streaks == [1, 1]
    assert (today(page, branch).notes, today(page, branch).points) == (2, 8)
    assert [row["text"] for row in await rows(database, notes)] == ["words", "words"]


@SQLITE_ONLY
async def test_a_late_act_joins_what_lies_on_both_sides(database: Database) -> None:
    branch = await a_day(database)
    async with database.writing() as tx:
        book = await open_book(tx, branch)
        for ago in (2, 0, 1):
            page = book.page()
            await check_in(page, doer(page), DAY - timedelta(days=ago), NOW, WORTH)
            book.keep(page)
        await flush(book, NOW)
    person = doer(page).person.id
    assert book.streaks[person] == Streak(person, 3, DAY)
    assert [(row["length"], row["last_day"]) for row in await rows(database, streaks)] == [
        (3, "2026-05-20")
    ]


@SQLITE_ONLY
async def test_a_deed_counts_in_the_home_of_its_day(database: Database) -> None:
    branch = await a_day(database)
    async with database.writing() as tx:
        south = await make_branch(tx, ["Zhao"], "south")
        await tx.run(
            memberships.update()
            .where(memberships.c.person_id == branch.people[0])
            .values(until="2026-05-19")
        )
        await add_membership(tx, branch.people[0], south.unit.id, DAY, home=True)
        book = await open_book(tx, branch)
        page = book.page()
        for ago in (1, 0):
            await check_in(page, doer(page), DAY - timedelta(days=ago), NOW, WORTH)
    assert page.added.check_ins == [
        CheckInRow(branch.people[0], DAY - timedelta(days=1), branch.unit.id, NOW),
        CheckInRow(branch.people[0], DAY, south.unit.id, NOW),
    ]


@SQLITE_ONLY
async def test_somebody_at_home_nowhere_does_nothing(database: Database) -> None:
    branch = await a_day(database)
    async with database.reading() as tx:
        page = (await open_book(tx, branch)).page()
        assert STRANGER not in page.book.doers
        with pytest.raises(Refused):
            await check_in(page, doer(page), date(2025, 12, 31), NOW, WORTH)
        with pytest.raises(Refused):
            await keep_note(page, doer(page), note(day=date(2025, 12, 31)), NOW, WORTH)
    assert (page.added.check_ins, page.added.notes) == ([], [])
    assert await rows(database, check_ins) == []


@pytest.mark.parametrize(
    ("day", "home"),
    [
        (date(2026, 4, 30), None),
        (date(2026, 5, 1), 1),
        (date(2026, 5, 10), 1),
        (date(2026, 5, 11), None),
        (date(2026, 5, 12), 2),
        (date(2027, 1, 1), 2),
    ],
)
def test_the_home_of_a_day(day: date, home: int | None) -> None:
    homes = (
        Home(UnitId(2), date(2026, 5, 12), None),
        Home(UnitId(1), date(2026, 5, 1), date(2026, 5, 10)),
    )
    somebody = Doer(Person(PersonId(1), "Li", LI), homes, None)
    assert somebody.home_on(day) == home
    if home is None:
        with pytest.raises(Refused):
            home_of(somebody, day)
    with pytest.raises(Refused):
        home_of(None, day)
