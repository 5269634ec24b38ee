"""Somebody's year: what they did on which day, and the days in a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from programme.missed import days_counting
from programme.streaks import alive
from storage.absences import read_absent
from storage.branch_days import first_day_of
from storage.database import Transaction
from storage.day_rows import days_of_people
from storage.doers import doer_of
from storage.values.days import MemberDay
from storage.values.people import Person, PersonId, Unit
from storage.values.standings import Totals


@dataclass(frozen=True, slots=True)
class ScoreYear:
    """A member's year, up to ``today`` where it is the running one.

    ``acts``: on which days how many of the three studies were done. ``streak``: the days in a row
    as of today; 0 when they are over, and for a year that has gone by. ``since``: the first day on
    which the branch had anything to study.
    """

    person: Person
    branch: str
    year: int
    today: date
    totals: Totals
    acts: Mapping[date, int]
    streak: int = 0
    since: date = date.min


def year_span(year: int, today: date) -> tuple[date, date]:
    """The days of a year that are not yet to come; of a year to come, its first day alone."""
    first = date(year, 1, 1)
    return first, max(first, min(date(year, 12, 31), today))


def totals_of(days: Sequence[MemberDay]) -> Totals:
    """What days come to."""
    return Totals(
        check_ins=sum(day.check_ins for day in days),
        answered=sum(day.answered for day in days),
        right=sum(day.right for day in days),
        notes=sum(day.notes for day in days),
        points=sum(day.points for day in days),
        late=sum(day.late for day in days),
        days=sum(day.acted for day in days),
    )


async def score_years(
    tx: Transaction, people: Sequence[Person], branch: Unit, year: int, today: date
) -> list[ScoreYear]:
    """The years of these people, in their order."""
    span = year_span(year, today)
    since = await first_day_of(tx, branch.id) or today
    days = await days_of_people(tx, [person.id for person in people], *span)
    return [
        ScoreYear(
            person=person,
            branch=branch.name,
            year=year,
            today=today,
            totals=totals_of(days[person.id]),
            acts={
                d.day: (d.check_ins > 0) + (d.answered > 0) + (d.notes > 0) for d in days[person.id]
            },
            streak=await _streak(tx, person.id, today) if year == today.year else 0,
            since=since,
        )
        for person in people
    ]


async def _streak(tx: Transaction, person: PersonId, today: date) -> int:
    doer = await doer_of(tx, person)
    streak = doer.streak if doer else None
    if doer is None or streak is None or not streak.length:
        return 0
    branches = {streak.last_day: {home.unit_id for home in doer.homes}}
    absent = await read_absent(tx, {person}, branches, today)
    return alive(streak, today, days_counting(doer, absent, streak.last_day, today))
