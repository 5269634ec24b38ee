"""What is put off, who can be written to in private, and what is told above, once."""

from datetime import timedelta

from sqlalchemy import update

from storage import chats, planned_slots, reminders, slots
from storage.database import Database, Transaction
from storage.reminders import PutOff, Reachable
from storage.slots import NewSlot
from storage.tables.work import slots as table
from storage.units import unit_by_code, upsert_units
from storage.values.days import SlotKind, SlotState
from storage.values.duties import Subject
from storage.values.people import ChatId, UnitId
from tests.storage.branch_rows import BOT, DAY, DEFAULTS, TWO_BRANCHES, make_branch
from tests.storage.posting_rows import NOW

LATER = DAY + timedelta(days=3)


async def test_the_last_day_of_choice_holds_for_each_reader(database: Database) -> None:
    async with database.writing() as tx:
        north = await make_branch(tx, ["Ann", "Ben"])
        ann, ben = north.people
        own, anns = Subject(north.unit.id), Subject(north.unit.id, ann)
        group = Subject(north.unit.id, group="east")
        for reader, subject, until in (
            (ann, own, DAY),
            (ann, own, LATER),
            (ben, own, DAY),
            (ann, anns, LATER),
            (ann, group, LATER),
        ):
            named = ("meeting", subject, "2026-Q2")
            await reminders.put_off(tx, PutOff(reader, named, until))
        found = await reminders.put_off_at(tx, [north.unit.id, UnitId(99)], LATER)
        assert set(found) == {north.unit.id}
        kept = {(each.reader, each.obligation[1], each.until) for each in found[north.unit.id]}
        assert kept == {(ann, own, LATER), (ann, anns, LATER), (ann, group, LATER)}
        assert len((await reminders.put_off_at(tx, [north.unit.id], DAY))[north.unit.id]) == 4


async def test_who_has_opened_the_private_chat_is_reachable(database: Database) -> None:
    async with database.writing() as tx:
        north = await make_branch(tx, ["Ann", "Ben", "Cat"])
        ann, ben, cat = north.people
        for number in (11, 12):
            await chats.put(tx, BOT, ChatId(number), kind="private", title="", now=NOW)
        await chats.mark_unreachable(tx, BOT, ChatId(12), "forbidden", NOW)
        found = await reminders.reachable(tx, BOT, [ann, ben, cat])
        assert found == {ann: Reachable(ann, ChatId(11), None)}


async def test_what_is_told_above_is_told_once_to_all_there(database: Database) -> None:
    async with database.writing() as tx:
        town, north, south = await _town(tx)
        for unit in (north, north, south):
            await reminders.tell_above(tx, town, unit, DAY)
        assert await reminders.to_be_told(tx, [town]) == {town: [north, south]}
        await reminders.note_told_above(tx, [town], DAY)
        assert await reminders.to_be_told(tx, [town]) == {}
        # The second organiser of the town hears of it on the same day.
        assert await reminders.to_be_told(tx, [town], DAY) == {town: [north, south]}
        assert await reminders.to_be_told(tx, [town, north], LATER) == {}
        await reminders.tell_above(tx, town, north, LATER)
        assert await reminders.to_be_told(tx, [town]) == {town: [north]}


async def _town(tx: Transaction) -> tuple[UnitId, UnitId, UnitId]:
    await upsert_units(tx, TWO_BRANCHES)
    found = [await unit_by_code(tx, code, DEFAULTS) for code in ("town", "north", "south")]
    town, north, south = (unit.id for unit in found if unit is not None)
    return town, north, south


async def test_mornings_that_were_missed_are_not_among_those_taken(database: Database) -> None:
    states = (SlotState.TAKEN, SlotState.EMPTY, SlotState.MISSED, SlotState.FAILED, SlotState.DUE)
    kind, unit = SlotKind.DUTIES, UnitId(5)
    days = [DAY + timedelta(days=n) for n in range(len(states))]
    async with database.writing() as tx:
        await slots.put(tx, [NewSlot(BOT, kind, unit, day, NOW) for day in days])
        await slots.put(tx, [NewSlot(BOT, SlotKind.NOON, unit, days[3], NOW)])
        for day, state in zip(days, states, strict=True):
            this = table.c.day == day.isoformat(), table.c.kind == kind.value
            await tx.run(update(table).where(*this).values(state=state.value))
        assert await slots.days_taken(tx, BOT, [unit], kind, DAY) == {unit: days[:2]}
        assert await slots.days_taken(tx, BOT, [unit], kind, days[1]) == {unit: [days[1]]}


async def test_every_unit_without_a_planned_morning_is_named(database: Database) -> None:
    async with database.writing() as tx:
        town, north, south = await _town(tx)
        await slots.put(tx, [NewSlot(BOT, SlotKind.DUTIES, town, DAY, NOW)])
        await slots.put(tx, [NewSlot(BOT, SlotKind.NOON, north, DAY, NOW)])
        assert await planned_slots.all_units_without(tx, BOT, SlotKind.DUTIES) == [north, south]
        assert await planned_slots.units_planned(tx, BOT) == [north]
        assert await planned_slots.units_planned(tx, BOT, [SlotKind.DUTIES]) == [town]
        await slots.forget_due(tx, BOT, dict.fromkeys((town, north), DAY - timedelta(days=1)))
        assert await planned_slots.units_planned(tx, BOT, [SlotKind.DUTIES]) == []
