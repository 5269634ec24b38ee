"""What stands in somebody's calendar of a unit: what is due, what is planned, the day's three."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from programme.calendar import is_day_off, local_day, study_times
from programme.duties.standing import Standing
from programme.duties.viewing import UnitView, of_unit, views
from programme.records.scene import book_at
from programme.timetables import followed_by_branch
from storage import meetings
from storage.database import Transaction
from storage.units import branches_among
from storage.values.days import SlotKind
from storage.values.duties import DutyBook, State, Step
from storage.values.meetings import Meeting
from storage.values.people import PersonId, Unit
from storage.values.programme_files import ProgrammeSettings

DAYS_AHEAD = 28
"""For so many days from today on the day's three are written down."""
_BACK = timedelta(days=31)
"""What was due longer ago is left out, unless it is still to be done."""


class Reader(Struct, frozen=True):
    """What of a unit somebody may read: the unit's own duties, if it is theirs to look after, and
    those that are their own there."""

    unit_duties: bool = False
    own_duties: PersonId | None = None


class Daily(Struct, frozen=True):
    """One of the day's three: its local time, and the days on which it is posted, in order."""

    kind: SlotKind
    at: time
    days: Sequence[date]


class Agenda(Struct, frozen=True):
    """All that stands in a calendar. ``today``: the unit's local day."""

    unit: Unit
    today: date
    book: DutyBook
    due: Sequence[Standing] = ()
    meetings: Sequence[Meeting] = ()
    daily: Sequence[Daily] = ()


async def agenda(tx: Transaction, unit: Unit, reader: Reader, now: datetime) -> Agenda:
    """What stands in somebody's calendar of a unit."""
    today = local_day(now, unit.time_zone)
    due: Sequence[Standing] = ()
    if reader.unit_duties or reader.own_duties is not None:
        view = (await views(tx, [unit], now)).get(unit.id)
        due = due_for(view, reader) if view else ()
    daily: Sequence[Daily] = ()
    if unit.id in await branches_among(tx, [unit.id]):
        settings = await followed_by_branch(tx, unit)
        daily = dailies(settings, unit, today) if settings else ()
    return Agenda(
        unit=unit,
        today=today,
        book=await book_at(tx, unit),
        due=due,
        meetings=await meetings.planned(tx, [unit.id], now),
        daily=daily,
    )


def due_for(view: UnitView, reader: Reader) -> list[Standing]:
    """Of a unit's obligations those that somebody may read, as far as they are of now."""
    listed = of_unit(view.standings) if reader.unit_duties else []
    own = [] if reader.own_duties is None else view.of(reader.own_duties)
    since = view.today - _BACK
    return [
        each
        for each in (*listed, *own)
        if each.obligation.period.due >= since or each.state is State.OVERDUE
    ]


def dailies(settings: ProgrammeSettings, unit: Unit, today: date) -> list[Daily]:
    """The day's three of a branch from today on: study days only."""
    days = [
        day
        for day in (today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD))
        if not is_day_off(day, settings.days_off)
        and (settings.start is None or day >= settings.start)
        and (unit.since is None or day >= unit.since)
        and (unit.until is None or day <= unit.until)
    ]
    return [Daily(kind, at, days) for kind, at in study_times(settings.timetable) if days]


def steps_of(standing: Standing) -> list[tuple[Step, date, bool]]:
    """The steps on the way to an obligation: each with its day, and whether it is taken."""
    steps = sorted(standing.obligation.amount.steps, key=lambda each: (each.by.month, each.by.day))
    year = standing.obligation.period.due.year
    next_one = steps.index(standing.step) if standing.step in steps else len(steps)
    return [
        (step, step.by.in_year(year), number < next_one or standing.is_met)
        for number, step in enumerate(steps)
    ]
