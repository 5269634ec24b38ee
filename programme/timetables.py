"""When a branch studies: the programme's timetable, with the times that it has chosen itself.

A branch may move each of the day's three, or leave one out; it can't add one that the programme
does not have.
"""

from collections.abc import Collection, Mapping
from datetime import date, time
from itertools import pairwise

from msgspec.structs import replace

from programme.calendar import QUIET_FROM, QUIET_UNTIL, with_pauses
from storage import branch_settings, pauses, programmes
from storage.database import Transaction
from storage.programmes import Version
from storage.values.branches import AS_PROGRAMME, AsProgramme, BranchSettings, OwnTime
from storage.values.days import SlotKind
from storage.values.pauses import Pause
from storage.values.people import Unit, UnitId
from storage.values.programme_files import ProgrammeSettings, Timetable

LATEST_CLOSING = time(20, 0)
"""When the noon question closes where no evening prompt closes it."""

_OFFERED: Mapping[SlotKind, tuple[str, ...]] = {
    SlotKind.MORNING: ("07:00", "07:30", "08:00", "08:30", "09:00", "10:00"),
    SlotKind.NOON: ("11:00", "11:30", "12:00", "12:30", "13:00", "14:00"),
    SlotKind.EVENING: ("17:30", "18:00", "18:30", "19:00", "19:30", "20:00", "20:30"),
}


def timetable_of(programme: Timetable, branch: BranchSettings) -> Timetable:
    """A branch's timetable.

    Where its own times no longer follow one another, because the programme's have changed since,
    the programme's hold.
    """
    own = _asked_for(programme, branch)
    if is_sound(own):
        return own
    return Timetable(
        own.morning and programme.morning,
        own.noon and programme.noon,
        own.evening and programme.evening,
    )


def is_sound(timetable: Timetable) -> bool:
    """Whether the times follow one another, lie within the day and leave time for an answer."""
    times = [each for each in (timetable.morning, timetable.noon, timetable.evening) if each]
    in_order = all(earlier < later for earlier, later in pairwise(times))
    by_day = all(QUIET_UNTIL <= each < QUIET_FROM for each in times)
    open_for_long = timetable.evening or not timetable.noon or timetable.noon < LATEST_CLOSING
    return bool(times) and in_order and by_day and bool(open_for_long)


def choices(kind: SlotKind, programme: Timetable, branch: BranchSettings) -> tuple[OwnTime, ...]:
    """What a branch may choose for one of the three: times, as the programme says, or not at all.

    Only what makes a sound timetable together with its other times; at least one of the three
    stays. Nothing for a study that the programme does not have.
    """
    if getattr(programme, kind.value) is None:
        return ()
    times = (time.fromisoformat(text) for text in _OFFERED[kind])
    return tuple(
        each
        for each in (*times, AS_PROGRAMME, None)
        if is_sound(_asked_for(programme, with_time(branch, kind, each)))
    )


def with_time(branch: BranchSettings, kind: SlotKind, at: OwnTime) -> BranchSettings:
    """A branch's choices with another time for one of the three."""
    if kind is SlotKind.MORNING:
        return replace(branch, morning=at)
    if kind is SlotKind.NOON:
        return replace(branch, noon=at)
    return replace(branch, evening=at)


def followed(
    programme: ProgrammeSettings, branch: BranchSettings, paused: Collection[Pause] = ()
) -> ProgrammeSettings:
    """A programme's settings as one branch follows them; while it pauses, each day is off."""
    return replace(
        programme,
        timetable=timetable_of(programme.timetable, branch),
        days_off=with_pauses(programme.days_off, paused),
    )


async def followed_by(
    tx: Transaction, branches: Collection[Unit], newest: Mapping[str, Version]
) -> dict[UnitId, ProgrammeSettings]:
    """The settings that each of these branches follows, out of every programme's newest version;
    a branch without a programme is left out."""
    ids = [unit.id for unit in branches]
    own = await branch_settings.of_units(tx, ids)
    paused = await pauses.of_units(tx, ids, date.min)
    versions = {unit.id: newest.get(unit.programme_key or "") for unit in branches}
    return {
        unit_id: followed(version.settings, own[unit_id], paused.get(unit_id, ()))
        for unit_id, version in versions.items()
        if version is not None
    }


async def followed_by_branch(tx: Transaction, branch: Unit) -> ProgrammeSettings | None:
    """The settings that one branch follows; None while there is no programme."""
    newest = await programmes.newest_versions(tx)
    return (await followed_by(tx, [branch], newest)).get(branch.id)


def _one(programme: time | None, branch: OwnTime) -> time | None:
    if programme is None or isinstance(branch, AsProgramme):
        return programme
    return branch


def _asked_for(programme: Timetable, branch: BranchSettings) -> Timetable:
    """What a branch asks for, sound or not."""
    return Timetable(
        _one(programme.morning, branch.morning),
        _one(programme.noon, branch.noon),
        _one(programme.evening, branch.evening),
    )
