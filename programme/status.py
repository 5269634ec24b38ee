"""How a branch stands today, and how an organiser's branches do: loading it, and the rules."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from programme.absences import OnLeave, away_until, on_leave_between, paused_until, who_is_on_leave
from programme.calendar import NextPost, is_day_off, local_day, week_of
from programme.places import place_of, places_of
from programme.planning import coming_post
from programme.timetables import followed_by_branch
from storage import pauses, programmes
from storage.database import Transaction
from storage.people import Member, members, people_as
from storage.postings import study_slots
from storage.status import (
    Counts,
    NotPosted,
    acted_between,
    caught_up,
    counts,
    done_on,
    not_posted,
    study_days_before,
)
from storage.units import Defaults, branches_below, children, units
from storage.values.chats import Chat, ChatState
from storage.values.days import STUDIES, MemberDay, Slot, SlotKind, SlotState
from storage.values.pauses import Pause
from storage.values.people import BotId, Person, PersonId, Role, Unit, UnitId
from storage.values.programme_files import ProgrammeSettings

PAGE = 10
"""How many branches an organiser sees at once."""


QUIET_DAYS = 3
"""After so many study days without an act somebody may be glad of a friendly word."""

WEEK = timedelta(days=7)


class Situation(StrEnum):
    """What kind of day it is for a branch."""

    NO_PROGRAMME = "no-programme"
    NO_GROUP = "no-group"
    UNREACHABLE = "unreachable"
    NOT_STARTED = "not-started"
    PAUSED = "paused"
    DAY_OFF = "day-off"
    BEFORE = "before"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class StudyLine:
    """One of the day's three in a branch.

    ``at`` is its local time. ``is_out``: it was posted; ``failed``: it was missed or could not be
    posted. ``missing`` are the members with Telegram who have not come to it yet.
    """

    kind: SlotKind
    at: time
    is_out: bool
    failed: bool
    done: int
    missing: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class BranchStatus:
    """How a branch stands on a local day.

    ``member_count`` is *all*: at home here that day, with Telegram and not on leave.
    ``without_telegram`` and ``on_leave`` stand apart. ``next_post`` is the first post to come,
    where one is known of. ``quiet`` are those with Telegram who did nothing on the last study days
    (:data:`QUIET_DAYS`), nor today. ``put_down`` is for how many of those without Telegram
    something was put down today. ``caught_up`` are those who did something of this week when its
    day was over, and how much. ``paused_until`` is the last day of a pause that lies on it.
    """

    unit: Unit
    day: date
    situation: Situation
    lines: tuple[StudyLine, ...] = ()
    member_count: int = 0
    without_telegram: tuple[Person, ...] = ()
    not_posted: tuple[NotPosted, ...] = ()
    chat: Chat | None = None
    next_post: NextPost | None = None
    quiet: tuple[Person, ...] = ()
    on_leave: tuple[OnLeave, ...] = ()
    caught_up: tuple[tuple[Person, int], ...] = ()
    paused_until: date | None = None
    put_down: int = 0


@dataclass(frozen=True, slots=True)
class BranchLine:
    """A branch as an organiser sees it: counts, and whether the bot can speak there.

    ``paused_until`` is the last day of a pause that lies on its day; ``paused_lately``: it paused
    on one of the seven days up to it.
    """

    unit: Unit
    counts: Counts
    chat: Chat | None
    paused_until: date | None = None
    paused_lately: bool = False


@dataclass(frozen=True, slots=True)
class Overview:
    """One page of an organiser's branches, worst first.

    ``number`` counts pages from 0, ``pages`` is at least 1. ``silent`` of all ``branch_count``
    branches did nothing in seven days though they had their group, ``mute`` have no group that the
    bot can write in.
    """

    lines: tuple[BranchLine, ...]
    number: int
    pages: int
    branch_count: int
    silent: int
    mute: int


async def branch_status(tx: Transaction, bot_id: BotId, unit: Unit, now: datetime) -> BranchStatus:
    """How one branch stands on its local day."""
    day = local_day(now, unit.time_zone)
    at_home = await members(tx, unit.id, day)
    on_leave = await who_is_on_leave(tx, [member.person for member in at_home], day)
    away = {each.person.id for each in on_leave}
    everybody = [member.person for member in at_home if member.person.id not in away]
    reached = [person for person in everybody if person.telegram_id is not None]
    done = await done_on(tx, unit.id, day)
    slots = await study_slots(tx, bot_id, unit.id, day)
    chat = await place_of(tx, bot_id, unit, now)
    settings = await followed_by_branch(tx, unit)
    paused = await paused_until(tx, unit.id, day)
    return BranchStatus(
        unit=unit,
        day=day,
        situation=situation(day, settings, chat, slots, paused),
        lines=study_lines(slots, reached, done, unit.time_zone),
        member_count=len(reached),
        without_telegram=tuple(p for p in everybody if p.telegram_id is None),
        not_posted=tuple(await not_posted(tx, bot_id, [unit.id], week_of(day)[0], day)),
        chat=chat,
        next_post=await coming_post(tx, bot_id, unit, now),
        quiet=await _quiet(tx, unit, day, at_home),
        on_leave=on_leave,
        caught_up=await _caught_up(tx, unit, day, at_home),
        paused_until=paused,
        put_down=_put_down(everybody, done),
    )


async def _caught_up(
    tx: Transaction, unit: Unit, day: date, at_home: Sequence[Member]
) -> tuple[tuple[Person, int], ...]:
    """Who has caught up on something of this week, and on how much."""
    acts = await caught_up(tx, unit.id, week_of(day)[0], day)
    people = [member.person for member in at_home]
    return tuple((person, acts[person.id]) for person in people if person.id in acts)


def _put_down(everybody: Sequence[Person], done: Mapping[PersonId, MemberDay]) -> int:
    """For how many without Telegram there is something today: others have put it down."""
    return sum(
        1
        for person in everybody
        if person.telegram_id is None and person.id in done and done[person.id].acted
    )


async def _quiet(
    tx: Transaction, unit: Unit, day: date, at_home: Sequence[Member]
) -> tuple[Person, ...]:
    """Who was asked on all of the last study days and did nothing; nobody in a young branch, and
    nobody who was on leave."""
    days = await study_days_before(tx, unit.id, day, QUIET_DAYS)
    if len(days) < QUIET_DAYS:
        return ()
    acted = await acted_between(tx, unit.id, days[-1], day)
    away = await on_leave_between(tx, {each.person.id for each in at_home}, days[-1], day)
    return tuple(
        member.person
        for member in at_home
        if member.person.telegram_id is not None
        and member.person.id not in acted | away
        and member.since <= days[-1]
    )


async def situation_of(
    tx: Transaction, bot_id: BotId, unit: Unit, day: date, slots: Collection[Slot], now: datetime
) -> Situation:
    """What kind of day a branch's local day is."""
    version = await programmes.newest_version(tx, unit.programme_key or "")
    chat = await place_of(tx, bot_id, unit, now)
    paused = await paused_until(tx, unit.id, day)
    return situation(day, version.settings if version else None, chat, slots, paused)


def situation(
    day: date,
    settings: ProgrammeSettings | None,
    chat: Chat | None,
    slots: Collection[Slot],
    paused: date | None = None,
) -> Situation:
    """What kind of day it is. What keeps a branch from studying at all comes first, then a pause,
    of which ``paused`` is the last day."""
    if settings is None:
        return Situation.NO_PROGRAMME
    if chat is None:
        return Situation.NO_GROUP
    if chat.state is ChatState.UNREACHABLE:
        return Situation.UNREACHABLE
    return Situation.PAUSED if paused else _kind_of_day(day, settings, slots)


def _kind_of_day(day: date, settings: ProgrammeSettings, slots: Collection[Slot]) -> Situation:
    if any(slot.state is not SlotState.DUE for slot in slots):
        return Situation.OPEN
    if settings.start is not None and day < settings.start:
        return Situation.NOT_STARTED
    return Situation.DAY_OFF if is_day_off(day, settings.days_off) else Situation.BEFORE


def study_lines(
    slots: Collection[Slot],
    reached: Sequence[Person],
    done: Mapping[PersonId, MemberDay],
    zone: str,
) -> tuple[StudyLine, ...]:
    """The day's three; one that has no slot, because it is not posted here today, is left out."""
    by_kind = {slot.kind: slot for slot in slots}
    lines = []
    for kind in STUDIES:
        slot = by_kind.get(kind)
        if slot is None or slot.state is SlotState.EMPTY:
            continue
        missing = tuple(person for person in reached if not _did(kind, done.get(person.id)))
        lines.append(
            StudyLine(
                kind=kind,
                at=slot.due_at.astimezone(ZoneInfo(zone)).time(),
                is_out=slot.state in (SlotState.TAKEN, SlotState.POSTED),
                failed=slot.state in (SlotState.MISSED, SlotState.FAILED),
                done=len(reached) - len(missing),
                missing=missing,
            )
        )
    return tuple(lines)


async def overview(
    tx: Transaction,
    bot_id: BotId,
    roots: Collection[UnitId] | None,
    page: int,
    now: datetime,
    defaults: Defaults,
) -> Overview:
    """A page of the branches below ``roots``, or of all for None, each by its own local day."""
    tops = await children(tx, None) if roots is None else roots
    found = await units(tx, await branches_below(tx, *tops), defaults)
    numbers = await _counts(tx, found.values(), now)
    paused = await pauses.of_units(tx, list(found), _a_week_ago(now))
    groups = (await places_of(tx, bot_id, found.values(), now)).chats
    lines = worst_first(
        [
            _branch_line(u, numbers[u.id], groups.get(u.id), paused.get(u.id, ()), now)
            for u in found.values()
        ]
    )
    pages = max(1, -(-len(lines) // PAGE))
    number = min(max(0, page), pages - 1)
    return Overview(
        lines=tuple(lines[number * PAGE : (number + 1) * PAGE]),
        number=number,
        pages=pages,
        branch_count=len(lines),
        silent=sum(1 for line in lines if is_silent(line, now)),
        mute=sum(1 for line in lines if is_mute(line.chat)),
    )


async def branch_line(
    tx: Transaction, bot_id: BotId, unit: Unit, now: datetime
) -> tuple[BranchLine, tuple[Person, ...]]:
    """One branch as an organiser sees it, and who looks after it."""
    numbers = await _counts(tx, [unit], now)
    paused = (await pauses.of_units(tx, [unit.id], _a_week_ago(now))).get(unit.id, ())
    chat = await place_of(tx, bot_id, unit, now)
    line = _branch_line(unit, numbers[unit.id], chat, paused, now)
    day = local_day(now, unit.time_zone)
    held = await people_as(tx, [unit.id], day, Role.SECRETARY, Role.STAND_IN)
    return line, tuple(held[unit.id])


def worst_first(lines: Collection[BranchLine]) -> list[BranchLine]:
    """Branches that can't be reached first, then by the share done in seven days, then today."""
    return sorted(lines, key=_goodness)


def is_silent(line: BranchLine, now: datetime) -> bool:
    """Whether a branch that has had its group for seven days did nothing in them, and did not
    pause."""
    if line.paused_lately or line.chat is None or is_mute(line.chat):
        return False
    if now - line.chat.changed_at < WEEK:
        return False
    return line.counts.members > 0 and not line.counts.week


def is_mute(chat: Chat | None) -> bool:
    """Whether the bot has no group to write in."""
    return chat is None or chat.state is ChatState.UNREACHABLE


def _goodness(line: BranchLine) -> tuple[bool, float, float, str]:
    everybody = max(1, line.counts.members)
    return (
        not is_mute(line.chat),
        line.counts.week / everybody,
        line.counts.today / everybody,
        line.unit.code,
    )


def _branch_line(
    unit: Unit, numbers: Counts, chat: Chat | None, paused: Collection[Pause], now: datetime
) -> BranchLine:
    day = local_day(now, unit.time_zone)
    first = day - WEEK + timedelta(days=1)
    lately = any(each.first <= day and each.last >= first for each in paused)
    return BranchLine(unit, numbers, chat, away_until(paused, day), lately)


def _a_week_ago(now: datetime) -> date:
    """Seven days before the earliest day that it may be somewhere."""
    return now.date() - WEEK - timedelta(days=1)


async def _counts(
    tx: Transaction, branches: Collection[Unit], now: datetime
) -> dict[UnitId, Counts]:
    """Each branch by its own day: one round of queries for each day that it is somewhere."""
    by_day: dict[date, list[UnitId]] = {}
    for unit in branches:
        by_day.setdefault(local_day(now, unit.time_zone), []).append(unit.id)
    found: dict[UnitId, Counts] = {}
    for day, ids in by_day.items():
        found |= await counts(tx, ids, day, day - WEEK + timedelta(days=1))
    return found


def _did(kind: SlotKind, day: MemberDay | None) -> bool:
    if day is None:
        return False
    if kind is SlotKind.MORNING:
        return day.check_ins > 0
    return (day.answered if kind is SlotKind.NOON else day.notes) > 0
