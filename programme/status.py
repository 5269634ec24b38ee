"""How a branch stands today: loading it, and the rules."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from msgspec import Struct

from programme.absences import OnLeave, on_leave_between, paused_until, who_is_on_leave
from programme.calendar import NextPost, is_day_off, local_day, week_of
from programme.places import place_of
from programme.planning import coming_post
from programme.timetables import followed_by_branch
from storage import programmes
from storage.database import Transaction
from storage.people import Member, members
from storage.postings import study_slots
from storage.status import (
    NotPosted,
    acted_between,
    caught_up,
    done_on,
    not_posted,
    study_days_before,
)
from storage.values.chats import Chat, ChatState
from storage.values.days import STUDIES, MemberDay, Slot, SlotKind, SlotState
from storage.values.people import BotId, Person, PersonId, Unit
from storage.values.programme_files import ProgrammeSettings

QUIET_DAYS = 3
"""After so many study days without an act somebody may be glad of a friendly word."""


class Situation(StrEnum):
    """What kind of day it is for a branch."""

    CLOSED = "closed"
    NO_PROGRAMME = "no-programme"
    NO_GROUP = "no-group"
    UNREACHABLE = "unreachable"
    NOT_STARTED = "not-started"
    PAUSED = "paused"
    DAY_OFF = "day-off"
    BEFORE = "before"
    OPEN = "open"


class StudyLine(Struct, frozen=True):
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


class BranchStatus(Struct, frozen=True):
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
        situation=situation(day, settings, chat, slots, paused, unit.until),
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
    return situation(day, version.settings if version else None, chat, slots, paused, unit.until)


def situation(
    day: date,
    settings: ProgrammeSettings | None,
    chat: Chat | None,
    slots: Collection[Slot],
    paused: date | None = None,
    until: date | None = None,
) -> Situation:
    """What kind of day it is. What keeps a branch from studying at all comes first, then a pause,
    of which ``paused`` is the last day. ``until``: the branch's own last day."""
    if until is not None and day > until:
        return Situation.CLOSED
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


def _did(kind: SlotKind, day: MemberDay | None) -> bool:
    if day is None:
        return False
    if kind is SlotKind.MORNING:
        return day.check_ins > 0
    return (day.answered if kind is SlotKind.NOON else day.notes) > 0
