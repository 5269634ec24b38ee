"""What one person, or one group, is reminded of today, worked out when it is about to be sent."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from programme.calendar import local_day
from programme.duties.loading import load_matters
from programme.duties.readers import keepers
from programme.duties.reminding import occasion_of
from programme.duties.standing import Standing
from programme.duties.unit_days import Line, UnitDay, lines_for, unit_days
from programme.duties.working_out import work_out
from programme.problems.reminding import Late, problems_late
from storage import meetings, pauses, reminders
from storage.database import Transaction
from storage.known import known_by_telegram
from storage.people import people
from storage.units import Defaults, units
from storage.values.duties import DutyBook, State
from storage.values.meetings import Meeting
from storage.values.people import BotId, Known, PersonId, Role, TelegramId, Unit, UnitId

_SOON = timedelta(days=3)
_TOLD_ABOVE_FOR = timedelta(days=31)
_MOST_UNITS = 12
"""Of how many units below one message tells at most."""
_DAY = timedelta(days=1)


class Over(Struct, frozen=True):
    """A meeting that is over, and of which nobody has said that it was held."""

    unit: Unit
    meeting: Meeting
    book: DutyBook


class Reminder(Struct, frozen=True):
    """All of which somebody is reminded today.

    ``todays``: the local day at each unit. ``below``: what became overdue at units below, of which
    they are told at once; ``more_below``: at how many more units something did. ``names``: of those
    whose obligations they are. ``late``: problems of the ledgers that should be solved by now.
    """

    reader: PersonId
    lines: Sequence[Line]
    over: Sequence[Over]
    below: Sequence[Line]
    more_below: int
    todays: Mapping[UnitId, date]
    books: Mapping[UnitId, DutyBook]
    names: Mapping[PersonId, str]
    late: Sequence[Late] = ()


async def reminder_for(
    tx: Transaction, bot_id: BotId, who: TelegramId, now: datetime, defaults: Defaults
) -> Reminder | None:
    """What somebody is reminded of now, at all units where they hold an office; None for nothing.

    What units above are told at once counts as told with it.
    """
    known = (await known_by_telegram(tx, [who], now, defaults))[who]
    if known.person is None:
        return None
    leaves = await pauses.of_people(tx, [known.person.id], date.min)
    held = list(dict.fromkeys(each.unit_id for each in known.appointments))
    at = await units(tx, held, defaults)
    todays = {unit.id: local_day(now, unit.time_zone) for unit in at.values()}
    if any(each.covers(day) for each in leaves.get(known.person.id, ()) for day in todays.values()):
        return None
    days = await unit_days(tx, bot_id, list(at.values()), now)
    lines = lines_for(list(days.values()), known.person.id)
    over = await meetings_over(tx, list(days.values()), now, known)
    below, more, there = await _from_below(tx, known, at, now, defaults)
    late = await problems_late(tx, list(days.values()), known)
    if not (lines or over or below or late):
        return None
    todays |= {each.unit.id: local_day(now, each.unit.time_zone) for each in below}
    books = {unit_id: day.book for unit_id, day in days.items()} | there
    whose = {s.obligation.subject.person_id for line in (*lines, *below) for s in line.standings}
    found = await people(tx, [each for each in whose if each is not None])
    names = {person_id: person.name for person_id, person in found.items()}
    return Reminder(known.person.id, lines, over, below, more, todays, books, names, late)


async def group_lines(
    tx: Transaction, bot_id: BotId, unit: Unit, now: datetime
) -> tuple[list[Line], UnitDay | None]:
    """What the group of a branch is told, as nobody who sees to it can be reached; the day."""
    day = (await unit_days(tx, bot_id, [unit], now)).get(unit.id)
    return ([], None) if day is None else (for_the_group(day), day)


def for_the_group(day: UnitDay) -> list[Line]:
    """What a branch's group is told: what is due within three days, or overdue since now, and only
    while nobody who sees to it can be reached."""
    if day.facts is None or is_reached(day):
        return []
    today = day.window.today
    urgent = [
        each
        for each in day.standings
        if each.obligation.subject.person_id is None
        and occasion_of(each) in day.today
        and (day.is_new(each) or today <= each.due <= today + _SOON)
    ]
    return [Line(day.unit, (each,)) for each in sorted(urgent, key=lambda each: each.due)]


def is_reached(day: UnitDay) -> bool:
    """Whether anybody who sees to a unit can be written to."""
    assert day.facts is not None
    return any(each in day.reached for each in keepers(day.facts, day.window.today))


async def meetings_over(
    tx: Transaction, days: Collection[UnitDay], now: datetime, known: Known | None = None
) -> list[Over]:
    """The meetings at these units that were on a day before today, since the last reminder, and
    are not marked as held; with ``known``, at those that they look after."""
    looked_after = None if known is None else known.units_as(Role.SECRETARY, Role.STAND_IN)
    by_unit = {d.unit.id: d for d in days if looked_after is None or d.unit.id in looked_after}
    found = []
    for each in await meetings.planned(tx, list(by_unit), now) if by_unit else ():
        day = by_unit[each.unit_id]
        held_on = local_day(each.starts_at, day.unit.time_zone) if each.starts_at else None
        if held_on is not None and held_on + _DAY in day.window:
            found.append(Over(day.unit, each, day.book))
    return found


async def _from_below(
    tx: Transaction, known: Known, at: Mapping[UnitId, Unit], now: datetime, defaults: Defaults
) -> tuple[list[Line], int, dict[UnitId, DutyBook]]:
    """What became overdue below and is told at once, at how many more units, and their duties."""
    lines: list[Line] = []
    books: dict[UnitId, DutyBook] = {}
    more = 0
    for above in known.units_as(Role.ORGANISER):
        today = local_day(now, at[above].time_zone)
        named = (await reminders.to_be_told(tx, [above], today)).get(above, [])
        if not named:
            continue
        await reminders.note_told_above(tx, [above], today)
        shown = await units(tx, named[:_MOST_UNITS], defaults)
        more += len(named) - len(shown)
        since = today - _TOLD_ABOVE_FOR
        loaded = await load_matters(tx, list(shown.values()), since, today, now)
        for unit_id, matters in loaded.items():
            told = {duty.key for duty in matters.book.duties if duty.tells_above}
            found = [s for s in work_out(matters, since, today, told) if _is_overdue(s)]
            lines += [Line(shown[unit_id], (each,)) for each in found]
            books[unit_id] = matters.book
    return lines, more, books


def _is_overdue(standing: Standing) -> bool:
    return standing.state is State.OVERDUE
