"""When a unit's duties are looked at: each study day at its morning, wherever its posts stand.

A branch's morning is that of its timetable. The units above follow a little later, so that they
hear in one message what their branches' mornings have brought. Days off have none.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta

from programme.calendar import moment, next_study_day
from programme.timetables import followed_by
from storage import duty_books, planned_slots, programmes, slots
from storage.database import Transaction
from storage.programmes import Version
from storage.slots import NewSlot
from storage.units import branches_among
from storage.values.days import SlotKind
from storage.values.people import BotId, Unit, UnitId
from storage.values.programme_files import ProgrammeSettings

_WITHOUT_MORNING = time(8)
ABOVE = time(9)
"""When units above are told, at the earliest."""
_DAY = timedelta(days=1)


async def plan_mornings(
    tx: Transaction,
    bot_id: BotId,
    units: Collection[Unit],
    first: Mapping[UnitId, date],
    now: datetime,
) -> None:
    """Plan when the duties of units are next looked at, not before ``first``, their local days;
    those whose programme has none are left out."""
    versions = await programmes.newest_versions(tx)
    with_duties = await _with_duties(tx, versions, {unit.programme_key for unit in units})
    bound = [unit for unit in units if unit.programme_key in with_duties]
    if not bound:
        return
    settings = await followed_by(tx, bound, versions)
    ids = [unit.id for unit in bound]
    branches = await branches_among(tx, ids)
    ended = await slots.last_ended(tx, bot_id, ids, min(first[each] for each in ids))
    planned = []
    for unit in bound:
        day = max(first[unit.id], ended.get((unit.id, SlotKind.DUTIES), date.min) + _DAY)
        is_branch = unit.id in branches
        found = next_morning(bot_id, unit, settings[unit.id], day, now, is_branch=is_branch)
        planned += [found] if found else []
    await slots.put(tx, planned)


async def units_without_morning(tx: Transaction, bot_id: BotId) -> list[UnitId]:
    """The units of which it isn't planned, where any programme has duties."""
    versions = await programmes.newest_versions(tx)
    if not await _with_duties(tx, versions, versions):
        return []
    return await planned_slots.all_units_without(tx, bot_id, SlotKind.DUTIES)


def next_morning(
    bot_id: BotId,
    unit: Unit,
    settings: ProgrammeSettings,
    first: date,
    after: datetime | None,
    *,
    is_branch: bool,
) -> NewSlot | None:
    """The first of a unit's mornings from ``first`` on that lies after ``after``; None for none."""
    at = settings.timetable.morning or _WITHOUT_MORNING
    at = at if is_branch else max(at, ABOVE)
    day = next_study_day(max(first, unit.since or first), settings.days_off)
    if day is not None and after is not None and moment(day, at, unit.time_zone) <= after:
        day = next_study_day(day + _DAY, settings.days_off)
    if day is None or (unit.until is not None and day > unit.until):
        return None
    due_at = moment(day, at, unit.time_zone)
    return NewSlot(bot_id, SlotKind.DUTIES, unit.id, day, due_at)


async def _with_duties(
    tx: Transaction, versions: Mapping[str, Version], keys: Collection[str | None]
) -> set[str]:
    """Which of these programmes have duties."""
    found = set()
    for key in {each for each in keys if each is not None and each in versions}:
        newest = (await duty_books.books(tx, key))[:1]
        if any(kept.book.duties for kept in newest):
            found.add(key)
    return found
