"""A unified day: a unit plans one meeting for all its branches, and each holds its own part.

Branches get their parts some at a time: a province has thousands. What was cut off goes on where
it was; a branch that has its part keeps it.
"""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from programme.calendar import local_day
from programme.meetings.telling import Telling
from storage import meetings
from storage.database import Transaction
from storage.exam_people import branches_after
from storage.units import Defaults, units
from storage.values.deliveries import Rank
from storage.values.meetings import Meeting, MeetingState
from storage.values.people import BotId, Unit, UnitId
from storage.values.records import MeetingId

AT_A_TIME = 50
"""How many branches are given their parts in one transaction."""


class Given(Struct, frozen=True):
    """A branch's part that is new, and whether there was anywhere to announce it."""

    meeting: Meeting
    unit: Unit
    announced: bool


class Portion(Struct, frozen=True):
    """Some branches were given the newest of a day; whether there are ``more``."""

    new: tuple[Given, ...] = ()
    more: bool = False


class HowFar(Struct, frozen=True):
    """How far the branches have come with a unified day, in numbers; ``pages`` of those that have
    yet to hold their part, and the branches on one of them."""

    held: int
    waiting: int
    called_off: int
    page: int
    pages: int
    branches: tuple[Unit, ...]


async def give_parts(
    tx: Transaction, bot_id: BotId, day_id: MeetingId, now: datetime, defaults: Defaults
) -> Portion:
    """Give the next branches the newest of a unified day: their part, its new time, or that it is
    called off. Those that have held it are left in peace."""
    day = await meetings.meeting(tx, day_id)
    if day is None or not day.for_branches:
        return Portion()
    last = await meetings.told_to(tx, day.id)
    ids = await branches_after(tx, day.unit_id, last, AT_A_TIME)
    if not ids:
        return Portion()
    found = await units(tx, ids, defaults)
    had = {each.unit_id: each for each in await meetings.parts_of(tx, day.id, ids)}
    new: tuple[Given, ...] = ()
    if day.is_on:
        open_ = _still_there(found, now)
        new = await _give(tx, bot_id, day, [u for u in open_ if u.id not in had], now)
    for part in had.values():
        await _renew(tx, bot_id, day, part, found[part.unit_id], now)
    await meetings.note_told(tx, day.id, max(ids))
    return Portion(new, more=len(ids) == AT_A_TIME)


async def how_far(
    tx: Transaction, day: Meeting, page: int, size: int, defaults: Defaults
) -> HowFar:
    """How far the branches have come, with a page of those that have yet to hold their part."""
    counts = await meetings.count_parts(tx, day.id)
    waiting = counts.get(MeetingState.PLANNED, 0)
    pages = max(1, -(-waiting // size))
    number = min(page, pages - 1)
    ids = await meetings.not_held_at(tx, day.id, size, number * size)
    shown = await units(tx, ids, defaults)
    return HowFar(
        held=counts.get(MeetingState.HELD, 0),
        waiting=waiting,
        called_off=counts.get(MeetingState.CALLED_OFF, 0),
        page=number,
        pages=pages,
        branches=tuple(shown.values()),
    )


def _still_there(found: Mapping[UnitId, Unit], now: datetime) -> list[Unit]:
    """Those of these branches that are not closed."""
    return [
        unit
        for unit in found.values()
        if unit.until is None or local_day(now, unit.time_zone) <= unit.until
    ]


async def _give(
    tx: Transaction, bot_id: BotId, day: Meeting, branches: list[Unit], now: datetime
) -> tuple[Given, ...]:
    part = replace(day, for_branches=False, parent_id=day.id, made_at=now, revision=0, by=None)
    await meetings.add_parts(tx, [replace(part, unit_id=unit.id) for unit in branches])
    by_unit = {unit.id: unit for unit in branches}
    given = []
    for each in await meetings.parts_of(tx, day.id, by_unit):
        unit = by_unit[each.unit_id]
        announced = await Telling(tx, bot_id, each, unit, now, Rank.BROADCAST).announce()
        given.append(Given(each, unit, announced))
    return tuple(given)


async def _renew(
    tx: Transaction, bot_id: BotId, day: Meeting, part: Meeting, unit: Unit, now: datetime
) -> None:
    if not part.is_on:
        return
    changed = replace(
        part,
        state=day.state,
        kinds=day.kinds,
        starts_at=day.starts_at,
        minutes=day.minutes,
        # Each branch has a place of its own, unless all meet in one.
        place=day.place or part.place,
        topic=day.topic or part.topic,
    )
    if changed == part:
        return
    moved = (part.starts_at, part.place, part.state) != (
        changed.starts_at,
        changed.place,
        changed.state,
    )
    changed = replace(changed, revision=part.revision + (1 if moved else 0))
    await meetings.save(tx, changed)
    telling = Telling(tx, bot_id, changed, unit, now, Rank.BROADCAST)
    if moved:
        await telling.tell_change()
    else:
        await telling.renew_cards()
