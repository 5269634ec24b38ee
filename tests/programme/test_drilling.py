"""Practising: what may come, in which order, and what a corrected key does to it."""

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from programme.drilling import Practice, answer, next_question, practice_of
from storage import drills
from storage.banks import add_to_bank
from storage.batch import AnswerRow, NewRows, write
from storage.database import Database, Transaction
from storage.questions import correct
from storage.units import unit_by_code
from storage.values.days import QuestionId
from storage.values.given import Given
from storage.values.people import PersonId, Unit
from storage.values.questions import Question, QuestionKind, QuestionText
from tests.programme.studies import SQLITE_ONLY
from tests.storage.branch_rows import BOT, DAY, DEFAULTS, ONE, Branch, make_branch, post_day

pytestmark = SQLITE_ONLY

NOON = datetime(2026, 5, 20, 5, tzinfo=UTC)
LI = PersonId(1)


async def posted(tx: Transaction) -> Branch:
    """Li's branch, posted to on 20 May, as it is with its programme."""
    branch = await post_day(tx, await make_branch(tx, ["Li"]))
    found = await unit_by_code(tx, branch.unit.code, DEFAULTS)
    assert found is not None
    return replace(branch, unit=found)


async def practising(tx: Transaction, count: int = 8) -> tuple[PersonId, Unit]:
    """Somebody of a branch with a bank of so many questions, posted to on 20 May."""
    branch = await posted(tx)
    bank = [
        Question(f"b{n}", QuestionKind.ONE, {"en": QuestionText(f"{n}?", ("x", "y"))}, (0,))
        for n in range(count)
    ]
    await add_to_bank(tx, branch.unit.id, "Bank", bank, NOON)
    return branch.people[0], branch.unit


async def after(
    tx: Transaction, practice: Practice, chosen: int, now: datetime
) -> tuple[float, Practice]:
    asked = await next_question(tx, practice)
    assert asked is not None
    return await answer(tx, BOT, practice, asked, Given((chosen,)), now)


async def test_five_a_day_and_the_rest_tomorrow(database: Database) -> None:
    async with database.writing() as tx:
        li, unit = await practising(tx)
        practice = await practice_of(tx, BOT, li, unit, NOON)
        assert len(practice.left) == 5 and practice.more
        for number in range(5):
            mark, practice = await after(tx, practice, number % 2, NOON + timedelta(minutes=number))
            assert mark == 1 - number % 2
            assert (len(practice.left), practice.done) == (4 - number, number + 1)
        assert await next_question(tx, practice) is None
        assert practice.next_day == DAY + timedelta(days=1)
        again = await practice_of(tx, BOT, li, unit, NOON + timedelta(hours=1))
        assert (again.left, again.done) == ((), 5)
        morrow = await practice_of(tx, BOT, li, unit, NOON + timedelta(days=1))
        # The two that were wrong lead; what is known has two days' rest.
        assert len(morrow.left) == 5
        wrong = [each for each in morrow.left if each in morrow.memories]
        assert len(wrong) == 2 and set(morrow.left[:2]) == set(wrong)


async def test_the_question_that_waits_is_the_same_until_it_is_answered(database: Database) -> None:
    async with database.writing() as tx:
        li, unit = await practising(tx)
        first = await next_question(tx, await practice_of(tx, BOT, li, unit, NOON))
        later = await practice_of(tx, BOT, li, unit, NOON + timedelta(days=2))
        assert await next_question(tx, later) == first
        assert first is not None and later.left[0] == first.id and len(later.left) == 5


async def answered_in_group(tx: Transaction, chosen: int) -> tuple[PersonId, Unit, QuestionId]:
    """Somebody who has answered the first of the noon's two questions in the group."""
    branch = await posted(tx)
    li, posting = branch.people[0], branch.postings[1]
    assert posting.question_id is not None
    row = AnswerRow(li, posting.id, branch.unit.id, DAY, (chosen,), NOON)
    await write(tx, BOT, NewRows(answers=[row]), NOON)
    return li, branch.unit, posting.question_id


async def test_what_is_open_in_the_group_stays_there_and_an_answer_there_counts(
    database: Database,
) -> None:
    async with database.writing() as tx:
        li, unit, question = await answered_in_group(tx, 1)
        practice = await practice_of(tx, BOT, li, unit, NOON)
        assert practice.left == () and set(practice.memories) == {question}
        assert practice.next_day == DAY + timedelta(days=1)
        assert (await practice_of(tx, BOT, li, unit, NOON + timedelta(days=3))).left == (question,)
        # When it can't be caught up on any more, the other one is there too.
        late = await practice_of(tx, BOT, li, unit, NOON + timedelta(days=4))
        assert late.left[0] == question and len(late.left) == 2


async def test_what_was_caught_up_on_counts_from_the_day_it_was_answered(
    database: Database,
) -> None:
    async with database.writing() as tx:
        branch = await posted(tx)
        li, late = branch.people[0], NOON + timedelta(days=2)
        assert (await practice_of(tx, BOT, li, branch.unit, late)).memories == {}
        row = AnswerRow(li, branch.postings[1].id, branch.unit.id, DAY, (0,), late)
        await write(tx, BOT, NewRows(answers=[row]), late)
        (memory,) = (await practice_of(tx, BOT, li, branch.unit, late)).memories.values()
        assert memory.last == DAY + timedelta(days=2)


async def test_a_corrected_key_is_reckoned_with_the_next_time(database: Database) -> None:
    async with database.writing() as tx:
        li, unit, question = await answered_in_group(tx, 1)
        wrong = (await practice_of(tx, BOT, li, unit, NOON)).memories[question]
        await correct(tx, question, replace(ONE, correct=(1,)), NOON)
        right = (await practice_of(tx, BOT, li, unit, NOON)).memories[question]
        assert wrong.due == DAY + timedelta(days=1) and right.due == DAY + timedelta(days=2)
        assert (await drills.cards_of(tx, li))[question].revision == 2
        # With other options it is another question: what was shown decides.
        text = {"en": QuestionText("What comes first?", ("right", "duty"))}
        await correct(tx, question, replace(ONE, texts=text, correct=(0,)), NOON)
        assert (await practice_of(tx, BOT, li, unit, NOON)).memories[question] == wrong


async def test_whoever_moves_practises_what_the_new_branch_is_asked_from(
    database: Database,
) -> None:
    async with database.writing() as tx:
        li, unit = await practising(tx)
        other = (await make_branch(tx, [], "south")).unit
        practice = await practice_of(tx, BOT, li, unit, NOON)
        _, practice = await after(tx, practice, 1, NOON)
        later = NOON + timedelta(days=9)
        # The programme's two are everybody's, the bank is not.
        assert set((await practice_of(tx, BOT, li, other, later)).left) == {1, 2}
        assert len((await practice_of(tx, BOT, li, unit, later)).left) == 5
