"""Slots: planned once, due in their order, and what branches have had through them."""

from datetime import date, datetime, timedelta

from sqlalchemy import update

from storage import planned_slots
from storage import slots as planned
from storage.chats import bind, put
from storage.database import Database, Transaction
from storage.had import Had, had_by
from storage.postings import Taken, postings_of_day
from storage.postings import taken as taken_at
from storage.slots import NewSlot
from storage.tables.work import postings
from storage.tables.work import slots as table
from storage.values.days import STUDIES, QuestionId, Slot, SlotKind, SlotState
from storage.values.people import BotId, ChatId, UnitId
from tests.programme.studies import SQLITE_ONLY
from tests.storage.branch_rows import BOT, DAY, GROUP, make_branch, post_day
from tests.storage.posting_rows import NOW, one

MORNING, NOON, EVENING = STUDIES
RESULT = SlotKind.RESULT
QUARTER = timedelta(minutes=15)
SECOND = timedelta(seconds=1)


def new(kind: SlotKind, due: datetime = NOW, unit: int = 1, day: date = DAY) -> NewSlot:
    return NewSlot(BOT, kind, UnitId(unit), day, due)


async def due(
    tx: Transaction, now: datetime = NOW, counted: datetime | None = None, limit: int = 9
) -> list[Slot]:
    return await planned.due(tx, BOT, now, counted or now, QUARTER, limit)


def kinds(found: list[Slot]) -> list[SlotKind]:
    return [slot.kind for slot in found]


async def test_a_slot_is_planned_once_and_closed_with_its_reason(database: Database) -> None:
    async with database.writing() as tx:
        await planned.put(tx, [new(MORNING), new(MORNING, NOW + SECOND)])
        await planned.put(tx, [new(MORNING, NOW - SECOND)])
        assert await planned.next_due(tx, BOT) == NOW
        assert await due(tx, NOW - SECOND) == []
        (slot,) = await due(tx)
        assert (slot.unit_id, slot.day, slot.due_at, slot.state) == (1, DAY, NOW, SlotState.DUE)
        await planned.close(tx, {slot.id: (SlotState.MISSED, "down")}, NOW)
        assert await due(tx) == []
        assert await planned.next_due(tx, BOT) is None
        await planned.put(tx, [new(MORNING)])
        assert await due(tx) == [], "a day that is over is not planned again"
        assert await taken_at(tx, [slot.id]) == {slot.id: Taken(NOW, NOW)}
    assert (await one(database, table))["reason"] == "down"


@SQLITE_ONLY
async def test_the_longest_due_goes_first_and_a_result_before_its_prompt(
    database: Database,
) -> None:
    async with database.writing() as tx:
        await planned.put(tx, [new(EVENING), new(RESULT), new(NOON, unit=2)])
        await planned.put(tx, [new(MORNING, NOW - SECOND, unit=3)])
        await planned.put(tx, [NewSlot(BotId(8), MORNING, UnitId(1), DAY, NOW)])
        assert kinds(await due(tx)) == [MORNING, RESULT, NOON, EVENING]
        assert kinds(await due(tx, limit=2)) == [MORNING, RESULT]


async def test_a_result_waits_for_the_count_and_its_prompt_a_quarter_of_an_hour(
    database: Database,
) -> None:
    async with database.writing() as tx:
        await planned.put(tx, [new(kind) for kind in (MORNING, RESULT, EVENING)])
        behind = NOW - SECOND
        assert kinds(await due(tx, NOW, behind)) == [MORNING]
        assert kinds(await due(tx, NOW + QUARTER - SECOND, behind)) == [MORNING]
        assert kinds(await due(tx, NOW + QUARTER, behind)) == [MORNING, EVENING]
        assert len(await due(tx, NOW + SECOND, NOW)) == 3


@SQLITE_ONLY
async def test_only_what_is_planned_for_later_days_is_taken_back(database: Database) -> None:
    async with database.writing() as tx:
        later = DAY + timedelta(days=1)
        await planned.put(tx, [new(kind, day=day) for kind in STUDIES for day in (DAY, later)])
        await planned.put(tx, [new(MORNING, unit=2, day=later)])
        (taken,) = [s for s in await due(tx) if (s.kind, s.day, s.unit_id) == (NOON, later, 1)]
        await planned.close(tx, {taken.id: (SlotState.TAKEN, "")}, NOW)
        assert await planned_slots.units_planned(tx, BOT) == [1, 2]
        await planned.forget_due(tx, BOT, {UnitId(1): DAY})
        assert kinds(await due(tx)) == [MORNING, NOON, MORNING, EVENING]
        await planned.forget_due(tx, BOT, {UnitId(1): DAY - timedelta(days=1), UnitId(2): DAY})
        assert await planned_slots.units_planned(tx, BOT) == []


async def test_a_branch_lacks_what_has_no_slot_planned(database: Database) -> None:
    async with database.writing() as tx:
        north = await make_branch(tx, [])
        await make_branch(tx, [], "south")
        await put(tx, BOT, GROUP, kind="group", title="", now=NOW)
        await put(tx, BOT, ChatId(-5), kind="group", title="", now=NOW)
        await bind(tx, BOT, GROUP, north.unit.id, NOW)
        wanted = [MORNING.value, NOON.value]
        assert await planned_slots.units_without(tx, BOT, wanted) == [north.unit.id]
        await planned.put(tx, [new(MORNING, unit=north.unit.id), new(EVENING, unit=north.unit.id)])
        assert await planned_slots.units_without(tx, BOT, wanted) == [north.unit.id]
        await planned.put(tx, [new(NOON, unit=north.unit.id)])
        assert await planned_slots.units_without(tx, BOT, wanted) == []
        assert await planned_slots.units_without(tx, BotId(8), wanted) == []


async def test_what_a_branch_has_had(database: Database) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, []))
        _, first, second, _ = branch.postings
        assert first.question_id is not None and second.question_id is not None
        asked = {first.question_id: DAY, second.question_id: DAY}
        last = {first.question_id: first.id, second.question_id: second.id}
        unit, nothing = branch.unit.id, UnitId(99)
        assert await had_by(tx, [unit, nothing]) == {
            unit: Had({"duties": 1}, asked, second.question_id, last),
            nothing: Had({}, {}, None),
        }
        await tx.run(update(postings).where(postings.c.id == second.id).values(state="failed"))
        found = (await had_by(tx, [unit]))[unit]
        assert (found.questions, found.last_question) == ({first.question_id: DAY}, 1)
        found_by_day = await postings_of_day(tx, BOT, {(unit, DAY), (nothing, DAY)}, NOON)
        assert [posting.id for posting in found_by_day[unit, DAY]] == [first.id, second.id]
        assert found_by_day[nothing, DAY] == []
        assert first.question_id == QuestionId(1)


async def test_the_next_study_that_is_planned(database: Database) -> None:
    async with database.writing() as tx:
        one, other = await make_branch(tx, []), await make_branch(tx, [], "south")
        unit, hour = one.unit.id, timedelta(hours=1)
        await planned.put(
            tx,
            [
                new(EVENING, NOW + 3 * hour, unit),
                new(NOON, NOW + 2 * hour, unit),
                new(MORNING, NOW, unit),
                new(RESULT, NOW + hour, unit),
                new(NOON, NOW + hour, other.unit.id),
            ],
        )
        found = await planned_slots.next_planned(tx, BOT, unit, NOW)
        assert found is not None and (found.kind, found.due_at) == (NOON, NOW + 2 * hour)
        assert await planned_slots.next_planned(tx, BOT, unit, NOW + 3 * hour) is None
        assert await planned_slots.next_planned(tx, BotId(8), unit, NOW) is None
