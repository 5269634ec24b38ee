"""The book of a batch: later updates see what earlier ones have kept, and nothing of the others."""

from datetime import UTC, date, datetime

import pytest

from programme.additions import Additions
from programme.book import Book
from programme.deeds import answer, check_in
from programme.flushing import flush
from storage.batch import CheckInRow
from storage.database import Database
from storage.snapshot import Named
from storage.tables.deeds import answers, check_ins, member_days, streaks
from storage.values.days import MemberDay, QuestionId, Streak
from storage.values.people import ChatId, MessageId, PersonId, UnitId
from storage.values.programme_files import Points
from tests.programme.pages import LI, WANG, a_day, doer, open_book, quiz, rows
from tests.programme.studies import SQLITE_ONLY
from tests.storage.branch_rows import BOT, DAY, GROUP

NOW = datetime(2026, 5, 20, 5, tzinfo=UTC)
WORTH = Points()


@SQLITE_ONLY
async def test_it_knows_what_the_batch_names(database: Database) -> None:
    branch = await a_day(database)
    async with database.reading() as tx:
        messages = {(GROUP, MessageId(101)), (GROUP, MessageId(999)), (ChatId(5), MessageId(101))}
        book = await Book.open(tx, BOT, Named(people={LI}, messages=messages))
        page = book.page()
    assert set(book.doers) == {LI}
    assert page.posting_of(GROUP, MessageId(101)) == branch.postings[0]
    assert page.posting_of(ChatId(5), MessageId(101)) is None
    assert page.settings_of(branch.postings[0]).points == WORTH
    assert page.posting_of_poll("unknown") is None


async def test_a_kept_page_is_seen_by_the_next_one(database: Database) -> None:
    branch = await a_day(database)
    async with database.writing() as tx:
        book = await open_book(tx, branch)
        first, second = book.page(), book.page()
        assert (await check_in(first, doer(first), DAY, NOW, WORTH)).new
        assert (await answer(first, doer(first), quiz(first, branch), (0,), NOW, WORTH)).new
        book.keep(first)
        assert not (await check_in(second, doer(second), DAY, NOW, WORTH)).new
        assert not (await answer(second, doer(second), quiz(second, branch), (1,), NOW, WORTH)).new
        book.keep(second)
        await flush(book, NOW)
    (kept,) = await rows(database, answers)
    assert kept["chosen"] == "0"
    assert len(await rows(database, check_ins)) == 1


@SQLITE_ONLY
async def test_a_page_sees_what_stands_on_itself(database: Database) -> None:
    branch = await a_day(database)
    async with database.reading() as tx:
        page = (await open_book(tx, branch)).page()
        await answer(page, doer(page), quiz(page, branch), (0,), NOW, WORTH)
        assert page.has_answered(doer(page).person.id, quiz(page, branch).posting.id)
        assert not (await answer(page, doer(page), quiz(page, branch), (0,), NOW, WORTH)).new


@SQLITE_ONLY
async def test_a_page_that_is_not_kept_leaves_no_trace(database: Database) -> None:
    branch = await a_day(database)
    async with database.writing() as tx:
        book = await open_book(tx, branch)
        lost, kept = book.page(), book.page()
        await check_in(lost, doer(lost), DAY, NOW, WORTH)
        await answer(lost, doer(lost), quiz(lost, branch), (1,), NOW, WORTH)
        assert (await check_in(kept, doer(kept, WANG), DAY, NOW, WORTH)).streak == 1
        assert kept.streak(doer(kept).person.id) is None
        book.keep(kept)
        await flush(book, NOW)
    assert await rows(database, answers) == []
    for table in (check_ins, member_days, streaks):
        (row,) = await rows(database, table)
        assert row["person_id"] == doer(kept, WANG).person.id


@SQLITE_ONLY
@pytest.mark.parametrize("named", [True, False])
async def test_a_day_is_loaded_when_it_is_needed(database: Database, named: bool) -> None:
    branch = await a_day(database)
    async with database.writing() as tx:
        book = await open_book(tx, branch)
        page = book.page()
        await check_in(page, doer(page), DAY, NOW, WORTH)
        await answer(page, doer(page), quiz(page, branch), (0,), NOW, WORTH)
        book.keep(page)
        await flush(book, NOW)
    async with database.reading() as tx:
        postings = {posting.id for posting in branch.postings} if named else set()
        book = await Book.open(tx, BOT, Named(people={LI}, postings=postings))
        page, li = book.page(), doer(book.page())
        assert (page.streak(li.person.id) is not None) == named
        await book.need(li, branch.unit.id, DAY)
        await book.need_answer(li.person.id, branch.postings[1].id)
        assert page.member_day(li.person.id, branch.unit.id, DAY).points == 3
        assert page.streak(li.person.id) == Streak(li.person.id, 1, DAY)
        assert book.last_counting[branch.unit.id, DAY] == date(2026, 5, 19)
        assert book.answered == {(li.person.id, branch.postings[1].id): (0,)}


@SQLITE_ONLY
async def test_the_newest_key_marks(database: Database) -> None:
    branch = await a_day(database)
    async with database.reading() as tx:
        book = await open_book(tx, branch)
    question = branch.postings[1].question_id or QuestionId(0)
    assert book.keys[question, 1, 1] == (0,)


def test_what_was_undone_and_done_again_is_done() -> None:
    person, unit = PersonId(1), UnitId(2)
    done = CheckInRow(person, DAY, unit, NOW)
    kept = Additions(check_ins=[done], member_days={(person, DAY): MemberDay(person, unit, DAY, 1)})
    kept.take(Additions(undone={(person, DAY)}))
    assert kept.check_ins == []
    kept.take(Additions(check_ins=[done]))
    assert (kept.check_ins, kept.undone) == ([done], {(person, DAY)})
