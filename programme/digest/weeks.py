"""When a unit's week is told: on Mondays at eight, by its own clocks."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta

from programme.calendar import moment
from storage import planned_slots, programmes, slots
from storage.database import Transaction
from storage.slots import NewSlot
from storage.values.days import SlotKind
from storage.values.people import BotId, Unit, UnitId

AT = time(8)
_MONDAY, _DAY, _WEEK = 0, timedelta(days=1), timedelta(days=7)


async def plan_weeks(
    tx: Transaction,
    bot_id: BotId,
    units: Collection[Unit],
    first: Mapping[UnitId, date],
    now: datetime,
) -> None:
    """Plan when the weeks of units are told next, not before ``first``, their local days; those
    without a programme are left out."""
    versions = await programmes.newest_versions(tx)
    bound = [unit for unit in units if unit.programme_key in versions]
    if not bound:
        return
    ids = [unit.id for unit in bound]
    ended = await slots.last_ended(tx, bot_id, ids, min(first[each] for each in ids))
    planned = []
    for unit in bound:
        day = max(first[unit.id], ended.get((unit.id, SlotKind.WEEK), date.min) + _DAY)
        found = next_week(bot_id, unit, day, now)
        planned += [found] if found else []
    await slots.put(tx, planned)


async def units_without_week(tx: Transaction, bot_id: BotId) -> list[UnitId]:
    """The units of which it isn't planned, where there is any programme."""
    if not await programmes.newest_versions(tx):
        return []
    return await planned_slots.all_units_without(tx, bot_id, SlotKind.WEEK)


def next_week(bot_id: BotId, unit: Unit, first: date, after: datetime | None) -> NewSlot | None:
    """The first Monday from ``first`` on whose time lies after ``after``; None once the unit is
    closed."""
    day = max(first, unit.since or first)
    day += timedelta(days=(_MONDAY - day.weekday()) % 7)
    if after is not None and moment(day, AT, unit.time_zone) <= after:
        day += _WEEK
    if not is_told(unit, day):
        return None
    return NewSlot(bot_id, SlotKind.WEEK, unit.id, day, moment(day, AT, unit.time_zone))


def is_told(unit: Unit, day: date) -> bool:
    """Whether a unit's week is told on a Monday: up to the last week of one that is closed."""
    return unit.until is None or day <= unit.until + _WEEK
