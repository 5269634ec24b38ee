"""When a branch's next posts are due.

Each study has one slot planned at a time; taking it plans the next. So a day that nobody could
know of (a changed timetable, a new day off) is never planned ahead of itself.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from programme.calendar import NextPost, local_day, moment, next_study_day
from programme.digest.weeks import plan_weeks, units_without_week
from programme.duties.mornings import plan_mornings, units_without_morning
from programme.timetables import LATEST_CLOSING, followed_by, followed_by_branch
from storage import planned_slots, programmes, slots
from storage.database import Transaction
from storage.slots import NewSlot
from storage.units import Defaults, units
from storage.values.days import STUDIES, SlotKind
from storage.values.people import BotId, Unit, UnitId
from storage.values.programme_files import ProgrammeSettings


def time_of(kind: SlotKind, settings: ProgrammeSettings) -> time | None:
    """The local time of a study by the timetable; None when it is not posted."""
    return {
        SlotKind.MORNING: settings.timetable.morning,
        SlotKind.NOON: settings.timetable.noon,
        SlotKind.EVENING: settings.timetable.evening,
    }.get(kind)


def closing_time(day: date, unit: Unit, settings: ProgrammeSettings) -> datetime:
    """When the noon question of a day closes: at the evening's time, or at 20:00 without one."""
    return moment(day, settings.timetable.evening or LATEST_CLOSING, unit.time_zone)


def next_slot(
    kind: SlotKind, unit: Unit, settings: ProgrammeSettings, first: date, after: datetime | None
) -> tuple[date, datetime] | None:
    """The first study day from ``first`` on whose time for this study lies after ``after``.

    None when the study is never posted, or not before the branch is closed.
    """
    at = time_of(kind, settings)
    if at is None:
        return None
    day = next_study_day(max(first, unit.since or first), settings.days_off, settings.start)
    if day is not None and after is not None and moment(day, at, unit.time_zone) <= after:
        day = next_study_day(day + timedelta(days=1), settings.days_off, settings.start)
    if day is None or (unit.until is not None and day > unit.until):
        return None
    return day, moment(day, at, unit.time_zone)


def following(
    bot_id: BotId, kind: SlotKind, unit: Unit, settings: ProgrammeSettings, done: date
) -> NewSlot | None:
    """The slot after the one of the day ``done``; it may lie in the past after a stand-still."""
    found = next_slot(kind, unit, settings, done + timedelta(days=1), None)
    return None if found is None else NewSlot(bot_id, kind, unit.id, *found)


async def plan_unit(tx: Transaction, bot_id: BotId, unit: Unit, now: datetime) -> None:
    """Plan a branch's first posts. What was due before now does not exist for it."""
    today = {unit.id: local_day(now, unit.time_zone)}
    await _plan(tx, bot_id, [unit], today, now)
    await plan_mornings(tx, bot_id, [unit], today, now)
    await plan_weeks(tx, bot_id, [unit], today, now)


async def coming_post(tx: Transaction, bot_id: BotId, unit: Unit, now: datetime) -> NextPost | None:
    """A branch's next post as it is planned, also on a day on which its times were changed."""
    slot = await planned_slots.next_planned(tx, bot_id, unit.id, now)
    if slot is None:
        return None
    local = slot.due_at.astimezone(ZoneInfo(unit.time_zone))
    return NextPost(slot.kind, slot.day, local.time())


async def first_post_after(tx: Transaction, unit: Unit, day: date) -> NextPost | None:
    """A branch's first post after a local day, by what it follows now; None without a programme."""
    settings = await followed_by_branch(tx, unit)
    if settings is None:
        return None
    found = next_study_day(day + timedelta(days=1), settings.days_off, settings.start)
    times = ((kind, time_of(kind, settings)) for kind in STUDIES)
    posts = (NextPost(kind, found, at) for kind, at in times if found and at)
    return next(posts, None)


async def replan(
    tx: Transaction,
    bot_id: BotId,
    now: datetime,
    defaults: Defaults,
    only: Collection[UnitId] | None = None,
) -> int:
    """Plan branches' coming days afresh, as after a new timetable or time zone.

    It holds from the next local day; today's posts stay as they were planned. ``only`` names the
    branches concerned; all that have anything planned otherwise. Returns how many were planned.
    """
    with_posts = set(await planned_slots.units_planned(tx, bot_id))
    of_any = SlotKind.DUTIES, SlotKind.WEEK
    planned = with_posts.union(await planned_slots.units_planned(tx, bot_id, of_any))
    wanted = planned if only is None else planned.intersection(only)
    found = await units(tx, sorted(wanted), defaults)
    today = {unit.id: local_day(now, unit.time_zone) for unit in found.values()}
    await slots.forget_due(tx, bot_id, today)
    tomorrow = {unit: day + timedelta(days=1) for unit, day in today.items()}
    posted_to = [unit for unit in found.values() if unit.id in with_posts]
    await _plan(tx, bot_id, posted_to, tomorrow, now)
    await plan_mornings(tx, bot_id, list(found.values()), tomorrow, now)
    await plan_weeks(tx, bot_id, list(found.values()), tomorrow, now)
    return len(posted_to)


async def _plan(
    tx: Transaction,
    bot_id: BotId,
    branches: Collection[Unit],
    first: Mapping[UnitId, date],
    now: datetime,
) -> None:
    followed = await followed_by(tx, branches, await programmes.newest_versions(tx))
    ended = await _ended(tx, bot_id, first)
    new: list[NewSlot] = []
    for unit in branches:
        settings = followed.get(unit.id)
        if settings is None:
            continue
        for kind in STUDIES:
            day = max(first[unit.id], ended.get((unit.id, kind), date.min) + timedelta(days=1))
            found = next_slot(kind, unit, settings, day, now)
            if found is not None:
                new.append(NewSlot(bot_id, kind, unit.id, *found))
    await slots.put(tx, new)


async def _ended(
    tx: Transaction, bot_id: BotId, first: Mapping[UnitId, date]
) -> Mapping[tuple[UnitId, SlotKind], date]:
    """The last day of each study that has come: a branch whose clocks were put back to the day
    before by another time zone has had it, and gets the next one."""
    if not first:
        return {}
    return await slots.last_ended(tx, bot_id, list(first), min(first.values()))


async def plan_missing(tx: Transaction, bot_id: BotId, now: datetime, defaults: Defaults) -> int:
    """Plan for every bound branch the studies that have no slot planned; how many branches.

    So nothing is lost when a programme is imported after binding, or a study comes to a timetable.
    The mornings at which duties are looked at, and the Mondays on which the week is told, are
    planned for every unit that lacks one.
    """
    missing = await planned_slots.units_without(tx, bot_id, [kind.value for kind in STUDIES])
    unminded = await units_without_morning(tx, bot_id)
    untold = await units_without_week(tx, bot_id)
    found = await units(tx, list(dict.fromkeys([*missing, *unminded, *untold])), defaults)
    today = {unit.id: local_day(now, unit.time_zone) for unit in found.values()}
    posted_to = [found[each] for each in missing if each in found]
    await _plan(tx, bot_id, posted_to, today, now)
    await plan_mornings(tx, bot_id, [found[each] for each in unminded], today, now)
    await plan_weeks(tx, bot_id, [found[each] for each in untold], today, now)
    return len(posted_to)
