"""What a test does by the clock: it opens, a member's time is over, it closes.

Branches are told some at a time: a test of a whole province must not keep the intake waiting. The
slot stays due until all are told, so whatever was cut off goes on where it was.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from programme.calendar import local_day
from programme.exam_tellings import Telling
from programme.exams import concerns, unit_of_exam
from storage import exams, outbox, sittings, slots
from storage.database import Transaction
from storage.exam_people import branches_after, people_at
from storage.units import Defaults, units
from storage.values.days import Slot, SlotKind, SlotState
from storage.values.exams import Exam, ExamId, ExamState, SittingId
from storage.values.people import Person, Unit, UnitId

_AT_A_TIME = 50
"""How many branches are told in one transaction."""

Taker = Callable[[Transaction, Slot, datetime, Defaults], Awaitable[SlotState]]


async def take_exam_slot(tx: Transaction, slot: Slot, now: datetime, defaults: Defaults) -> None:
    """Do what a test's slot is for; it is closed unless there is more to do."""
    state = await TAKERS[slot.kind](tx, slot, now, defaults)
    if state is not SlotState.DUE:
        await slots.close(tx, {slot.id: (state, "")}, now)


async def _open(tx: Transaction, slot: Slot, now: datetime, defaults: Defaults) -> SlotState:
    exam = await exams.exam(tx, ExamId(slot.subject_id))
    if exam is None or not exam.is_open(now):
        # Called off, or over before the bot was there again.
        return SlotState.EMPTY
    telling = Telling(tx, slot.bot_id, exam, now)
    branches = await _next_branches(tx, exam, defaults)
    for unit, people in await _at_home(tx, branches, now):
        wanted = [each for each in people if concerns(exam.terms, each, unit)]
        await outbox.put(tx, await telling.that_it_is_open(unit, wanted))
        if exam.terms.in_group and wanted:
            await outbox.put(tx, await telling.in_the_group(unit))
    return await _gone_on(tx, exam, branches)


async def _close(tx: Transaction, slot: Slot, now: datetime, defaults: Defaults) -> SlotState:
    exam = await exams.exam(tx, ExamId(slot.subject_id))
    if exam is None or exam.state not in (ExamState.SET, ExamState.CLOSED):
        return SlotState.EMPTY
    # Those whose own end was handled are handed in; what is left behind must not hold it up.
    await sittings.hand_in_ended(tx, exam.id, now)
    running = await sittings.last_end(tx, exam.id)
    if running is not None:
        # Somebody was given time back that the bot had cost them.
        await slots.put_off(tx, slot.id, running + timedelta(seconds=1))
        return SlotState.DUE
    telling = Telling(tx, slot.bot_id, exam, now)
    if await exams.close(tx, exam.id):
        at = await unit_of_exam(tx, exam, defaults)
        await telling.what_came_of_it(at)
    branches = await _next_branches(tx, exam, defaults)
    for unit, people in await _at_home(tx, branches, now):
        if any(concerns(exam.terms, each, unit) for each in people):
            await outbox.put(tx, await telling.who_took_it(unit))
        if not exam.terms.at_once:
            await outbox.put(tx, await telling.how_it_went(unit, people))
    return await _gone_on(tx, exam, branches)


async def _end_sitting(tx: Transaction, slot: Slot, now: datetime, defaults: Defaults) -> SlotState:
    sitting = await sittings.sitting(tx, SittingId(slot.subject_id))
    exam = await exams.exam(tx, sitting.exam_id) if sitting else None
    if sitting is None or exam is None or not sitting.is_open:
        return SlotState.EMPTY
    if sitting.ends_at > now:
        await slots.put_off(tx, slot.id, sitting.ends_at)
        return SlotState.DUE
    await sittings.hand_in(tx, sitting.id, sitting.ends_at, by_time=True)
    if exam.state is ExamState.SET:
        at = await unit_of_exam(tx, exam, defaults)
        telling = Telling(tx, slot.bot_id, exam, now)
        await outbox.put(tx, await telling.that_time_is_over(at, sitting))
    return SlotState.TAKEN


async def _next_branches(tx: Transaction, exam: Exam, defaults: Defaults) -> dict[UnitId, Unit]:
    """The next branches to be told, by their numbers."""
    last = await exams.told_to(tx, exam.id)
    ids = await branches_after(tx, exam.unit_id, last, _AT_A_TIME)
    return await units(tx, ids, defaults)


async def _at_home(
    tx: Transaction, branches: Mapping[UnitId, Unit], now: datetime
) -> list[tuple[Unit, list[Person]]]:
    """Branches with the people at home in each on its local day."""
    by_day: dict[object, list[UnitId]] = {}
    days = {unit.id: local_day(now, unit.time_zone) for unit in branches.values()}
    for unit_id, day in days.items():
        by_day.setdefault(day, []).append(unit_id)
    people: dict[UnitId, list[Person]] = {}
    for some in by_day.values():
        found = await people_at(tx, some, days[some[0]])
        people |= {unit_id: list(each) for unit_id, each in found.items()}
    return [(unit, people[unit.id]) for unit in branches.values()]


async def _gone_on(tx: Transaction, exam: Exam, told: Mapping[UnitId, Unit]) -> SlotState:
    """The slot is done with when no branch is left; else it stays due, and goes on behind these."""
    if len(told) < _AT_A_TIME:
        return SlotState.TAKEN
    await exams.note_told(tx, exam.id, max(told))
    return SlotState.DUE


TAKERS: Mapping[SlotKind, Taker] = {
    SlotKind.EXAM_OPENS: _open,
    SlotKind.EXAM_CLOSES: _close,
    SlotKind.SITTING_ENDS: _end_sitting,
}
"""Who takes which of a test's slots."""
