"""A branch's day, read back: slots, posts, what was studied and asked, and answers to it."""

from datetime import UTC, date, datetime

from storage.batch import AnswerRow, NewRows, write
from storage.database import Database
from storage.deeds import answers_to
from storage.postings import item_of, question_of, study_postings, study_slots
from storage.values.days import SlotKind, SlotState
from storage.values.people import BotId, UnitId
from tests.storage.branch_rows import BOT, DAY, ITEM, ONE, SEVERAL, make_branch, post_day

NOW = datetime(2026, 5, 20, 5, tzinfo=UTC)


async def test_the_days_slots_and_posts_in_their_order(database: Database) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, ["Li"]))
    async with database.reading() as tx:
        slots = await study_slots(tx, BOT, branch.unit.id, DAY)
        postings = await study_postings(tx, BOT, branch.unit.id, DAY)
        assert await study_slots(tx, BOT, branch.unit.id, date(2026, 5, 21)) == []
        assert await study_postings(tx, BotId(8), branch.unit.id, DAY) == []
        assert await study_postings(tx, BOT, UnitId(99), DAY) == []
    assert [slot.kind for slot in slots] == [SlotKind.MORNING, SlotKind.NOON, SlotKind.EVENING]
    assert slots[0].due_at == datetime(2026, 5, 19, 23, 30, tzinfo=UTC)
    assert {slot.state for slot in slots} == {SlotState.POSTED}
    assert tuple(postings) == branch.postings


async def test_what_was_studied_and_asked(database: Database) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, ["Li"]))
        morning, first, second, _ = branch.postings
        assert await item_of(tx, morning) == ITEM
        assert await question_of(tx, first) == ONE
        assert await question_of(tx, second) == SEVERAL
        assert await item_of(tx, first) is None
        assert await question_of(tx, morning) is None


async def test_what_a_person_chose(database: Database) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, ["Li", "Wang"]))
        (li, wang), unit = branch.people, branch.unit.id
        _, first, second, _ = branch.postings
        given = [
            AnswerRow(li, second.id, unit, DAY, (0, 2), NOW),
            AnswerRow(wang, first.id, unit, DAY, (1,), NOW),
        ]
        await write(tx, BOT, NewRows(answers=given), NOW)
        assert await answers_to(tx, li, [first.id, second.id]) == {second.id: (0, 2)}
        assert await answers_to(tx, li, []) == {}
